import type { Id, Instant } from '../../protocol/app.ts';
import type { Seals } from './second-factor-deps.ts';
import type { TotpSeed } from './totp.ts';

/** How long a seed may wait for its first code: time to install an app. */
const OFFER_LIFETIME = 60 * 60_000;

/** A seed as the storage keeps it. It opens for its own account only, wherever a row may be moved to. */
export function sealSeed(secrets: Seals, accountId: Id, seed: TotpSeed): string {
  return secrets.encrypt('totp', JSON.stringify([accountId, seed]));
}

/** The seed behind what was stored. Throws where no configured key opens it, or it is another account's. */
export function openSeed(secrets: Seals, accountId: Id, sealed: string): TotpSeed {
  const [owner, seed] = JSON.parse(secrets.decrypt('totp', sealed)) as [Id, TotpSeed];
  if (owner !== accountId) throw new Error('A TOTP seed belongs to another account');
  return seed;
}

/** A seed that was shown and is not in use yet, as the form carries it: nothing is stored before its first code. */
export function sealOfferedSeed(secrets: Seals, offer: { accountId: Id; seed: TotpSeed; at: Instant }): string {
  return secrets.encrypt('totp offer', JSON.stringify([offer.accountId, offer.seed, offer.at]));
}

/** The seed that a form brought back; undefined for what this server never offered this account, or too long ago. */
export function openOfferedSeed(secrets: Seals, accountId: Id, sealed: string, now: Instant): TotpSeed | undefined {
  const offered = readOffer(secrets, sealed);
  if (offered === undefined) return undefined;
  const [owner, seed, at] = offered;
  return owner === accountId && now - at < OFFER_LIFETIME ? seed : undefined;
}

function readOffer(secrets: Seals, sealed: string): readonly [Id, TotpSeed, Instant] | undefined {
  try {
    return JSON.parse(secrets.decrypt('totp offer', sealed)) as [Id, TotpSeed, Instant];
  } catch {
    return undefined;
  }
}
