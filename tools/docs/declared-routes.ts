import { gatewayRoutes } from '../../src/gateway/routes.ts';
import { RevocationFeed } from '../../src/http/revocation-feed.ts';
import { revocationRoutes } from '../../src/http/revocations.ts';
import { oauthRoutes } from '../../src/http/routes.ts';
import {
  accountRoutes,
  appRoutes,
  discoveryRoutes,
  instanceRoutes,
  moderationRoutes,
  signUpRoutes,
} from '../../src/mastodon/routes.ts';
import { mastodonScopes } from '../../src/mastodon/scopes.ts';
import { everything, everythingForStaff } from '../../src/mastodon/test-routes.ts';
import { enabledFeatures } from '../../src/protocol/features.ts';
import { healthRoutes } from '../../src/server/health.ts';
import { seenRequestRoute } from '../../src/server/seen-request.ts';
import { siteRoutes } from '../../src/site/routes.ts';
import { socialRoutes } from '../../src/social/routes.ts';

/** The issuer of every example. */
export const exampleIssuer = 'https://social.example';

/** Everything that can be switched on. */
export const allFeatures = enabledFeatures({ passwordGrant: true });

/** What the documentation says of a route. */
export interface DeclaredRoute {
  readonly method: string;
  readonly path: string;
  readonly surface: 'api' | 'oauth' | 'oauth-direct' | 'discovery' | 'page' | 'asset' | 'gateway';
  readonly access: { readonly kind: string; readonly scopes?: readonly string[] };
  /** Only where the standalone server runs. */
  readonly standalone: boolean;
}

/** The real route tables. Their handlers are made and never called, so they get by with what they read when made. */
export function declaredRoutes(): readonly DeclaredRoute[] {
  const http = {
    issuer: exampleIssuer,
    features: allFeatures,
    vocabulary: mastodonScopes,
    stylesheet: { path: STYLESHEET },
    signInWay: { builtIn: true },
  };
  const parts = { issuer: exampleIssuer, people: everything };
  const mounted = [
    ...oauthRoutes(http as never),
    ...revocationRoutes(http as never, new RevocationFeed({ onRevocation: () => () => {} } as never)),
    ...gatewayRoutes({ ...http, requireAuthentication: 'off' } as never),
    ...appRoutes(parts as never),
    ...accountRoutes(parts as never),
    ...moderationRoutes(parts as never, everythingForStaff as never),
    ...signUpRoutes(parts as never, everything as never),
    ...instanceRoutes(parts as never),
    ...discoveryRoutes(exampleIssuer, everything as never),
  ];
  const own = [
    ...healthRoutes(parts as never),
    seenRequestRoute(parts as never),
    ...socialRoutes({ kit: { http } } as never, {} as never),
    ...siteRoutes({ kit: { http } } as never),
  ];
  return [
    ...mounted.map((route) => ({ ...route, path: stablePath(route.path), standalone: false })),
    ...own.map((route) => ({ ...route, path: stablePath(route.path), standalone: true })),
  ];
}

/** The stylesheet's name changes with every colour. */
const STYLESHEET = '/assets/mastodoor-HASH.css';

/** Patterns of parts, and the name of a version, say little to readers. */
function stablePath(path: string): string {
  return path.replaceAll(/\{[^}]*\}/g, '').replace(/^(\/assets\/passkey)-[0-9a-f]{12}\.js$/, '$1-HASH.js');
}
