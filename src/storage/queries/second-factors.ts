import type { Passkey, SecondFactors, TotpKey } from '../../accounts/ports.ts';
import type { Id } from '../../protocol/app.ts';
import type { Digest } from '../../protocol/secret.ts';
import { soughtId, storedId } from '../row-values.ts';
import type { Db } from '../schema.ts';
import { accountStands } from './account-stands.ts';
import * as passkeys from './passkeys.ts';

export async function findSecondFactors(db: Db, accountId: Id): Promise<SecondFactors> {
  const totp = await findTotp(db, accountId);
  const { codes } = await db
    .selectFrom('recovery_codes')
    .select(({ fn }) => fn.countAll().as('codes'))
    .where('account_id', '=', soughtId(accountId))
    .executeTakeFirstOrThrow();
  return {
    totp: totp && { createdAt: totp.createdAt },
    passkeys: await passkeys.listPasskeys(db, accountId),
    recoveryCodesLeft: Number(codes),
  };
}

export async function findTotp(db: Db, accountId: Id): Promise<TotpKey | undefined> {
  const row = await db
    .selectFrom('totp_keys')
    .selectAll()
    .where('account_id', '=', soughtId(accountId))
    .executeTakeFirst();
  return row && { sealedSeed: row.sealed_seed, lastStep: Number(row.last_step), createdAt: Number(row.created_at) };
}

export async function setTotp(
  db: Db,
  accountId: Id,
  key: TotpKey,
  recoveryCodes: readonly Digest[] | undefined,
): Promise<boolean> {
  const account_id = storedId(accountId);
  if (!(await accountStands(db, account_id))) return false;
  const values = { sealed_seed: key.sealedSeed, last_step: key.lastStep, created_at: key.createdAt };
  await db
    .insertInto('totp_keys')
    .values({ account_id, ...values })
    .onConflict((conflict) => conflict.column('account_id').doUpdateSet(values))
    .execute();
  await noteFactors(db, accountId, recoveryCodes);
  return true;
}

export async function removeTotp(db: Db, accountId: Id): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('totp_keys')
    .where('account_id', '=', soughtId(accountId))
    .executeTakeFirstOrThrow();
  await noteFactors(db, accountId);
  return numDeletedRows > 0n;
}

/** Only a later step than any before counts, so that of parallel tries with one code a single one gets through. */
export async function useTotpStep(db: Db, accountId: Id, step: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('totp_keys')
    .set({ last_step: step })
    .where('account_id', '=', soughtId(accountId))
    .where('last_step', '<', step)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** Codes without a factor would wait for the next one and get past it. */
export async function replaceRecoveryCodes(db: Db, accountId: Id, digests: readonly Digest[]): Promise<boolean> {
  const account = await db
    .selectFrom('accounts')
    .select('id')
    .where('id', '=', soughtId(accountId))
    .where('has_second_factor', '=', 1)
    .executeTakeFirst();
  if (account === undefined) return false;
  await writeRecoveryCodes(db, account.id, digests);
  return true;
}

async function writeRecoveryCodes(db: Db, account_id: bigint, digests: readonly Digest[]): Promise<void> {
  await db.deleteFrom('recovery_codes').where('account_id', '=', account_id).execute();
  if (digests.length === 0) return;
  await db
    .insertInto('recovery_codes')
    .values(digests.map((digest) => ({ account_id, digest })))
    .execute();
}

export async function useRecoveryCode(db: Db, accountId: Id, digest: Digest): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('recovery_codes')
    .where('account_id', '=', soughtId(accountId))
    .where('digest', '=', digest)
    .executeTakeFirstOrThrow();
  return numDeletedRows > 0n;
}

export async function addPasskey(
  db: Db,
  id: bigint,
  passkey: Omit<Passkey, 'id' | 'lastUsedAt'>,
  recoveryCodes: readonly Digest[] | undefined,
): Promise<Passkey | undefined> {
  if (!(await accountStands(db, storedId(passkey.accountId)))) return undefined;
  const added = await passkeys.addPasskey(db, id, passkey);
  await noteFactors(db, passkey.accountId, recoveryCodes);
  return added;
}

export async function removePasskey(db: Db, accountId: Id, id: Id): Promise<boolean> {
  const removed = await passkeys.removePasskey(db, accountId, id);
  await noteFactors(db, accountId);
  return removed;
}

export async function removeSecondFactors(db: Db, accountId: Id): Promise<boolean> {
  const id = soughtId(accountId);
  const totp = await db.deleteFrom('totp_keys').where('account_id', '=', id).executeTakeFirstOrThrow();
  const keys = await db.deleteFrom('passkeys').where('account_id', '=', id).executeTakeFirstOrThrow();
  await noteFactors(db, accountId);
  return totp.numDeletedRows > 0n || keys.numDeletedRows > 0n;
}

/** Writes into the account whether it has a factor, and lets recovery codes go with the last one. */
async function noteFactors(db: Db, accountId: Id, recoveryCodes?: readonly Digest[]): Promise<void> {
  const id = soughtId(accountId);
  const account = await db
    .updateTable('accounts')
    .set(({ eb, exists, lit, or, selectFrom }) => ({
      has_second_factor: eb
        .case()
        .when(
          or([
            exists(selectFrom('totp_keys').select('totp_keys.account_id').where('totp_keys.account_id', '=', id)),
            exists(selectFrom('passkeys').select('passkeys.id').where('passkeys.account_id', '=', id)),
          ]),
        )
        .then(lit(1))
        .else(lit(0))
        .end(),
    }))
    .where('id', '=', id)
    .returning('has_second_factor')
    .executeTakeFirst();
  if (account === undefined) return;
  if (Number(account.has_second_factor) === 0) await writeRecoveryCodes(db, id, []);
  else if (recoveryCodes !== undefined) await writeRecoveryCodes(db, id, recoveryCodes);
}
