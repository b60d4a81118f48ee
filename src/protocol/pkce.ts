import { timingSafeEqual } from 'node:crypto';
import { sha256 } from './secret.ts';

/** The only transformation offered; `plain` protects nothing that TLS does not (RFC 9700 §2.1.1). */
export const CODE_CHALLENGE_METHOD = 'S256';

/** An S256 challenge is a SHA-256 digest in unpadded base64url (RFC 7636 §4.2). */
export function isCodeChallenge(text: string): boolean {
  return /^[A-Za-z0-9_-]{43}$/.test(text);
}

/** RFC 7636 §4.1: 43 to 128 unreserved characters. */
export function isCodeVerifier(text: string): boolean {
  return /^[A-Za-z0-9\-._~]{43,128}$/.test(text);
}

/** Whether the verifier is well-formed and the one behind the challenge (RFC 7636 §4.6), in constant time. */
export function provesChallenge(verifier: string, challenge: string): boolean {
  if (!isCodeVerifier(verifier) || !isCodeChallenge(challenge)) return false;
  return timingSafeEqual(Buffer.from(sha256(verifier)), Buffer.from(challenge));
}
