import { hash, type Options, verify } from '@node-rs/argon2';

/** Turns passwords into what may be stored, and compares them with it. */
export interface PasswordHashes {
  /** What may be stored of a password. */
  hashPassword(password: string): Promise<string>;
  /** Whether a password is the one behind what was stored. */
  verifyPassword(password: string, hash: string): Promise<boolean>;
}

/** OWASP's first choice for argon2id, the library's default variant: 19 MiB, two passes, one lane. Never weaker. */
const cost: Options = { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 };

/** The hash of 256 random bits that nobody kept, at the same cost: what is compared with where there is no account. */
export const NOBODYS_HASH =
  '$argon2id$v=19$m=19456,t=2,p=1$99SG/I27WWix+tbj1UQufA$hxGbO793iitpiyfTYD/zgVEF+IIq9GBy0aYgPCvRzy8';

/** Hashes a password as a PHC string of argon2id with a salt of its own. */
export function hashPassword(password: string): Promise<string> {
  return hash(composed(password), cost);
}

/** Whether `password` is the one behind a PHC string of argon2; a hash of another kind fits no password. */
export async function verifyPassword(password: string, phc: string): Promise<boolean> {
  if (!phc.startsWith('$argon2')) return false;
  return verify(phc, composed(password));
}

/** One keyboard sends é as one code point, another as two: NFC makes them the same password (RFC 8265 §4.2.1). */
function composed(password: string): string {
  return password.normalize('NFC');
}

/** The passwords of the built-in directory. */
export const argon2id: PasswordHashes = { hashPassword, verifyPassword };
