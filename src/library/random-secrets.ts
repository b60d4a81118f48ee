import { randomFillSync } from 'node:crypto';

const SECRET_BYTES = 32;

/** The system is asked for so many at once: each question costs as much as a look into the database. */
const AT_ONCE = 64;

/**
 * Makes secrets of 256 random bits in unpadded base64url. Of what was asked for ahead nothing is given twice, and nothing
 * that was given stays behind.
 * @param fill fills bytes with random ones; the system's own source unless a test brings another
 */
export function createRandomSecrets(fill: (bytes: Buffer) => unknown = randomFillSync): () => string {
  const ahead = Buffer.alloc(SECRET_BYTES * AT_ONCE);
  let next = ahead.length;
  return () => {
    if (next === ahead.length) {
      fill(ahead);
      next = 0;
    }
    const end = next + SECRET_BYTES;
    const secret = ahead.toString('base64url', next, end);
    ahead.fill(0, next, end);
    next = end;
    return secret;
  };
}
