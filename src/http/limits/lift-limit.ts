import type { LimitStore, ReachedLimit, World } from '../../flows/ports.ts';
import type { AccountId, Id } from '../../protocol/app.ts';
import { limitSubject } from './limit-keys.ts';

/**
 * Lets a key begin anew that reached a limit, on every node at once, and tells the audit.
 * @param by whoever does so in a browser, and from where; both absent for the operator
 * @returns undefined when there is no such limit or its time is over
 * @throws StoreUnavailable
 */
export async function liftLimit(
  deps: Pick<World, 'now' | 'report'> & { readonly limits: LimitStore },
  id: Id,
  by: { readonly actorId: AccountId | undefined; readonly address: string | undefined },
): Promise<ReachedLimit | undefined> {
  const lifted = await deps.limits.liftLimit(id, deps.now());
  if (lifted === undefined) return undefined;
  const subject = limitSubject(lifted.key);
  const accountId = subject.kind === 'account' ? subject.accountId : undefined;
  deps.report({ event: 'limit lifted', rule: lifted.rule, limitId: id, accountId, ...by });
  return lifted;
}
