import { sql } from 'kysely';
import {
  type Account,
  type AccountChange,
  type AccountChangeCompanions,
  type AccountCompanions,
  type AccountFilter,
  type AccountStore,
  NameTaken,
  type NewAccount,
} from '../../accounts/ports.ts';
import type { Id, Instant } from '../../protocol/app.ts';
import type { AccountState } from '../../protocol/person.ts';
import { folded, idOf, soughtId } from '../row-values.ts';
import type { Db } from '../schema.ts';
import { changedColumns, holds } from './account-change.ts';
import { type AccountRow, accountColumns, accountOf, accountRow, stateExpression } from './account-row.ts';
import { acceptFollowRequests } from './follows.ts';
import { useInvite } from './invites.ts';
import { addMail } from './mails.ts';
import { changePictures, pictureColumns } from './pictures.ts';
import { addSearchWords, findByWords, writeSearchWords } from './search-words.ts';
import { beginsWith, contains, isNowhere } from './text-search.ts';

/** Every look at accounts begins here: those that were deleted are nobody. */
function accounts(db: Db) {
  return db.selectFrom('accounts').where('deleted_at', 'is', null);
}

export async function addAccount(
  db: Db,
  ids: { readonly account: bigint; readonly mail: bigint },
  account: NewAccount,
  beside: AccountCompanions = {},
): Promise<Account> {
  const { invite, mail } = beside;
  const values = accountRow(ids.account, account);
  if (invite !== undefined) values.invite_id = await useInvite(db, invite.digest, invite.at);
  const row = await db
    .insertInto('accounts')
    .values(values)
    .onConflict((conflict) => conflict.doNothing())
    .returning(accountColumns)
    .executeTakeFirst();
  if (row === undefined) throw new NameTaken((await usernameIsTaken(db, values)) ? 'username' : 'email');
  await addSearchWords(db, [row]);
  const added = accountOf(row);
  if (mail !== undefined) await addMail(db, ids.mail, mail(added));
  return added;
}

/** Those of deleted accounts count too. */
async function usernameIsTaken(db: Db, { username_folded }: { readonly username_folded: string }): Promise<boolean> {
  const namesake = await db
    .selectFrom('accounts')
    .select('id')
    .where('username_folded', '=', username_folded)
    .executeTakeFirst();
  return namesake !== undefined;
}

/** Holds the id of the account that {@link addOwner} made last. */
const OWNER_KEY = 'storage:first-account';

/** Names the time before there was ever such an account. */
const NEVER = 'never';

export async function findOwnerVacancy(db: Db): Promise<string | undefined> {
  if (await hasOwner(db)) return undefined;
  const row = await db.selectFrom('settings').select('value').where('key', '=', OWNER_KEY).executeTakeFirst();
  return row?.value ?? NEVER;
}

/** The change of one setting decides between callers, whatever names they bring. */
export async function addOwner(
  db: Db,
  ids: { readonly account: bigint; readonly mail: bigint },
  account: NewAccount,
  vacancy: string,
): Promise<Account | undefined> {
  if (await hasOwner(db)) return undefined;
  const value = idOf(ids.account);
  const won = vacancy === NEVER ? await writeFirst(db, value) : await writeNext(db, value, vacancy);
  return won ? addAccount(db, ids, account) : undefined;
}

async function writeFirst(db: Db, value: string): Promise<boolean> {
  const row = await db
    .insertInto('settings')
    .values({ key: OWNER_KEY, value })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .returning('key')
    .executeTakeFirst();
  return row !== undefined;
}

async function writeNext(db: Db, value: string, last: string): Promise<boolean> {
  const row = await db
    .updateTable('settings')
    .set({ value })
    .where('key', '=', OWNER_KEY)
    .where('value', '=', last)
    .returning('key')
    .executeTakeFirst();
  return row !== undefined;
}

async function hasOwner(db: Db): Promise<boolean> {
  // Written out and not bound, so that the index of owners is used.
  const role = sql.lit('owner');
  const owner = await accounts(db).select('id').where('role', '=', role).limit(1).executeTakeFirst();
  return owner !== undefined;
}

export async function countAccounts(db: Db): Promise<number> {
  const row = await accounts(db)
    .select(({ fn }) => fn.countAll().as('count'))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

export async function countAccountsByState(db: Db): Promise<Readonly<Record<AccountState, number>>> {
  const rows = await accounts(db)
    .select(({ fn }) => [stateExpression.as('state'), fn.countAll().as('count')])
    .groupBy(stateExpression)
    .execute();
  const counts = { active: 0, unconfirmed: 0, pending: 0, disabled: 0, suspended: 0 };
  return { ...counts, ...Object.fromEntries(rows.map(({ state, count }) => [state, Number(count)])) };
}

/** For compiling once: every request for a person begins with it. */
export function accountById(db: Db, id: bigint) {
  return accounts(db).select(accountColumns).where('id', '=', id);
}

export async function findAccounts(db: Db, ids: readonly Id[]): Promise<readonly Account[]> {
  const distinct = [...new Set(ids)];
  if (distinct.length === 0) return [];
  const rows = await accounts(db).select(accountColumns).where('id', 'in', distinct.map(soughtId)).execute();
  const found = new Map(rows.map((row) => [idOf(row.id), accountOf(row)]));
  return distinct.map((id) => found.get(id)).filter((account) => account !== undefined);
}

export async function findAccountByUsername(db: Db, username: string): Promise<Account | undefined> {
  const row = await accounts(db)
    .select(accountColumns)
    .where('username_folded', '=', folded(username))
    .executeTakeFirst();
  return row && accountOf(row);
}

export async function findAccountByLogin(db: Db, login: string): Promise<Account | undefined> {
  if (!login.includes('@')) return findAccountByUsername(db, login);
  const row = await accounts(db).select(accountColumns).where('email_folded', '=', folded(login)).executeTakeFirst();
  return row && accountOf(row);
}

export async function listAccounts(db: Db, filter: AccountFilter): Promise<readonly Account[]> {
  const { after, before, since, state, roles, username, displayName, email, address, inviteId, invitedBy } = filter;
  if (roles?.length === 0 || [username, displayName, email].some(isNowhere)) return [];
  let query = accounts(db)
    .select(accountColumns)
    .orderBy('id', after === undefined ? 'desc' : 'asc')
    .limit(filter.limit);
  if (after !== undefined) query = query.where('id', '>', soughtId(after));
  if (before !== undefined) query = query.where('id', '<', soughtId(before));
  if (since !== undefined) query = query.where('id', '>', soughtId(since));
  if (state !== undefined) query = query.where(stateExpression, '=', state);
  if (roles !== undefined) query = query.where('role', 'in', [...roles]);
  if (username !== undefined) query = query.where(beginsWith('accounts.username_folded', folded(username)));
  if (displayName !== undefined) query = query.where(contains('accounts.display_name', displayName));
  if (email !== undefined) query = query.where(contains('accounts.email_folded', folded(email)));
  if (inviteId !== undefined) query = query.where('invite_id', '=', soughtId(inviteId));
  if (invitedBy !== undefined) {
    query = query.where(({ eb, selectFrom }) =>
      eb(
        'accounts.invite_id',
        'in',
        selectFrom('invites').select('invites.id').where('invites.account_id', '=', soughtId(invitedBy)),
      ),
    );
  }
  if (address !== undefined) {
    query = query.where(({ eb, selectFrom, cast }) =>
      eb(
        cast<string>('accounts.id', 'text'),
        'in',
        selectFrom('sessions').select('sessions.account_id').where('sessions.address', '=', address),
      ),
    );
  }
  return (await query.execute()).map(accountOf);
}

export async function searchAccounts(
  db: Db,
  text: string,
  options: Parameters<AccountStore['searchAccounts']>[1],
): Promise<readonly Account[]> {
  if (isNowhere(text)) return [];
  return findAccounts(db, (await findByWords(db, text, options)).map(idOf));
}

export async function changeAccount(
  db: Db,
  id: Id,
  change: AccountChange,
  { when = {}, mail, pictures = [] }: AccountChangeCompanions,
  nextId: () => bigint,
  at: Instant,
): Promise<Account | undefined> {
  const values = changedColumns(change);
  if (values.email_folded !== undefined && (await emailIsTaken(db, id, values.email_folded))) {
    throw new NameTaken('email');
  }
  // An update needs a column; the id stays what it is.
  const row = await db
    .updateTable('accounts')
    .set({ ...values, ...pictureColumns(pictures), id: soughtId(id) })
    .where('id', '=', soughtId(id))
    .where('deleted_at', 'is', null)
    .where(holds(when, id))
    .returning(accountColumns)
    .executeTakeFirst();
  if (row !== undefined) await changePictures(db, row.id, pictures);
  if (row !== undefined && change.displayName !== undefined) await writeSearchWords(db, row);
  const changed = row && accountOf(change.locked === false ? await openToEverybody(db, row, nextId, at) : row);
  if (changed !== undefined && mail !== undefined) await addMail(db, nextId(), mail(changed));
  return changed;
}

/** Nobody waits before an open door. */
async function openToEverybody(db: Db, row: AccountRow, nextId: () => bigint, at: Instant): Promise<AccountRow> {
  const accepted = await acceptFollowRequests(db, row.id, nextId, at);
  if (accepted === 0) return row;
  return db
    .updateTable('accounts')
    .set(({ eb }) => ({ followers_count: eb('followers_count', '+', accepted) }))
    .where('id', '=', row.id)
    .returning(accountColumns)
    .executeTakeFirstOrThrow();
}

async function emailIsTaken(db: Db, id: Id, email_folded: string): Promise<boolean> {
  const other = await db
    .selectFrom('accounts')
    .select('id')
    .where('email_folded', '=', email_folded)
    .where('id', '!=', soughtId(id))
    .executeTakeFirst();
  return other !== undefined;
}
