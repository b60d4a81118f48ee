import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import type { World } from '../flows/ports.ts';
import { gatewayRoutes } from '../gateway/routes.ts';
import { anyToken, open } from '../http/access.ts';
import { builtInSignIn } from '../http/built-in-sign-in.ts';
import type { HttpDeps } from '../http/http-deps.ts';
import { answerMetadata } from '../http/metadata.ts';
import {
  type Answered,
  answerUndeclared,
  type MountOptions,
  mountPreflights,
  mountRoutes,
} from '../http/mount-routes.ts';
import { RateLimiter } from '../http/rate-limiter.ts';
import { RevocationFeed } from '../http/revocation-feed.ts';
import { revocationRoutes } from '../http/revocations.ts';
import { type Route, route } from '../http/route.ts';
import { oauthRoutes } from '../http/routes.ts';
import { createSurfaceHeaders } from '../http/surface-headers.ts';
import {
  accountRoutes,
  appRoutes,
  discoveryRoutes,
  instanceRoutes,
  moderationRoutes,
  signUpRoutes,
} from '../mastodon/routes.ts';
import { mastodonScopes } from '../mastodon/scopes.ts';
import { pictureOrigins } from '../pages/brand.ts';
import { createLanguages } from '../pages/messages/languages.ts';
import { choosePages } from '../pages/pages.ts';
import { createStylesheet } from '../pages/styles.ts';
import { enabledFeatures } from '../protocol/features.ts';
import type { Person } from '../protocol/person.ts';
import { adaptAccounts } from './adapt-accounts.ts';
import { adaptPolicies } from './adapt-policies.ts';
import { AddressReader } from './address-of.ts';
import { createAdmin } from './admin.ts';
import type { AuthServer } from './auth-server.ts';
import type { AuthServerOptions, RouteKit } from './auth-server-options.ts';
import { HostCaller } from './call-host.ts';
import { checkOptions, OptionsError } from './check-options.ts';
import { DirectRoutes } from './direct-routes.ts';
import { dutiesOf } from './duties.ts';
import { Guards, scopesThatOpen } from './guards.ts';
import type { HostAccount } from './host-accounts.ts';
import type { HostPerson } from './host-person.ts';
import { adaptSecondStep } from './host-second-step.ts';
import { adaptSignIn } from './host-sign-in.ts';
import { keepWholeHouse } from './house-round.ts';
import { createNodeListener } from './node-listener.ts';
import { ApiOpening } from './open-to-other-origins.ts';
import { createRandomSecrets } from './random-secrets.ts';
import { complain, safeTeller } from './safe-teller.ts';
import { scheduleHousekeeping } from './schedule-housekeeping.ts';
import { SecretKeys } from './secret-keys.ts';
import { loadVapidKeys } from './vapid-keys.ts';
import { version } from './version.ts';

/** How long a function of the host may take, in milliseconds: people have left after that. */
const HOST_TIMEOUT = 10_000;

/**
 * Makes an authorization server over a host's accounts. Opens no port and no file.
 *
 * ```ts
 * import { Hono } from 'hono';
 * import { createAuthServer } from 'mastodoor';
 * import { openSqliteStore } from 'mastodoor/sqlite';
 *
 * const alice = { id: '1', username: 'alice' };
 *
 * const auth = await createAuthServer({
 *   issuer: 'https://social.example',
 *   store: await openSqliteStore({ path: 'data/auth.db' }),
 *   secretKey: process.env.SECRET_KEY ?? '',
 *   accounts: {
 *     find: (id) => (id === alice.id ? alice : undefined),
 *     authenticate: (login, password) => (login === 'alice' && password === 'open sesame' ? alice : undefined),
 *   },
 * });
 * new Hono().route('/', auth.routes);
 * ```
 * @throws OptionsError that names all that is wrong with the options; StoreUnavailable
 */
export async function createAuthServer<A extends HostAccount>(options: AuthServerOptions<A>): Promise<AuthServer<A>> {
  checkOptions(options);
  const { issuer, store, alsoClean } = options;
  const keys = new SecretKeys([options.secretKey].flat());
  const world = createWorld(options);
  const { people, moderating } = world;
  const vapidPublicKey = options.vapidPublicKey ?? (await loadVapidKeys(store, keys)).publicKey;
  const deps = createDeps(options, world, keys);
  const addresses = new AddressReader(options);
  const onAnswered = safeTeller('onAnswered', options.onAnswered ?? complainOfFailures);
  const prefix = options.mountPath ?? pathnameOf(issuer);
  const mounting: MountOptions<HostPerson<A>> = {
    deps,
    prefix,
    addressOf: (context) => addresses.ofContext(context),
    newRequestId: randomUUID,
    onAnswered,
  };
  const { limiter } = deps;
  const feed = new RevocationFeed(store);
  const hono = new Hono({ strict: false });
  const routes: readonly Route<HostPerson<A>>[] = namesBeforeParts([
    ...oauthRoutes(deps),
    ...revocationRoutes(deps, feed),
    ...(options.gateway === false ? [] : gatewayRoutes(deps, options.gateway?.methods)),
    ...appRoutes<HostPerson<A>>({ world, vocabulary: mastodonScopes, limiter, vapidPublicKey }),
    ...accountRoutes({ issuer, directory: world.directory, people, limiter }),
    ...(moderating === undefined
      ? []
      : moderationRoutes({ issuer, directory: world.directory, people, limiter }, moderating)),
    ...signUpRoutes({ world, limiter }, people),
    ...(options.instance === undefined
      ? []
      : instanceRoutes({ issuer, people, instance: options.instance, vapidPublicKey, version })),
    ...(options.discovery ? discoveryRoutes(issuer, people, options.links?.changePassword) : []),
    ...ownRoutes(options, { http: deps, people, vapidPublicKey }),
  ]);
  mountRoutes(hono, routes, mounting);
  mountPreflights(hono, mounting);
  mountMetadataOfPath(hono, mounting, issuer);
  answerUndeclared(hono, mounting);

  const admin = createAdmin({ ...world, alsoClean });
  const endHousekeeping =
    options.housekeeping === false
      ? async () => {}
      : scheduleHousekeeping({
          duties: dutiesOf(store),
          keepHouse: (pause) => keepWholeHouse({ store, now: world.now, alsoClean }, { dryRun: false, pause }),
          tell: safeTeller('onHousekeeping', options.onHousekeeping ?? (() => {})),
          now: world.now,
        });
  const opening = new ApiOpening(deps.surfaceHeaders, prefix);
  // A host that tells clients apart by itself does so by the whole Request.
  const direct =
    options.clientAddress === undefined
      ? new DirectRoutes(routes, { ...mounting, addressOf: (incoming) => addresses.ofIncoming(incoming) })
      : undefined;
  const guards = new Guards({ deps, addresses, onAnswered });
  return {
    issuer,
    routes: opening.around(hono),
    fetch: async (request, environment) => hono.fetch(request, environment),
    nodeListener: createNodeListener(hono, opening, issuer, direct),
    requireScope: (...scopes) => guards.hono(scopesThatOpen(scopes, mastodonScopes)),
    require: (access) => guards.hono(access),
    nodeRequireScope: (...scopes) => guards.node(scopesThatOpen(scopes, mastodonScopes)),
    nodeRequire: (access) => guards.node(access),
    grantBehind: (incoming) => guards.grantBehind(incoming),
    authenticate: (request: never, access = anyToken(), environment?: object) =>
      guards.authenticate(request, access, environment) as never,
    refusal: (error, request) => guards.refusal(error, request),
    admin,
    close: async () => {
      feed.end();
      await endHousekeeping();
    },
  };
}

/** The world as the flows see it, with the host's functions behind the checks that make them safe to call. */
function createWorld<A extends HostAccount>(options: AuthServerOptions<A>) {
  const host = new HostCaller(options.hostTimeout ?? HOST_TIMEOUT);
  const now = options.now ?? Date.now;
  const tell = safeTeller('onEvent', options.onEvent);
  const { directory, people, moderating } = adaptAccounts(options.accounts, host, options.issuer);
  const world: World<HostPerson<A>> = {
    store: options.store,
    directory,
    now,
    randomSecret: createRandomSecrets(),
    report: (event) => tell({ ...event, at: now() }),
    policies: options.policies && adaptPolicies(options.policies, host),
  };
  return { ...world, host, people, moderating };
}

/** What the routes share. */
function createDeps<A extends HostAccount>(
  options: AuthServerOptions<A>,
  world: ReturnType<typeof createWorld<A>>,
  keys: SecretKeys,
): HttpDeps<HostPerson<A>> {
  const { issuer, signIn } = options;
  const brand = { name: new URL(issuer).host, ...options.brand, homeUrl: options.brand?.homeUrl ?? '/' };
  return {
    world,
    vocabulary: mastodonScopes,
    features: enabledFeatures({ passwordGrant: options.passwordGrant ?? options.accounts.authenticate !== undefined }),
    issuer,
    brand,
    stylesheet: createStylesheet(brand),
    languages: createLanguages(options.languages),
    pages: choosePages(options.pages),
    signInWay:
      signIn === undefined
        ? builtInSignIn({ world, issuer })
        : adaptSignIn(signIn, world.host, { directory: world.directory, issuer }),
    secondStep: options.secondStep && adaptSecondStep(options.secondStep, world.host, issuer),
    signInScript: options.signInScript,
    links: options.links ?? {},
    surfaceHeaders: createSurfaceHeaders({ issuer, imageSources: pictureSources(options) }),
    signingKey: keys.derive('signing'),
    limiter: new RateLimiter({ factor: options.rateLimitFactor ?? 1, now: world.now, limits: options.store.limits }),
    requireAuthentication: options.requireAuthentication ?? 'off',
  };
}

/** The metadata document of an issuer with a path is looked for at the root of its host, before that path (RFC 8414 §3.1). */
function mountMetadataOfPath<A extends HostAccount>(
  hono: Hono,
  mounting: MountOptions<HostPerson<A>>,
  issuer: string,
): void {
  const pathname = pathnameOf(issuer);
  if (pathname === '') return;
  const path = `/.well-known/oauth-authorization-server${pathname}`;
  mountRoutes(hono, [route('discovery', 'GET', path, open, answerMetadata(mounting.deps))], {
    ...mounting,
    prefix: '',
  });
}

/** What the host adds; that it is a list is known only when it was asked. */
function ownRoutes<A extends HostAccount>({ routes }: AuthServerOptions<A>, kit: RouteKit<A>) {
  const own: unknown = routes === undefined ? [] : routes(kit);
  if (!Array.isArray(own))
    throw new OptionsError(['routes must answer a list, of what route() of mastodoor/routes makes']);
  return own as ReturnType<NonNullable<typeof routes>>;
}

/** The first path that fits answers, and a host's own `accounts/search` must not be taken for an account's id. */
function namesBeforeParts<P extends Person>(routes: readonly Route<P>[]): readonly Route<P>[] {
  return routes.toSorted((one, other) => Number(one.path.includes(':')) - Number(other.path.includes(':')));
}

function pathnameOf(issuer: string): string {
  const { pathname } = new URL(issuer);
  return pathname === '/' ? '' : pathname;
}

/** Where pictures come from: the host's list, and the logo's own origin. */
function pictureSources({ imageSources = [], brand }: Pick<AuthServerOptions, 'imageSources' | 'brand'>) {
  return [...new Set([...imageSources, ...(brand === undefined ? [] : pictureOrigins(brand))])];
}

function complainOfFailures({ error, requestId, method, route: path }: Answered): void {
  if (error !== undefined) complain(`${method} ${path} failed, incident ${requestId}`, error);
}
