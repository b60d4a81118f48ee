import { createHmac, timingSafeEqual } from 'node:crypto';

/** HMAC-SHA-256 in base64url over parts that cannot run into each other; `purpose` keeps uses of one key apart. */
export function sign(key: Uint8Array, purpose: string, ...parts: readonly string[]): string {
  return createHmac('sha256', key)
    .update(JSON.stringify([purpose, ...parts]))
    .digest('base64url');
}

/** Whether two signatures are the same, in constant time. */
export function sameSignature(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
