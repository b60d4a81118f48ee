import { randomBytes, randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { createDirectory } from '../accounts/directory.ts';
import { argon2id } from '../accounts/password-hashes.ts';
import type { AccountPerson } from '../accounts/person.ts';
import type { SecurityEvent, World } from '../flows/ports.ts';
import { gatewayRoutes } from '../gateway/routes.ts';
import { failurePage } from '../http/failure-page.ts';
import type { HttpDeps } from '../http/http-deps.ts';
import { type Answered, mountRoutes } from '../http/mount-routes.ts';
import { countOn, RateLimiter, rateLimits } from '../http/rate-limiter.ts';
import { oauthRoutes } from '../http/routes.ts';
import { mastodonRoutes } from '../mastodon/routes.ts';
import { mastodonScopes } from '../mastodon/scopes.ts';
import { enabledFeatures } from '../protocol/features.ts';
import { FirstAccountLink } from '../site/first-account-link.ts';
import { siteRoutes } from '../site/routes.ts';
import type { FullStore } from '../storage/store.ts';
import type { Config } from './config.ts';
import { healthRoute } from './health.ts';
import type { SecretKeys } from './secret-keys.ts';
import { loadVapidKeys } from './vapid-keys.ts';
import { version } from './version.ts';

export interface ServerParts {
  readonly config: Config;
  readonly store: FullStore;
  readonly keys: SecretKeys;
  /** Milliseconds since the epoch; the system's clock unless a test brings its own. */
  readonly now?: () => number;
  readonly addressOf: (context: Context) => string;
  readonly onEvent: (event: SecurityEvent) => void;
  readonly onAnswered: (answered: Answered) => void;
}

export interface ComposedServer {
  readonly hono: Hono;
  readonly world: World<AccountPerson>;
  /** The path of the page that makes the first account, while there is none. */
  firstAccountPath(): Promise<string | undefined>;
}

/** Puts all parts together: the one place that knows every room. Opens no port and no file. */
export async function composeServer(parts: ServerParts): Promise<ComposedServer> {
  const { config, store } = parts;
  const now = parts.now ?? Date.now;
  const origin = config.publicUrl;
  const passwords = argon2id;
  const world: World<AccountPerson> = {
    store,
    directory: createDirectory({ store, passwords, origin }),
    now,
    randomSecret: () => randomBytes(32).toString('base64url'),
    report: parts.onEvent,
  };
  const limiter = new RateLimiter({ factor: config.rateLimitFactor, now });
  const http: HttpDeps<AccountPerson> = {
    world,
    vocabulary: mastodonScopes,
    features: enabledFeatures({ passwordGrant: config.passwordGrant }),
    issuer: origin,
    brand: { name: config.title },
    signingKey: parts.keys.derive('signing'),
    limiter,
    requireAuthentication: config.requireAuthentication,
  };
  const { publicKey: vapidPublicKey } = await loadVapidKeys(store, parts.keys);
  const firstAccount = new FirstAccountLink();
  const routes = [
    ...oauthRoutes(http),
    ...gatewayRoutes(http, config.gatewayMethods),
    ...mastodonRoutes({
      origin,
      store,
      world,
      vocabulary: mastodonScopes,
      limiter,
      instance: config,
      vapidPublicKey,
      version,
      now,
      countFollow: (request, accountId) => countOn(request, limiter, rateLimits.follows, accountId),
    }),
    healthRoute(store),
    ...siteRoutes({ http, store, passwords, firstAccount, description: config.description, version }),
  ];
  const hono = new Hono({ strict: false });
  mountRoutes(hono, routes, {
    deps: http,
    addressOf: parts.addressOf,
    newRequestId: randomUUID,
    onAnswered: parts.onAnswered,
    failurePage: async (request, failure) => failurePage(http, request, failure),
  });
  return {
    hono,
    world,
    async firstAccountPath() {
      if ((await store.countAccounts()) > 0) return undefined;
      const token = world.randomSecret();
      firstAccount.issue(token);
      return `/auth/setup?token=${token}`;
    },
  };
}
