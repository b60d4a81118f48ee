import type { Session } from '../../flows/ports.ts';
import type { AccountId, Id, Instant } from '../../protocol/app.ts';
import type { Digest } from '../../protocol/secret.ts';
import { idOf, soughtAccountId, soughtId, storedAccountId } from '../row-values.ts';
import type { Db, SessionTable } from '../schema.ts';

const sessionColumns = [
  'id',
  'digest',
  'account_id',
  'browser_digest',
  'created_at',
  'last_used_at',
  'address',
  'user_agent',
] as const;

export async function addSession(
  db: Db,
  id: bigint,
  session: Omit<Session, 'id' | 'lastUsedAt'>,
  replaces: Digest | undefined,
): Promise<Session> {
  if (replaces !== undefined) await endSession(db, replaces);
  const row = await db
    .insertInto('sessions')
    .values({
      id,
      digest: session.digest,
      account_id: storedAccountId(session.accountId),
      browser_digest: session.browserDigest,
      created_at: session.createdAt,
      last_used_at: session.createdAt,
      address: session.address,
      user_agent: session.userAgent,
    })
    .returning(sessionColumns)
    .executeTakeFirstOrThrow();
  return sessionOf(row);
}

/** For compiling once: every request of a signed-in browser begins with it. */
export function sessionByDigest(db: Db, digest: Digest) {
  return db.selectFrom('sessions').select(sessionColumns).where('digest', '=', digest);
}

/** An older use never replaces a newer one. */
export async function noteSessionUse(db: Db, id: Id, at: Instant): Promise<void> {
  await db
    .updateTable('sessions')
    .set({ last_used_at: at })
    .where('id', '=', soughtId(id))
    .where('last_used_at', '<', at)
    .execute();
}

export async function endSession(db: Db, digest: Digest): Promise<void> {
  await db.deleteFrom('sessions').where('digest', '=', digest).execute();
}

export async function listSessions(db: Db, accountId: AccountId): Promise<readonly Session[]> {
  const rows = await db
    .selectFrom('sessions')
    .select(sessionColumns)
    .where('account_id', '=', soughtAccountId(accountId))
    .orderBy('last_used_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return rows.map(sessionOf);
}

export async function endSessionOfAccount(db: Db, id: Id, accountId: AccountId): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('sessions')
    .where('id', '=', soughtId(id))
    .where('account_id', '=', soughtAccountId(accountId))
    .executeTakeFirstOrThrow();
  return numDeletedRows > 0n;
}

export async function endSessionsOfAccount(db: Db, accountId: AccountId, except?: Digest): Promise<number> {
  let query = db.deleteFrom('sessions').where('account_id', '=', soughtAccountId(accountId));
  if (except !== undefined) query = query.where('digest', '!=', except);
  return Number((await query.executeTakeFirstOrThrow()).numDeletedRows);
}

export function sessionOf(row: SessionTable): Session {
  return {
    id: idOf(row.id),
    digest: row.digest as Digest,
    accountId: row.account_id,
    browserDigest: row.browser_digest as Digest,
    createdAt: Number(row.created_at),
    lastUsedAt: Number(row.last_used_at),
    address: row.address,
    userAgent: row.user_agent,
  };
}
