import type { Context, Hono } from 'hono';
import type { Token } from '../protocol/grant.ts';
import type { Person } from '../protocol/person.ts';
import type { Access } from './access.ts';
import { addressKey } from './address-key.ts';
import { ApiError } from './api-error.ts';
import { admit, findPresentedToken } from './guard.ts';
import type { HttpDeps } from './http-deps.ts';
import { Incoming } from './incoming.ts';
import { countOn, type RateLimiter, rateLimitHeaders, rateLimits, tightest } from './rate-limiter.ts';
import type { Reply } from './reply.ts';
import { type Failure, failureBody, failureOf } from './respond.ts';
import type { Method, Route, Surface } from './route.ts';
import { crossOriginSurfaces, headersOf, preflightHeaders } from './surface-headers.ts';

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
    hono.on('OPTIONS', path, (context) => {
      const requested = context.req.header('access-control-request-headers');
      const headers = crossOriginSurfaces.has(surface)
        ? preflightHeaders(methods, requested)
        : headersOf(surface, options.deps.issuer);
      return new Response(null, { status: 200, headers });
    });
  }
  hono.notFound((context) => answer(context, undeclared(context.req.path), options));
}

const surfaceByPath: ReadonlyArray<readonly [RegExp, Surface]> = [
  [/^\/api(?:\/|$)/, 'api'],
  [/^\/oauth\/(?:token|revoke|userinfo)\/?$/, 'oauth'],
  [/^\/oauth\/introspect\/?$/, 'oauth-direct'],
  [/^\/(?:\.well-known|nodeinfo)\//, 'discovery'],
];

/** What answers a path that nobody declared, in the manner of the part of the house it would belong to. */
function undeclared(path: string): Route {
  const surface = surfaceByPath.find(([pattern]) => pattern.test(path))?.[1] ?? 'page';
  const refuse = () => {
    throw new ApiError(404, 'Not Found');
  };
  return { surface, method: 'GET', path: '*', access: { kind: 'open' }, handle: refuse };
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
    countRequest(options.deps.limiter, route.surface, request, token);
    reply = await route.handle(request, (await callerOf(options.deps, route.access, token, request)) as never);
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
  access: Access,
  token: Token | undefined,
  request: Incoming,
) {
  if (access.kind === 'open') return undefined;
  return admit(deps.world, access, token, { demanded: deps.requireAuthentication, address: request.address });
}

/** Contract §1.6: every `/api` request counts against its user and token, or against its address; decision 17: OAuth's too. */
function countRequest(limiter: RateLimiter, surface: Surface, request: Incoming, token: Token | undefined): void {
  if (surface === 'oauth' || surface === 'oauth-direct') {
    countOn(request, limiter, rateLimits.oauthByAddress, addressKey(request.address));
  }
  if (surface !== 'api') return;
  const who = token?.accountId ?? addressKey(request.address);
  if (token !== undefined) countOn(request, limiter, rateLimits.apiByToken, token.id);
  countOn(request, limiter, token?.accountId === undefined ? rateLimits.apiByAddress : rateLimits.apiByUser, who);
  if (isPaging(request)) countOn(request, limiter, rateLimits.paging, who);
}

function isPaging(request: Incoming): boolean {
  const { query } = request;
  return ['page', 'min_id', 'max_id', 'since_id'].some((name) => query.all(name).some((value) => value !== ''));
}

function toResponse(
  base: Readonly<Record<string, string>>,
  surface: Surface,
  reply: Reply,
  request: Incoming,
): Response {
  const headers: Record<string, string> = { ...base, ...reply.headers, 'X-Request-Id': request.id };
  if (surface === 'api') Object.assign(headers, rateLimitHeaders(tightest(request.tallies)));
  if (reply.cookies === undefined || reply.cookies.length === 0) {
    return new Response(reply.body, { status: reply.status, headers });
  }
  const lines = Object.entries(headers);
  for (const cookie of reply.cookies) lines.push(['Set-Cookie', cookie]);
  return new Response(reply.body, { status: reply.status, headers: lines });
}
