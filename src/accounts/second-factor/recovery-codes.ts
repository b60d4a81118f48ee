import { randomBytes } from 'node:crypto';
import type { Id } from '../../protocol/app.ts';
import { type Digest, digestOf } from '../../protocol/secret.ts';

/** Crockford's base32: what looks alike is the same (I, L and 1; O and 0), and there is no U. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

const CODES = 10;

/** Five bits each: 80 bits, which nobody guesses, so that a plain digest is enough at rest. */
const CHARACTERS = 16;

/** Ten new codes, each good once, in groups that can be written down. They are shown once and kept as digests. */
export function newRecoveryCodes(): readonly string[] {
  return Array.from({ length: CODES }, () =>
    [...randomBytes(CHARACTERS)]
      .map((byte) => ALPHABET.charAt(byte % ALPHABET.length))
      .join('')
      .replaceAll(/.{4}(?=.)/g, '$&-'),
  );
}

/**
 * The digest of a code as somebody typed it: letter case, blanks and hyphens do not matter. Undefined for what is no code.
 * It is the account's own: the same code of another account has another.
 */
export function recoveryCodeDigest(accountId: Id, typed: string): Digest | undefined {
  const code = typed
    .slice(0, 128)
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s\p{Cf}\p{Pd}]/gu, '')
    .replaceAll('o', '0')
    .replaceAll(/[il]/g, '1');
  if (code.length !== CHARACTERS || [...code].some((character) => !ALPHABET.includes(character))) return undefined;
  return digestOf(`recovery code ${accountId} ${code}`);
}
