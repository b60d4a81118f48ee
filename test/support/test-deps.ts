import { builtInSignIn } from '../../src/http/built-in-sign-in.ts';
import type { HttpDeps } from '../../src/http/http-deps.ts';
import { RateLimiter } from '../../src/http/rate-limiter.ts';
import { createSurfaceHeaders } from '../../src/http/surface-headers.ts';
import { mastodonScopes } from '../../src/mastodon/scopes.ts';
import { createLanguages } from '../../src/pages/messages/languages.ts';
import { builtInPages } from '../../src/pages/pages.ts';
import { createStylesheet } from '../../src/pages/styles.ts';
import { enabledFeatures } from '../../src/protocol/features.ts';
import type { TestServer } from './test-server.ts';

/** What routes are made from, over a test server's store, for tests that mount routes of their own. */
export function testHttpDeps(server: TestServer, changes: Partial<HttpDeps> = {}): HttpDeps {
  const { world, origin: issuer } = server;
  return {
    world,
    vocabulary: mastodonScopes,
    features: enabledFeatures({ passwordGrant: true }),
    issuer,
    brand: { name: 'Test' },
    stylesheet: createStylesheet({ name: 'Test' }),
    languages: createLanguages(),
    pages: builtInPages,
    links: {},
    signInWay: builtInSignIn({ world, issuer }),
    surfaceHeaders: createSurfaceHeaders({ issuer, imageSources: [] }),
    signingKey: new Uint8Array(32),
    limiter: new RateLimiter({ factor: Number.POSITIVE_INFINITY, now: Date.now }),
    requireAuthentication: 'off',
    ...changes,
  };
}
