import type { Session } from '../flows/ports.ts';
import type { Id } from '../protocol/app.ts';
import { SESSION_ABSOLUTE_LIFETIME, SESSION_IDLE_LIFETIME } from '../protocol/lifetimes.ts';
import type { Digest } from '../protocol/secret.ts';
import type { AccountActs } from './account-acts.ts';

/** The browsers in which an account is signed in, the latest used first; those whose time is over are not among them. */
export async function listOpenSessions(
  { store, now }: Pick<AccountActs, 'store' | 'now'>,
  accountId: Id,
): Promise<readonly Session[]> {
  const at = now();
  return (await store.listSessions(accountId)).filter(
    ({ createdAt, lastUsedAt }) =>
      at - lastUsedAt <= SESSION_IDLE_LIFETIME && at - createdAt <= SESSION_ABSOLUTE_LIFETIME,
  );
}

/** Signs one browser of an account out; false when the account has no such session. */
export async function endSession(
  { store, report }: Pick<AccountActs, 'store' | 'report'>,
  accountId: Id,
  id: Id,
  { address }: { readonly address: string },
): Promise<boolean> {
  const ended = await store.endSessionOfAccount(id, accountId);
  if (ended) report({ event: 'sessions ended', accountId, count: 1, address });
  return ended;
}

/** Signs every browser of an account out but the one whose session is `own`. */
export async function endOtherSessions(
  { store, report }: Pick<AccountActs, 'store' | 'report'>,
  accountId: Id,
  own: Digest,
  { address }: { readonly address: string },
): Promise<number> {
  const count = await store.endSessionsOfAccount(accountId, own);
  report({ event: 'sessions ended', accountId, count, address });
  return count;
}
