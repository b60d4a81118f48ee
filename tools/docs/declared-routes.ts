import { oauthRoutes } from '../../src/http/routes.ts';
import { mastodonRoutes } from '../../src/mastodon/routes.ts';
import { mastodonScopes } from '../../src/mastodon/scopes.ts';
import { stylesheetPath } from '../../src/pages/styles.ts';
import { enabledFeatures } from '../../src/protocol/features.ts';
import { healthRoute } from '../../src/server/health.ts';
import { siteRoutes } from '../../src/site/routes.ts';

/** The issuer of every example. */
export const exampleIssuer = 'https://social.example';

/** Everything that can be switched on. */
export const allFeatures = enabledFeatures({ passwordGrant: true });

/** What the documentation says of a route. */
export interface DeclaredRoute {
  readonly method: string;
  readonly path: string;
  readonly surface: 'api' | 'oauth' | 'oauth-direct' | 'discovery' | 'page' | 'asset';
  readonly access: { readonly kind: string; readonly scopes?: readonly string[] };
  /** Only where the standalone server runs. */
  readonly standalone: boolean;
}

/** The real route tables. Their handlers are made and never called, so they get by with what they read when made. */
export function declaredRoutes(): readonly DeclaredRoute[] {
  const parts = { issuer: exampleIssuer, origin: exampleIssuer, features: allFeatures, vocabulary: mastodonScopes };
  const mounted = [...oauthRoutes(parts as never), ...mastodonRoutes(parts as never)];
  const own = [healthRoute(parts as never), ...siteRoutes(parts as never)];
  return [
    ...mounted.map((route) => ({ ...route, path: stablePath(route.path), standalone: false })),
    ...own.map((route) => ({ ...route, path: stablePath(route.path), standalone: true })),
  ];
}

/** The stylesheet's name changes with every colour, and patterns of parts say little to readers. */
function stablePath(path: string): string {
  if (path === stylesheetPath) return path.replace(/[^/-]+\.css$/, 'HASH.css');
  return path.replaceAll(/\{[^}]*\}/g, '');
}
