import { open } from '../http/access.ts';
import type { HttpDeps } from '../http/http-deps.ts';
import { type Route, route } from '../http/route.ts';
import { answerForwardAuth } from './forward-auth.ts';
import { gatewayTable } from './mastodon-methods.ts';
import type { GatewayMethod } from './method-table.ts';

/**
 * What a proxy asks before it lets a request to the API through (`docs/gateway.md`).
 * @param methods what the API has beside Mastodon's methods, or judges otherwise
 */
export function gatewayRoutes(deps: HttpDeps, methods: readonly GatewayMethod[] = []): readonly Route[] {
  const table = gatewayTable(deps.requireAuthentication, methods);
  return [route('gateway', 'GET', '/oauth/forward-auth', open, answerForwardAuth(deps, table))];
}
