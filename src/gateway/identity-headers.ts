import type { Caller } from '../http/access.ts';

/**
 * Headers of this beginning belong to the gateway: it tells the backend who calls by them, so nobody else may send one.
 * Servers that hand headers on as variables (CGI, WSGI, PHP) make no difference between a hyphen and other marks.
 */
const reserved = /^x[^a-z0-9]auth[^a-z0-9]/;

/** Whether a request that came to the gateway carries what only the gateway may say. */
export function hasForgedIdentity(headerNames: Iterable<string>): boolean {
  for (const name of headerNames) if (reserved.test(name.toLowerCase())) return true;
  return false;
}

/**
 * Who calls, for the backend. Values are what is visible in ASCII; all else, and the percent sign, is percent-encoded.
 * An app's own token has no account, so it has no account headers; an anonymous caller has none at all.
 */
export function identityHeaders(caller: Caller | undefined): Readonly<Record<string, string>> {
  if (caller === undefined) return {};
  const { token, person } = caller;
  return {
    ...(person && { 'X-Auth-Account-Id': visible(person.id), 'X-Auth-Username': visible(person.username) }),
    ...(token.app && { 'X-Auth-App-Id': visible(token.app.id), 'X-Auth-Client-Id': visible(token.app.clientId) }),
    'X-Auth-Scopes': token.scopes.map(visible).join(' '),
    'X-Auth-Token-Id': visible(token.id),
  };
}

const visible = (text: string): string =>
  text.toWellFormed().replace(/[^\x21-\x24\x26-\x7e]+/g, (part) =>
    // encodeURIComponent leaves no character of these as it is.
    encodeURIComponent(part),
  );
