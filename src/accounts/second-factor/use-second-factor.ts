import type { Account } from '../ports.ts';
import { recoveryCodeDigest } from './recovery-codes.ts';
import { openSeed } from './sealed-seed.ts';
import type { SecondFactorDeps } from './second-factor-deps.ts';
import { tellOfChange } from './tell-of-change.ts';
import { findTotpStep, readTotpCode } from './totp.ts';

/** What somebody gave beside the password. */
export type GivenCode =
  | { readonly factor: 'totp'; readonly code: string }
  | { readonly factor: 'recovery code'; readonly code: string };

/**
 * Judges a code and uses it up: of any number of callers with one code at most one gets true. Tries must have been counted
 * before.
 */
export async function useSecondFactor(
  deps: SecondFactorDeps,
  account: Account,
  given: GivenCode,
  address: string,
): Promise<boolean> {
  const { factor } = given;
  const isRight =
    factor === 'totp' ? await useTotp(deps, account, given.code) : await useRecovery(deps, account, given.code);
  const event = isRight ? 'second factor used' : 'second factor failed';
  deps.report({ event, accountId: account.id, factor, address });
  if (isRight && factor === 'recovery code') {
    const { recoveryCodesLeft } = await deps.store.findSecondFactors(account.id);
    await tellOfChange(deps, account, { change: 'recovery code used', left: recoveryCodesLeft });
  }
  return isRight;
}

async function useTotp({ store, secrets, now }: SecondFactorDeps, account: Account, typed: string): Promise<boolean> {
  const code = readTotpCode(typed);
  if (code === undefined) return false;
  const key = await store.findTotp(account.id);
  if (key === undefined) return false;
  const step = await findTotpStep(openSeed(secrets, account.id, key.sealedSeed), code, now());
  return step !== undefined && store.useTotpStep(account.id, step);
}

async function useRecovery({ store }: SecondFactorDeps, account: Account, typed: string): Promise<boolean> {
  const digest = recoveryCodeDigest(account.id, typed);
  return digest !== undefined && store.useRecoveryCode(account.id, digest);
}
