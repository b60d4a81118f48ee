import { type Account, type AccountStore, NameTaken, type NewAccount } from '../../accounts/ports.ts';
import type { Id } from '../../protocol/app.ts';
import { flag, folded, idOf, listText, optionalFlag, soughtId } from '../row-values.ts';
import type { Db } from '../schema.ts';
import { accountColumns, accountOf, accountRow } from './account-row.ts';

type AccountChange = Parameters<AccountStore['changeAccount']>[1];

export async function addAccount(db: Db, id: bigint, account: NewAccount): Promise<Account> {
  const values = accountRow(id, account);
  const row = await db
    .insertInto('accounts')
    .values(values)
    .onConflict((conflict) => conflict.doNothing())
    .returning(accountColumns)
    .executeTakeFirst();
  if (row !== undefined) return accountOf(row);
  const namesake = await db
    .selectFrom('accounts')
    .select('id')
    .where('username_folded', '=', values.username_folded)
    .executeTakeFirst();
  throw new NameTaken(namesake === undefined ? 'email' : 'username');
}

/** The claim of a setting decides between callers, whatever names they bring. */
export async function addFirstAccount(db: Db, id: bigint, account: NewAccount): Promise<Account | undefined> {
  const claimed = await db
    .insertInto('settings')
    .columns(['key', 'value'])
    .expression(
      db
        .selectNoFrom(({ val }) => [val('storage:first-account').as('key'), val(idOf(id)).as('value')])
        .where(({ not, exists, selectFrom }) => not(exists(selectFrom('accounts').select('accounts.id')))),
    )
    .onConflict((conflict) => conflict.column('key').doNothing())
    .returning('key')
    .executeTakeFirst();
  return claimed && addAccount(db, id, account);
}

export async function countAccounts(db: Db): Promise<number> {
  const row = await db
    .selectFrom('accounts')
    .select(({ fn }) => fn.countAll().as('count'))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** For compiling once: every request for a person begins with it. */
export function accountById(db: Db, id: bigint) {
  return db.selectFrom('accounts').select(accountColumns).where('id', '=', id);
}

export async function findAccounts(db: Db, ids: readonly Id[]): Promise<readonly Account[]> {
  const distinct = [...new Set(ids)];
  if (distinct.length === 0) return [];
  const rows = await db
    .selectFrom('accounts')
    .select(accountColumns)
    .where('id', 'in', distinct.map(soughtId))
    .execute();
  const found = new Map(rows.map((row) => [idOf(row.id), accountOf(row)]));
  return distinct.map((id) => found.get(id)).filter((account) => account !== undefined);
}

export async function findAccountByUsername(db: Db, username: string): Promise<Account | undefined> {
  const row = await db
    .selectFrom('accounts')
    .select(accountColumns)
    .where('username_folded', '=', folded(username))
    .executeTakeFirst();
  return row && accountOf(row);
}

export async function findAccountByLogin(db: Db, login: string): Promise<Account | undefined> {
  if (!login.includes('@')) return findAccountByUsername(db, login);
  const row = await db
    .selectFrom('accounts')
    .select(accountColumns)
    .where('email_folded', '=', folded(login))
    .executeTakeFirst();
  return row && accountOf(row);
}

export async function listAccounts(
  db: Db,
  page: { readonly limit: number; readonly after?: Id },
): Promise<readonly Account[]> {
  let query = db.selectFrom('accounts').select(accountColumns).orderBy('id').limit(page.limit);
  if (page.after !== undefined) query = query.where('id', '>', soughtId(page.after));
  return (await query.execute()).map(accountOf);
}

export async function changeAccount(db: Db, id: Id, change: AccountChange): Promise<Account | undefined> {
  const values = changedColumns(change);
  const query =
    Object.keys(values).length === 0
      ? accountById(db, soughtId(id))
      : db.updateTable('accounts').set(values).where('id', '=', soughtId(id)).returning(accountColumns);
  const row = await query.executeTakeFirst();
  return row && accountOf(row);
}

/** A member that is present and undefined clears its column; an absent one leaves it. */
function changedColumns(change: AccountChange) {
  return {
    ...(change.displayName !== undefined && { display_name: change.displayName }),
    ...(change.note !== undefined && { note: change.note }),
    ...(change.fields !== undefined && { fields: listText(change.fields) }),
    ...(change.locked !== undefined && { locked: flag(change.locked) }),
    ...(change.bot !== undefined && { bot: flag(change.bot) }),
    ...('discoverable' in change && { discoverable: optionalFlag(change.discoverable) }),
    ...('hideCollections' in change && { hide_collections: optionalFlag(change.hideCollections) }),
    ...(change.state !== undefined && { state: change.state }),
    ...(change.role !== undefined && { role: change.role }),
    ...(change.passwordHash !== undefined && { password_hash: change.passwordHash }),
    ...(change.allowsPasswordGrant !== undefined && { allows_password_grant: flag(change.allowsPasswordGrant) }),
    ...('locale' in change && { locale: change.locale ?? null }),
  };
}
