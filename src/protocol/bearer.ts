/** The protection space named in challenges (RFC 9110 §11.5). */
export const REALM = 'Mastodoor';

/**
 * The token of an `Authorization: Bearer` header (RFC 6750 §2.1); undefined for none or another scheme. The scheme's
 * case does not matter; more than one space becomes part of the token and makes it unknown (contract §11).
 */
export function readBearer(authorization: string | undefined): string | undefined {
  if (authorization === undefined || authorization.length < 8) return undefined;
  if (authorization.slice(0, 7).toLowerCase() !== 'bearer ') return undefined;
  return authorization.slice(7);
}

/** The value of a `WWW-Authenticate` header (RFC 6750 §3). Characters that a quoted string may not hold become `_`. */
export function bearerChallenge(members: Readonly<Record<string, string>>): string {
  const quote = (text: string) => `"${text.replace(/[^\x20-\x21\x23-\x5b\x5d-\x7e]/g, '_')}"`;
  const parts = Object.entries({ realm: REALM, ...members }).map(([name, value]) => `${name}=${quote(value)}`);
  return `Bearer ${parts.join(', ')}`;
}
