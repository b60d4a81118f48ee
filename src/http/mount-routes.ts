import type { Context, Hono } from 'hono';
import type { Token } from '../protocol/grant.ts';
import type { Person } from '../protocol/person.ts';
import { open } from './access.ts';
import { addressKey } from './address-key.ts';
import { ApiError } from './api-error.ts';
import { countApiRequest } from './count-api-request.ts';
import { admit, findPresentedToken } from './guard.ts';
import type { HttpDeps } from './http-deps.ts';
import { Incoming } from './incoming.ts';
import { countOn, type RateLimiter, rateLimitHeaders, rateLimits, tightest } from './rate-limiter.ts';
import type { Reply } from './reply.ts';
import { type Failure, failureBody, failureOf } from './respond.ts';
import { type Method, type Route, route, type Surface } from './route.ts';
import { crossOriginSurfaces, headersOf, PUBLIC_READ, preflightHeaders } from './surface-headers.ts';

/** What became of one request, for the log and the metrics. Never holds a query, a header or a body. */
export interface Answered {
  readonly requestId: string;
  readonly method: string;
  /** The declared path, such as `/api/v1/accounts/:id`. */
  readonly route: string;
  readonly status: number;
  readonly milliseconds: number;
  readonly address: string;
  /** The cause of an unexpected failure, under the request's id. */
  readonly error?: unknown;
}

export interface MountOptions<P extends Person> {
  readonly deps: HttpDeps<P>;
  /** The client's address as an IP literal. */
  readonly addressOf: (context: Context) => string;
  readonly newRequestId: () => string;
  readonly onAnswered: (answered: Answered) => void;
  /** Turns a failure on a page's path into a page. */
  readonly failurePage: (request: Incoming, failure: Failure) => Promise<Reply>;
}

/** Mounts routes on an app: each request is counted, admitted, handled and answered here and nowhere else. */
export function mountRoutes<P extends Person>(hono: Hono, routes: readonly Route<P>[], options: MountOptions<P>): void {
  const methodsByPath = new Map<string, { surface: Surface; methods: Method[] }>();
  for (const route of routes) {
    const declared = methodsByPath.get(route.path) ?? { surface: route.surface, methods: [] };
    if (declared.methods.includes(route.method)) throw new Error(`${route.method} ${route.path} is declared twice`);
    declared.methods.push(route.method);
    methodsByPath.set(route.path, declared);
    hono.on(route.method, route.path, (context) => answer(context, route, options));
  }
  for (const [path, { surface, methods }] of methodsByPath) {
    hono.on('OPTIONS', path, (context) => answer(context, preflight(path, surface, methods), options));
  }
  hono.notFound((context) => {
    const route = undeclared(context.req.path);
    const preflights = context.req.method === 'OPTIONS' && route.surface === 'api';
    return answer(context, preflights ? preflight(route.path, 'api', []) : route, options);
  });
}

/**
 * Answers a browser that asks whether a web app may call this path (contract §1.5). All of `/api` may be called with every
 * method, also what does not exist: a web app that is refused here sees a broken network instead of a 404.
 */
function preflight(path: string, surface: Surface, methods: readonly Method[]): Route {
  const allowed = surface === 'api' ? ['POST', 'PUT', 'DELETE', 'GET', 'PATCH', 'OPTIONS'] : methods;
  return route(surface, 'OPTIONS', path, open, (request) => {
    const requested = request.header('access-control-request-headers');
    const headers = crossOriginSurfaces.has(surface) ? preflightHeaders(allowed, requested) : {};
    return { status: 200, headers, body: null };
  });
}

const surfaceByPath: ReadonlyArray<readonly [RegExp, Surface]> = [
  [/^\/api(?:\/|$)/, 'api'],
  [/^\/oauth\/(?:token|revoke|userinfo)\/?$/, 'oauth'],
  [/^\/oauth\/introspect(?:\/|$)/, 'oauth-direct'],
  [/^\/oauth\/forward-auth\/?$/, 'gateway'],
  [/^\/(?:\.well-known|nodeinfo)\//, 'discovery'],
];

/** What answers a path that nobody declared, in the manner of the part of the house it would belong to. */
function undeclared(path: string): Route {
  const surface = surfaceByPath.find(([pattern]) => pattern.test(path))?.[1] ?? 'page';
  const refuse = () => {
    throw new ApiError(404, 'Not Found');
  };
  return route(surface, 'GET', '*', open, refuse);
}

async function answer<P extends Person>(
  context: Context,
  route: Route<P>,
  options: MountOptions<P>,
): Promise<Response> {
  const started = performance.now();
  const request = new Incoming(context, { address: options.addressOf(context), id: options.newRequestId() });
  const authorization = request.header('authorization');
  let reply: Reply;
  let cause: unknown;
  try {
    const token =
      route.access.kind === 'open' ? undefined : await findPresentedToken(options.deps.world, authorization);
    countRequest(options.deps.limiter, route, request, token);
    const caller = await callerOf(options.deps, route, token, request);
    reply = shareable(route, request, await route.handle(request, caller as never));
  } catch (error) {
    const failure = failureOf(error, authorization);
    if (failure.unexpected) cause = error;
    reply =
      route.surface === 'page'
        ? await options.failurePage(request, failure)
        : failureBody(route.surface, failure, request.id);
  }
  options.onAnswered({
    requestId: request.id,
    method: request.method,
    route: route.path,
    status: reply.status,
    milliseconds: performance.now() - started,
    address: request.address,
    ...(cause === undefined ? {} : { error: cause }),
  });
  return toResponse(headersOf(route.surface, options.deps.issuer), route.surface, reply, request);
}

async function callerOf<P extends Person>(
  deps: HttpDeps<P>,
  { access, surface }: Route<P>,
  token: Token | undefined,
  request: Incoming,
) {
  if (access.kind === 'open') return undefined;
  // The setting is about REST; what signs people in and tells who they are is exempt (decisions, REQUIRE_AUTHENTICATION).
  const demanded = surface === 'api' ? deps.requireAuthentication : 'off';
  return admit(deps.world, access, token, { demanded, address: request.address });
}

/** Contract §1.3: what anyone may read, anyone may keep for a moment, as long as the request does not say who asks. */
function shareable<P extends Person>({ surface, method, access }: Route<P>, request: Incoming, reply: Reply): Reply {
  const forAnyone = surface === 'api' && method === 'GET' && (access.kind === 'public' || access.kind === 'open');
  if (!forAnyone || request.header('authorization') !== undefined || reply.status !== 200) return reply;
  return { ...reply, headers: { 'Cache-Control': PUBLIC_READ, ...reply.headers } };
}

/** Contract §1.6: every `/api` request counts against its user and token, or against its address; decision 17: OAuth's too. */
function countRequest<P extends Person>(
  limiter: RateLimiter,
  { surface, method }: Route<P>,
  request: Incoming,
  token: Token | undefined,
): void {
  // A preflight is the browser's question, not the app's request.
  if (method === 'OPTIONS') return;
  // What resource servers call counts itself, once it knows who calls.
  if (surface === 'oauth') {
    countOn(request, limiter, rateLimits.oauthByAddress, addressKey(request.address));
  }
  if (surface !== 'api') return;
  countApiRequest(request, limiter, token);
}

function toResponse(
  base: Readonly<Record<string, string>>,
  surface: Surface,
  reply: Reply,
  request: Incoming,
): Response {
  const headers: Record<string, string> = { ...base, ...reply.headers, 'X-Request-Id': request.id };
  if (surface === 'api' || surface === 'gateway') Object.assign(headers, rateLimitHeaders(tightest(request.tallies)));
  if (reply.cookies === undefined || reply.cookies.length === 0) {
    return new Response(reply.body, { status: reply.status, headers });
  }
  const lines = Object.entries(headers);
  for (const cookie of reply.cookies) lines.push(['Set-Cookie', cookie]);
  return new Response(reply.body, { status: reply.status, headers: lines });
}
