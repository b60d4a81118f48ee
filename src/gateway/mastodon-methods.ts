import { type Access, anyToken, app, open, publicTo, user, waitingUser } from '../http/access.ts';
import type { RequireAuthentication } from '../http/guard.ts';
import { type MastodonMethod, mastodonMethods } from '../mastodon/scopes.ts';
import { type GatewayMethod, type JudgedMethod, MethodTable, type Verb } from './method-table.ts';

/**
 * Where a WebSocket begins; the contract's table has only the paths of single streams (contract §11). A token must be good
 * for some stream; which one is asked for later, inside the connection, is the backend's to judge (CVE-2025-62176).
 */
const streamingSocket: GatewayMethod = {
  method: 'GET',
  path: '/api/v1/streaming',
  access: user('read', 'read:statuses', 'read:notifications'),
};

/** What the setting about authentication leaves alone (decisions, REQUIRE_AUTHENTICATION). */
const exempt = [
  /^\/api\/v1\/apps$/,
  /^\/api\/v[12]\/instance(?:\/|$)/,
  /^\/api\/v1\/emails\//,
  // All that is no REST method: OAuth, discovery, pages.
  /^(?!\/api\/)/,
];

/**
 * Every method of Mastodon's API, and the operator's own, which win over Mastodon's of the same verb and shape of path.
 * A closed server demands a token of public methods too, of which it otherwise looks at none.
 */
export function gatewayTable(demanded: RequireAuthentication, own: readonly GatewayMethod[] = []): MethodTable {
  const mastodons = mastodonMethods.map((method): GatewayMethod => {
    const isOpen = method.auth === 'public' && demandedOf(method.path, demanded) === 'off';
    return { method: method.method as Verb, path: method.path, access: isOpen ? open : accessOf(method) };
  });
  const judged = (method: GatewayMethod): JudgedMethod => ({ ...method, demanded: demandedOf(method.path, demanded) });
  return new MethodTable([...mastodons, streamingSocket, ...own].map(judged));
}

const demandedOf = (path: string, demanded: RequireAuthentication): RequireAuthentication =>
  exempt.some((pattern) => pattern.test(path)) ? 'off' : demanded;

/** Whether a role may do what an `admin` method does is the backend's to judge: the gateway only knows scopes. */
function accessOf({ auth, scopes, waiting }: MastodonMethod): Access {
  switch (auth) {
    case 'public':
    case 'public_or_user':
      return publicTo(...scopes);
    case 'any':
      return anyToken(...scopes);
    case 'app':
      return app(...scopes);
    case 'user':
    case 'admin':
      return waiting ? waitingUser(...scopes) : user(...scopes);
  }
}

/** Whether a path is one of streaming, where a browser can set no header (decision 18). */
export const isStreaming = (path: string): boolean => /^\/api\/v1\/streaming(?:\/|$)/.test(path);
