import { type AccountId, type Digest, type Id, type Instant, isAccountId, type Session } from 'mastodoor';
import { sessionOf } from './facts.ts';
import type { Tables } from './tables.ts';

export function addSession(
  { sessions }: Tables,
  id: Id,
  session: Omit<Session, 'id' | 'lastUsedAt'>,
  replaces: Digest | undefined,
): Session {
  if (!isAccountId(session.accountId)) throw new RangeError('This is no account id');
  if (replaces !== undefined) sessions.remove(replaces);
  const row = sessionOf({ ...session, id, lastUsedAt: session.createdAt });
  sessions.add(row.digest, row);
  return sessionOf(row);
}

export function findSession({ sessions }: Tables, digest: Digest): Session | undefined {
  const session = sessions.get(digest);
  return session && sessionOf(session);
}

/** An older use never replaces a newer one. */
export function noteSessionUse({ sessions }: Tables, id: Id, at: Instant): void {
  const [session] = sessions.by('id', id);
  if (session !== undefined && session.lastUsedAt < at) sessions.set(session.digest, { ...session, lastUsedAt: at });
}

/** The latest used first. */
export function listSessions({ sessions }: Tables, accountId: AccountId): readonly Session[] {
  const found = sessions.by('account', accountId).map(sessionOf);
  return found.sort((one, other) => other.lastUsedAt - one.lastUsedAt || Number(BigInt(other.id) - BigInt(one.id)));
}

export function endSessionOfAccount({ sessions }: Tables, id: Id, accountId: AccountId): boolean {
  const [session] = sessions.by('id', id);
  if (session?.accountId !== accountId) return false;
  sessions.remove(session.digest);
  return true;
}

export function endSessionsOfAccount({ sessions }: Tables, accountId: AccountId, except?: Digest): number {
  const ending = sessions.by('account', accountId).filter((session) => session.digest !== except);
  for (const session of ending) sessions.remove(session.digest);
  return ending.length;
}
