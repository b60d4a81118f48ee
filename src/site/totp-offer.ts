import { encode } from 'uqr';
import type { Account } from '../accounts/ports.ts';
import { openOfferedSeed, sealOfferedSeed } from '../accounts/second-factor/sealed-seed.ts';
import { newTotpSeed, totpUri } from '../accounts/second-factor/totp.ts';
import type { TotpOffer } from '../pages/site/second-factors/totp-offer.ts';
import type { SiteDeps } from './site-deps.ts';

/** A TOTP seed to show: a new one, or the one that a form brought back, whose picture may have been scanned already. */
export async function offerTotp(
  { kit, secrets }: SiteDeps,
  account: Account,
  again?: { readonly sealed: string; readonly problem: TotpOffer['problem'] },
): Promise<TotpOffer> {
  const { issuer, world } = kit.http;
  const at = world.now();
  const offered = again && openOfferedSeed(secrets, account.id, again.sealed, at);
  const key = offered ?? (await newTotpSeed());
  const uri = await totpUri(key, { issuer: new URL(issuer).host, username: account.username });
  return {
    key,
    modules: encode(uri, { border: 0 }).data,
    sealed:
      offered === undefined
        ? sealOfferedSeed(secrets, { accountId: account.id, seed: key, at })
        : (again?.sealed ?? ''),
    problem: again?.problem,
  };
}
