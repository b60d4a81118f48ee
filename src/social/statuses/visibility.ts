import type { Id } from '../../protocol/app.ts';
import type { Status } from '../ports.ts';

/** Who looks, as far as it decides what they may read. */
export interface Viewer {
  readonly id: Id;
  /** Whether they follow the status's author, and were let in. */
  readonly follows: boolean;
}

/** Whether somebody may read a status; nobody in particular when there is no viewer (entity Status, `visibility`). */
export function mayRead(
  status: Pick<Status, 'accountId' | 'visibility' | 'mentionedIds'>,
  viewer: Viewer | undefined,
): boolean {
  if (status.visibility === 'public' || status.visibility === 'unlisted') return true;
  if (viewer === undefined) return false;
  if (viewer.id === status.accountId || status.mentionedIds.includes(viewer.id)) return true;
  return status.visibility === 'private' && viewer.follows;
}
