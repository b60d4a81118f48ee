import { hash, type Options, verify } from '@node-rs/argon2';
import { isBcrypt, readsWhole, verifyBcrypt } from './password/bcrypt.ts';

/** Turns passwords into what may be stored, and compares them with it. */
export interface PasswordHashes {
  /** What may be stored of a password. */
  hashPassword(password: string): Promise<string>;
  /** Whether a password is the one behind what was stored. */
  verifyPassword(password: string, hash: string): Promise<boolean>;
  /**
   * What should be stored instead of `hash`, when it is weaker than what is made today.
   * @param password the one behind `hash`: it was just compared
   */
  renewHash(password: string, hash: string): Promise<string | undefined>;
}

/** OWASP's first choice for argon2id, the library's default variant: 19 MiB, two passes, one lane. Never weaker. */
const cost = { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 } as const satisfies Options;

/** The hash of 256 random bits that nobody kept, at the same cost: what is compared with where there is no account. */
export const NOBODYS_HASH =
  '$argon2id$v=19$m=19456,t=2,p=1$99SG/I27WWix+tbj1UQufA$hxGbO793iitpiyfTYD/zgVEF+IIq9GBy0aYgPCvRzy8';

/** Hashes a password as a PHC string of argon2id with a salt of its own. */
export function hashPassword(password: string): Promise<string> {
  return hash(composed(password), cost);
}

/**
 * Whether `password` is the one behind a PHC string of argon2, or behind a bcrypt hash of an imported account. A hash of
 * another kind fits no password, after the same work.
 */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  if (stored.startsWith('$argon2')) return verify(stored, composed(password));
  // The work of argon2 in any case, so that no account is answered sooner than nobody is; one after the other, so that
  // one comparison keeps one core busy.
  const fits = isBcrypt(stored) && (await verifyBcrypt(password, stored));
  await verify(NOBODYS_HASH, composed(password));
  return fits;
}

/** A hash of today's kind for a password whose hash is of bcrypt, or of argon2 with less work than today's. */
export async function renewHash(password: string, stored: string): Promise<string | undefined> {
  return isOutdated(password, stored) ? hashPassword(password) : undefined;
}

/** Whether {@link renewHash} would make another hash. Costs nothing. */
export function isOutdated(password: string, stored: string): boolean {
  return isBcrypt(stored) ? readsWhole(password) : isWeakerThanToday(stored);
}

/** Memory times passes is what a guess costs an attacker; OWASP trades one for the other. */
function isWeakerThanToday(phc: string): boolean {
  const [, memory, passes] = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=\d+\$/.exec(phc) ?? [];
  return Number(memory ?? 0) * Number(passes ?? 0) < cost.memoryCost * cost.timeCost;
}

/** One keyboard sends é as one code point, another as two: NFC makes them the same password (RFC 8265 §4.2.1). */
function composed(password: string): string {
  return password.normalize('NFC');
}

/** The passwords of the built-in directory. */
export const argon2id: PasswordHashes = { hashPassword, verifyPassword, renewHash };
