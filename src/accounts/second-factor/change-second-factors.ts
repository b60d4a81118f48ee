import type { Digest } from '../../protocol/secret.ts';
import type { Account, SecondFactors } from '../ports.ts';
import { demandsSecondFactor } from './demand.ts';
import { newRecoveryCodes, recoveryCodeDigest } from './recovery-codes.ts';
import { openOfferedSeed, sealSeed } from './sealed-seed.ts';
import type { SecondFactorDeps } from './second-factor-deps.ts';
import { type ToldChange, tellOfChange } from './tell-of-change.ts';
import { findTotpStep, readTotpCode } from './totp.ts';

/** Who changes the factors of their own account, and from where. */
export interface ChangedBy {
  readonly address: string;
  /** The session in which it happens, which stays; every other browser of the account is signed out (decision 19). */
  readonly session: Digest | undefined;
  /**
   * Asked when all that was given is right and before anything changes; false stops it. For a half-finished sign-in, whose
   * ticket exactly one caller gets.
   */
  readonly claim?: (() => Promise<boolean>) | undefined;
}

/** What came of adding a factor. */
export type Added =
  /** With the codes to show once: after the first factor, or when all earlier ones were used. */
  | { readonly kind: 'added'; readonly recoveryCodes: readonly string[] | undefined }
  | { readonly kind: 'wrong code' }
  /** What was shown is too old, or was shown to somebody else. */
  | { readonly kind: 'offer expired' }
  /** Somebody else was first, see {@link ChangedBy.claim}. */
  | { readonly kind: 'too late' };

/** Begins to use an authenticator app, once its first code proved that it has the seed; it replaces an earlier one. */
export async function addTotp(
  deps: SecondFactorDeps,
  account: Account,
  given: { readonly offer: string; readonly code: string },
  by: ChangedBy,
): Promise<Added> {
  const now = deps.now();
  const seed = openOfferedSeed(deps.secrets, account.id, given.offer, now);
  if (seed === undefined) return { kind: 'offer expired' };
  const code = readTotpCode(given.code);
  const step = code === undefined ? undefined : await findTotpStep(seed, code, now);
  if (step === undefined) return { kind: 'wrong code' };
  if (by.claim !== undefined && !(await by.claim())) return { kind: 'too late' };
  const codes = codesIfNeeded(await deps.store.findSecondFactors(account.id));
  const key = { sealedSeed: sealSeed(deps.secrets, account.id, seed), lastStep: step, createdAt: now };
  await deps.store.setTotp(account.id, key, codes && digestsOf(account, codes));
  await afterChange(deps, account, { change: 'totp added' }, by);
  deps.report({ event: 'second factor added', accountId: account.id, factor: 'totp', address: by.address });
  return { kind: 'added', recoveryCodes: codes };
}

/** What came of removing a factor. */
export type Removed = 'removed' | 'absent' | 'demanded';

/** Stops using the authenticator app; refused where it is the last factor of an account that must have one. */
export async function removeTotp(deps: SecondFactorDeps, account: Account, by: ChangedBy): Promise<Removed> {
  const factors = await deps.store.findSecondFactors(account.id);
  if (factors.totp === undefined) return 'absent';
  if (isLast(factors) && demandsSecondFactor(deps.demand, account.role)) return 'demanded';
  if (!(await deps.store.removeTotp(account.id))) return 'absent';
  await afterChange(deps, account, { change: 'totp removed' }, by);
  deps.report({ event: 'second factor removed', accountId: account.id, factor: 'totp', address: by.address });
  return 'removed';
}

/** Stops accepting a passkey, as above. */
export async function removePasskey(
  deps: SecondFactorDeps,
  account: Account,
  id: string,
  by: ChangedBy,
): Promise<Removed> {
  const factors = await deps.store.findSecondFactors(account.id);
  const passkey = factors.passkeys.find((one) => one.id === id);
  if (passkey === undefined) return 'absent';
  if (isLast(factors) && demandsSecondFactor(deps.demand, account.role)) return 'demanded';
  if (!(await deps.store.removePasskey(account.id, passkey.id))) return 'absent';
  await afterChange(deps, account, { change: 'passkey removed', name: passkey.name }, by);
  deps.report({ event: 'second factor removed', accountId: account.id, factor: 'passkey', address: by.address });
  return 'removed';
}

/** Makes new recovery codes, to be shown once, and all earlier ones worthless; undefined for an account without a factor. */
export async function makeRecoveryCodes(
  deps: SecondFactorDeps,
  account: Account,
  by: ChangedBy,
): Promise<readonly string[] | undefined> {
  const factors = await deps.store.findSecondFactors(account.id);
  if (factors.totp === undefined && factors.passkeys.length === 0) return undefined;
  const codes = newRecoveryCodes();
  await deps.store.replaceRecoveryCodes(account.id, digestsOf(account, codes));
  await tellOfChange(deps, account, { change: 'recovery codes made' });
  deps.report({ event: 'recovery codes made', accountId: account.id, address: by.address });
  return codes;
}

/** What a change of all factors needs. */
export type FactorChangeDeps = Pick<SecondFactorDeps, 'mails'> & {
  readonly store: Pick<SecondFactorDeps['store'], 'endTickets' | 'endSessionsOfAccount' | 'removeSecondFactors'>;
};

/**
 * Removes all factors of an account whose owner lost them, for whoever made sure that it is the owner who asks. Every
 * browser is signed out, and half-finished sign-ins end. The event is the caller's to tell.
 * @returns how many browsers were signed out; undefined when there was no factor
 */
export async function dropSecondFactors(deps: FactorChangeDeps, account: Account): Promise<number | undefined> {
  if (!(await deps.store.removeSecondFactors(account.id))) return undefined;
  return afterChange(deps, account, { change: 'all removed' }, { session: undefined });
}

/** New codes where the account has none that work: before its first factor, and after the last one was used. */
export function codesIfNeeded(factors: SecondFactors): readonly string[] | undefined {
  const hasFactor = factors.totp !== undefined || factors.passkeys.length > 0;
  return hasFactor && factors.recoveryCodesLeft > 0 ? undefined : newRecoveryCodes();
}

/** What is stored of codes. */
export function digestsOf(account: Account, codes: readonly string[]): readonly Digest[] {
  return codes.map((code) => recoveryCodeDigest(account.id, code) as Digest);
}

/**
 * What follows from every change of what signs in: other browsers and half-finished sign-ins end, because whoever got in
 * before must not stay by what is no longer asked, and the owner is told. Apps stay: their tokens are no sign-ins.
 */
export async function afterChange(
  deps: Omit<FactorChangeDeps, 'store'> & { readonly store: Omit<FactorChangeDeps['store'], 'removeSecondFactors'> },
  account: Account,
  change: ToldChange,
  { session }: Pick<ChangedBy, 'session'>,
): Promise<number> {
  await deps.store.endTickets(account.id, ['second step', 'passkey ceremony']);
  const ended = await deps.store.endSessionsOfAccount(account.id, session);
  await tellOfChange(deps, account, change);
  return ended;
}

function isLast({ totp, passkeys }: SecondFactors): boolean {
  return (totp === undefined ? 0 : 1) + passkeys.length <= 1;
}
