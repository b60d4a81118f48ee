import { type Passkey, PasskeyKnown, type SecondFactorStore } from '../../accounts/ports.ts';
import type { Id } from '../../protocol/app.ts';
import { flag, idOf, isSet, listOf, listText, optionalInstantOf, soughtId, storedId } from '../row-values.ts';
import type { Db, PasskeyTable } from '../schema.ts';

export async function addPasskey(db: Db, id: bigint, passkey: Omit<Passkey, 'id' | 'lastUsedAt'>): Promise<Passkey> {
  const row = await db
    .insertInto('passkeys')
    .values({
      id,
      account_id: storedId(passkey.accountId),
      credential_id: passkey.credentialId,
      public_key: passkey.publicKey,
      counter: passkey.counter,
      transports: listText(passkey.transports),
      backed_up: flag(passkey.backedUp),
      name: passkey.name,
      created_at: passkey.createdAt,
      last_used_at: null,
    })
    .onConflict((conflict) => conflict.column('credential_id').doNothing())
    .returningAll()
    .executeTakeFirst();
  if (row === undefined) throw new PasskeyKnown();
  return passkeyOf(row);
}

export async function findPasskey(db: Db, credentialId: string): Promise<Passkey | undefined> {
  const row = await db.selectFrom('passkeys').selectAll().where('credential_id', '=', credentialId).executeTakeFirst();
  return row && passkeyOf(row);
}

export async function listPasskeys(db: Db, accountId: Id): Promise<readonly Passkey[]> {
  const rows = await db
    .selectFrom('passkeys')
    .selectAll()
    .where('account_id', '=', soughtId(accountId))
    .orderBy('id')
    .execute();
  return rows.map(passkeyOf);
}

/** WebAuthn §6.1.1: a counter that does not grow tells of a copied authenticator, unless both are zero. */
export async function notePasskeyUse(
  db: Db,
  id: Id,
  use: Parameters<SecondFactorStore['notePasskeyUse']>[1],
): Promise<boolean> {
  let query = db
    .updateTable('passkeys')
    .set({ counter: use.counter, backed_up: flag(use.backedUp), last_used_at: use.at })
    .where('id', '=', soughtId(id));
  query = use.counter === 0 ? query.where('counter', '=', 0) : query.where('counter', '<', use.counter);
  return (await query.executeTakeFirstOrThrow()).numUpdatedRows > 0n;
}

export async function renamePasskey(db: Db, accountId: Id, id: Id, name: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('passkeys')
    .set({ name })
    .where('id', '=', soughtId(id))
    .where('account_id', '=', soughtId(accountId))
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

export async function removePasskey(db: Db, accountId: Id, id: Id): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('passkeys')
    .where('id', '=', soughtId(id))
    .where('account_id', '=', soughtId(accountId))
    .executeTakeFirstOrThrow();
  return numDeletedRows > 0n;
}

function passkeyOf(row: PasskeyTable): Passkey {
  return {
    id: idOf(row.id),
    accountId: idOf(row.account_id),
    credentialId: row.credential_id,
    publicKey: row.public_key,
    counter: Number(row.counter),
    transports: listOf(row.transports),
    backedUp: isSet(row.backed_up),
    name: row.name,
    createdAt: Number(row.created_at),
    lastUsedAt: optionalInstantOf(row.last_used_at),
  };
}
