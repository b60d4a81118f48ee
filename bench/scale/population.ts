/**
 * What a server that has grown for two years holds, as a function of a token's number: nothing is random, so the secret of
 * any token can be made again from its number and sent in a check.
 */
import { DAY } from '../../src/protocol/lifetimes.ts';
import { accessTokenAt, type Digest, digestOf, sha256 } from '../../src/protocol/secret.ts';

/** How large a database is, and when it was made; kept beside it. */
export interface Population {
  readonly tokens: number;
  readonly accounts: number;
  readonly apps: number;
  /** The share of tokens that ended so long ago that housekeeping removes them. */
  readonly backlog: number;
  /** When the newest token was issued, in milliseconds since the epoch. */
  readonly madeAt: number;
}

/** One token with its grant. */
export interface Specimen {
  readonly digest: Digest;
  readonly createdAt: number;
  /** Undefined for an app's own token. */
  readonly account: number | undefined;
  readonly app: number;
  readonly lastUsedAt: number | undefined;
  readonly expiresAt: number | undefined;
  readonly revokedAt: number | undefined;
}

/** For how long the server has run. */
const AGE = 730 * DAY;

/** The secret of a token: as many characters as the server makes, and unguessable to nobody who reads this. */
export function secretOf(index: number, population: Population): string {
  const random = sha256(`token ${index} of the measurement`);
  return accessTokenAt(createdAtOf(index, population), random);
}

function createdAtOf(index: number, { tokens, madeAt }: Population): number {
  return madeAt - AGE + Math.floor(((index + 1) / tokens) * AGE);
}

export function specimenOf(index: number, population: Population): Specimen {
  const { accounts, apps, backlog, madeAt } = population;
  const createdAt = createdAtOf(index, population);
  const age = madeAt - createdAt;
  const ownToken = part(index, 1) < 0.1;
  // A few apps have most of the people, as everywhere.
  const app = Math.floor(apps * part(index, 2) ** 3);
  const account = ownToken ? undefined : Math.floor(accounts * part(index, 3));
  const fate = part(index, 4);
  const common = { digest: digestOf(secretOf(index, population)), createdAt, account, app };
  const usedWithin = (days: number) => madeAt - Math.floor(part(index, 5) * Math.min(age, days * DAY));
  // What ended longer than a month ago is what housekeeping removes; nobody has asked it to yet.
  if (fate < backlog && age > 40 * DAY) {
    const endedAt = madeAt - 31 * DAY - Math.floor(part(index, 6) * Math.min(age - 40 * DAY, 60 * DAY));
    if (ownToken) return { ...common, lastUsedAt: undefined, expiresAt: undefined, revokedAt: undefined };
    return { ...common, lastUsedAt: Math.min(endedAt, createdAt + DAY), expiresAt: undefined, revokedAt: endedAt };
  }
  if (fate < backlog + 0.05) {
    const revokedAt = madeAt - Math.floor(part(index, 6) * Math.min(age, 29 * DAY));
    return { ...common, lastUsedAt: createdAt, expiresAt: undefined, revokedAt };
  }
  // Some have an end that is still to come.
  const expiresAt = fate > 0.98 ? madeAt + Math.floor((1 + part(index, 6)) * 365 * DAY) : undefined;
  return { ...common, lastUsedAt: usedWithin(28), expiresAt, revokedAt: undefined };
}

/** Whether a check of the token succeeds. */
export function isGood(index: number, population: Population): boolean {
  return specimenOf(index, population).revokedAt === undefined;
}

/** A number from 0 to below 1 that looks random and is always the same for one index and purpose (MurmurHash3's finalizer). */
export function part(index: number, purpose: number): number {
  let value = Math.imul(index + 1, 0x9e3779b1) ^ Math.imul(purpose, 0x85ebca77);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return ((value ^ (value >>> 16)) >>> 0) / 2 ** 32;
}
