import type { Destination } from './redirect-destination.ts';
import type { ResponseMode } from './response-mode.ts';

/** The out-of-band "address": the code is shown to the person, who copies it into the app. */
export const OOB = 'urn:ietf:wg:oauth:2.0:oob';

/** Registered by some old clients beside {@link OOB}; may be registered, is never matched. */
const OOB_AUTO = 'urn:ietf:wg:oauth:2.0:oob:auto';

/** What is wrong with a redirect URI at registration, as the end of Mastodon's sentence "Redirect URI …" (contract §2). */
export type RedirectUriFault =
  | 'is forbidden by the server.'
  | 'cannot contain a fragment.'
  | 'must specify a scheme.'
  | 'must be an absolute URI.'
  | 'must be a valid URI.';

/** Schemes that run, read or show something in the browser instead of reaching an app (contract §2, decision 6). */
const forbiddenSchemes = new Set([
  'javascript',
  'data',
  'vbscript',
  'file',
  'blob',
  'about',
  'filesystem',
  'view-source',
]);

/** RFC 3986 appendix B, over ASCII without what RFC 3986 §2 leaves out. */
const uriPattern = /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/;
const uriCharacters = /^(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*$/;
const hostPattern = /^(?:\[[0-9A-Fa-f:.]+\]|[^:[\]@]*)(?::[0-9]*)?$/;

interface UriParts {
  readonly scheme: string | undefined;
  readonly authority: string | undefined;
  readonly path: string;
  readonly fragment: string | undefined;
}

function parseUri(uri: string): UriParts | undefined {
  const match = uriCharacters.test(uri) ? uriPattern.exec(uri) : null;
  if (match === null) return undefined;
  const [, scheme, authority, path = '', , fragment] = match;
  return { scheme: scheme?.toLowerCase(), authority, path, fragment };
}

/** Splits the registered text as Mastodon does: on any ASCII white space. */
export function splitRedirectUris(text: string): readonly string[] {
  return text.split(/[ \t\n\v\f\r]+/).filter((uri) => uri !== '');
}

/** The rules that a redirect URI breaks at registration, in Mastodon's order; none when it may be registered. */
export function redirectUriFaults(uri: string): readonly RedirectUriFault[] {
  if (uri === OOB || uri === OOB_AUTO) return [];
  // A scheme is judged before the grammar: `javascript:` followed by anything is forbidden, not merely invalid.
  const faults: RedirectUriFault[] = [];
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(uri)?.[1]?.toLowerCase();
  if (scheme !== undefined && forbiddenSchemes.has(scheme)) faults.push('is forbidden by the server.');
  const parts = parseUri(uri);
  if (parts === undefined) return [...faults, 'must be a valid URI.'];
  if (parts.fragment !== undefined) faults.push('cannot contain a fragment.');
  const opaque = parts.scheme !== undefined && parts.authority === undefined && !parts.path.startsWith('/');
  if (opaque || parts.scheme === 'localhost') faults.push('must specify a scheme.');
  if (parts.scheme === undefined && !parts.authority) faults.push('must be an absolute URI.');
  if (hasBadAuthority(parts)) faults.push('must be a valid URI.');
  return faults;
}

function hasBadAuthority({ scheme, authority }: UriParts): boolean {
  const web = scheme === 'http' || scheme === 'https';
  if (authority === undefined) return web;
  if (authority.includes('@') || !hostPattern.test(authority)) return true;
  return web && /^(?::|$)/.test(authority);
}

/** A loopback IP literal with any port, over http (RFC 8252 §7.3); `localhost` is a name and gets no such treatment. */
const loopbackPattern = /^(http:\/\/(?:127(?:\.[0-9]{1,3}){3}|\[::1\]))(?::[0-9]{1,5})?(?=[/?]|$)(.*)$/;

/**
 * Whether a redirect URI that was asked for is one that was registered: byte for byte, except for the port of a
 * loopback IP literal (RFC 8252 §7.3, RFC 9700 §4.1.3, decision 5).
 */
export function matchesRegistered(asked: string, registered: string): boolean {
  if (asked === registered) return isMatchable(asked);
  const one = loopbackPattern.exec(asked);
  const other = loopbackPattern.exec(registered);
  return one !== null && other !== null && one[1] === other[1] && one[2] === other[2] && isMatchable(asked);
}

/** Whether anybody can be sent there: absolute, and not the `oob:auto` that is only tolerated at registration. */
function isMatchable(uri: string): boolean {
  return uri === OOB || (redirectUriFaults(uri).length === 0 && uri !== OOB_AUTO && !uri.startsWith('//'));
}

/**
 * The redirect URI with the response's members added (RFC 6749 §4.1.2): its own bytes stay, and each member stands in it
 * exactly once, so that an app never reads a `state` or `code` that this server did not send.
 */
export function addToRedirectUri(
  uri: string,
  members: ReadonlyArray<readonly [name: string, value: string]>,
  mode: ResponseMode,
): string {
  const encoded = new URLSearchParams(members.map(([name, value]): [string, string] => [name, value])).toString();
  if (mode === 'fragment') return `${uri}#${encoded}`;
  const queryStart = uri.indexOf('?');
  if (queryStart === -1) return `${uri}?${encoded}`;
  const names = new Set(members.map(([name]) => name));
  const kept = uri
    .slice(queryStart + 1)
    .split('&')
    .filter((part) => part !== '' && !names.has(memberName(part)));
  return `${uri.slice(0, queryStart)}?${[...kept, encoded].join('&')}`;
}

/** The name that a form decoder reads in one part of a query; the leading `?` keeps one that is the part's own. */
function memberName(part: string): string {
  return new URLSearchParams(`?${part}`).keys().next().value ?? '';
}

/** Loopback literals, and the names that RFC 6761 §6.3 keeps on this device. */
const loopbackNames = /^(?:(?:[^.]+\.)*localhost\.?|127(?:\.[0-9]{1,3}){3}|\[::1\])$/;

/** Where a matched redirect URI leads, for the consent page and for the rule when it may be skipped. */
export function destinationOf(uri: string): Destination {
  if (uri === OOB) return { kind: 'code' };
  const parts = parseUri(uri);
  const scheme = parts?.scheme ?? '';
  if (scheme !== 'http' && scheme !== 'https') return { kind: 'scheme', scheme };
  const host = (parts?.authority ?? '').toLowerCase();
  if (loopbackNames.test(host.replace(/:[0-9]*$/, ''))) return { kind: 'loopback', host };
  return { kind: scheme, host };
}
