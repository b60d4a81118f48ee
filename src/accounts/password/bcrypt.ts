/** What bcrypt reads of a password; the rest makes no difference. */
const BCRYPT_BYTES = 72;

/** No password of Mastodon's has more characters, so none of its hashes stands for a longer one. */
const MOST_CHARACTERS = 72;

/** Beyond it one attempt would keep a core busy for seconds; Mastodon's is 10. */
const HIGHEST_COST = 14;

/** `$2a$`, `$2b$` and `$2y$` are one algorithm; `$2x$` has a fault of 2011 and fits no password here. */
const bcryptHash = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/;

/** Whether a hash is one of bcrypt that can be compared with, such as Mastodon's `encrypted_password`. */
export function isBcrypt(hash: string): boolean {
  const cost = Number(bcryptHash.exec(hash)?.[1]);
  return cost >= 4 && cost <= HIGHEST_COST;
}

/**
 * Whether `password` is the one behind a hash of bcrypt. What is longer than 72 bytes is compared by its first 72, as
 * Mastodon did when it made the hash: else who has a passphrase of forty Arabic letters could not sign in any more. It
 * is compared as it was typed, because Mastodon's was not normalized.
 */
export async function verifyBcrypt(password: string, hash: string): Promise<boolean> {
  if ([...password].length > MOST_CHARACTERS) return false;
  // Only servers with imported accounts need it. Like argon2 it works beside the event loop, which nothing may hold up.
  const { compare } = await import('bcrypt');
  return compare(password, hash.replace(/^\$2y/, '$2b'));
}

/**
 * Whether all of a password was compared. Where it was not, what is hashed anew might be a slip of the finger behind the
 * 72nd byte, and the person's own password would be wrong ever after.
 */
export function readsWhole(password: string): boolean {
  return Buffer.byteLength(password) <= BCRYPT_BYTES;
}
