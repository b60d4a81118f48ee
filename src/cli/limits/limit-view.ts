import type { AccountStore } from '../../accounts/ports.ts';
import type { ReachedLimit } from '../../flows/ports.ts';
import { limitSubject } from '../../http/limits/limit-keys.ts';

/** Usernames by account id, of those whom limits are about. */
export type Names = ReadonlyMap<string, string>;

/** Looks up the accounts that reached limits. */
export async function namesOf(
  store: Pick<AccountStore, 'findAccounts'>,
  limits: readonly ReachedLimit[],
): Promise<Names> {
  const ids = limits.flatMap(({ key }) => {
    const subject = limitSubject(key);
    return subject.kind === 'account' ? [subject.accountId] : [];
  });
  return new Map((await store.findAccounts([...new Set(ids)])).map(({ id, username }) => [id, username]));
}

/** Who reached a limit, in words. */
export function whoReached({ key }: ReachedLimit, names: Names): string {
  const subject = limitSubject(key);
  switch (subject.kind) {
    case 'account': {
      const username = names.get(subject.accountId);
      const name = username === undefined ? `account ${subject.accountId}` : `@${username}`;
      return subject.oneBrowser ? `${name} in one browser` : name;
    }
    case 'token':
      return `token ${subject.tokenId}`;
    case 'login':
      return 'a name that was typed';
    case 'email':
      return 'an e-mail address that was typed';
    case 'address':
      return subject.address;
  }
}

/** Whether it is in force, in a word. */
export function limitState({ liftedAt, windowEndsAt }: ReachedLimit, now: number): 'reached' | 'lifted' | 'over' {
  if (windowEndsAt <= now) return 'over';
  return liftedAt === undefined ? 'reached' : 'lifted';
}

/** A reached limit for scripts. */
export function limitView(limit: ReachedLimit, names: Names, now: number) {
  const subject = limitSubject(limit.key);
  const accountId = subject.kind === 'account' ? subject.accountId : undefined;
  return {
    id: limit.id,
    limit: limit.rule,
    key: limit.key,
    account: accountId === undefined ? null : { id: accountId, username: names.get(accountId) ?? null },
    state: limitState(limit, now),
    reached_at: new Date(limit.reachedAt).toISOString(),
    until: new Date(limit.windowEndsAt).toISOString(),
    lifted_at: limit.liftedAt === undefined ? null : new Date(limit.liftedAt).toISOString(),
  };
}
