import type { Id } from '../../protocol/app.ts';
import type { Status } from '../ports.ts';

/** Answers below a status in the order in which a thread is read: each with all its own answers before the next. */
export function inThreadOrder(root: Id, descendants: readonly Status[]): readonly Status[] {
  const answers = Map.groupBy(descendants, ({ inReplyToId }) => inReplyToId);
  const ordered: Status[] = [];
  // Without recursion, since a thread may be deeper than the stack; the next one is the last of the list.
  const open: Status[] = [...(answers.get(root) ?? [])].reverse();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    ordered.push(next);
    open.push(...[...(answers.get(next.id) ?? [])].reverse());
  }
  return ordered;
}
