import type { Context, Hono } from 'hono';
import type { Person } from '../protocol/person.ts';
import { open } from './access.ts';
import { admitRequest } from './admit-request.ts';
import { ApiError } from './api-error.ts';
import { failurePage } from './failure-page.ts';
import { FetchSource } from './fetch-source.ts';
import type { HttpDeps } from './http-deps.ts';
import { Incoming } from './incoming.ts';
import type { Reply } from './reply.ts';
import { type Failure, failureBody, failureOf } from './respond.ts';
import { type Method, type Route, route, type Surface } from './route.ts';
import { crossOriginSurfaces, PUBLIC_READ, preflightHeaders } from './surface-headers.ts';
import { type Answer, completeReply, toResponse } from './to-response.ts';

/** What became of one request, for the log and the metrics. Never holds a query, a header or a body. */
export interface Answered {
  readonly requestId: string;
  readonly method: string;
  /** The declared path, such as `/api/v1/accounts/:id`. */
  readonly route: string;
  readonly status: number;
  readonly milliseconds: number;
  readonly address: string;
  /** The name of the limit that was exceeded, of an answer of 429. */
  readonly limit?: string;
  /** The cause of an unexpected failure, under the request's id. */
  readonly error?: unknown;
}

export interface MountOptions<P extends Person> {
  readonly deps: HttpDeps<P>;
  /** The path below which all routes are: empty, or like `/social`. */
  readonly prefix: string;
  /** The client's address as an IP literal. */
  readonly addressOf: (context: Context) => string;
  readonly newRequestId: () => string;
  readonly onAnswered: (answered: Answered) => void;
}

/** Mounts routes on an app: each request is counted, admitted, handled and answered here and nowhere else. */
export function mountRoutes<P extends Person>(hono: Hono, routes: readonly Route<P>[], options: MountOptions<P>): void {
  const methodsByPath = new Map<string, { surface: Surface; methods: Method[] }>();
  for (const route of routes) {
    const declared = methodsByPath.get(route.path) ?? { surface: route.surface, methods: [] };
    if (declared.methods.includes(route.method)) throw new Error(`${route.method} ${route.path} is declared twice`);
    declared.methods.push(route.method);
    methodsByPath.set(route.path, declared);
    hono.on(route.method, spellings(options.prefix + route.path), (context) => answer(context, route, options));
  }
  for (const [path, { surface, methods }] of methodsByPath) {
    const asked = preflight(path, surface, methods);
    hono.on('OPTIONS', spellings(options.prefix + path), (context) => answer(context, asked, options));
  }
}

/**
 * Answers preflights for all of `/api`, also for what somebody else answers there: a web app that is refused here sees a
 * broken network instead of an answer.
 */
export function mountPreflights<P extends Person>(hono: Hono, options: MountOptions<P>): void {
  const anyMethod = preflight('/api/*', 'api', []);
  hono.on('OPTIONS', `${options.prefix}${anyMethod.path}`, (context) => answer(context, anyMethod, options));
}

/** A trailing slash is the same path (lesson 43), also in an app that tells the two apart. */
function spellings(path: string): string[] {
  return path.endsWith('/') ? [path] : [path, `${path}/`];
}

/** Answers what nobody declared, in the manner of the part of the house that it would belong to. */
export function answerUndeclared<P extends Person>(hono: Hono, options: MountOptions<P>): void {
  hono.notFound((context) => {
    const { path } = context.req;
    return answer(
      context,
      undeclared(path.startsWith(options.prefix) ? path.slice(options.prefix.length) : path),
      options,
    );
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
  const about = { address: options.addressOf(context), id: options.newRequestId() };
  return toResponse(await answerRequest(new Incoming(new FetchSource(context), about), route, options));
}

/** Counts, admits, handles and tells of one request, whichever way it came. Never throws: failures are answers too. */
export async function answerRequest<P extends Person>(
  request: Incoming,
  route: Route<P>,
  { deps, onAnswered }: Pick<MountOptions<P>, 'deps' | 'onAnswered'>,
): Promise<Answer> {
  const started = performance.now();
  let response: Answer;
  let cause: unknown;
  try {
    const caller = await admitRequest(deps, route, request);
    const reply = shareable(route, request, await route.handle(request, caller as never));
    // Within the reach of the failures: a header may be made of what the host answered, and be none.
    response = completeReply(deps, route.surface, reply, request);
  } catch (error) {
    const failure = failureOf(error, request.header('authorization'));
    if (failure.unexpected) cause = error;
    reportRefusal(deps, route, request, failure);
    const reply =
      route.surface === 'page' ? failurePage(deps, request, failure) : failureBody(route.surface, failure, request.id);
    response = completeReply(deps, route.surface, reply, request);
  }
  onAnswered({
    requestId: request.id,
    method: request.method,
    route: route.path,
    status: response.status,
    // To the microsecond, which is as exact as it is, and a third as long in the log.
    milliseconds: Math.round((performance.now() - started) * 1000) / 1000,
    address: request.address,
    ...(response.status === 429 ? exceededLimit(request) : {}),
    ...(cause === undefined ? {} : { error: cause }),
  });
  return response;
}

/** Also where a page says itself that there were too many; nothing where something else than a limit refused. */
function exceededLimit({ tallies }: Incoming): Pick<Answered, 'limit'> {
  const limit = tallies.find((tally) => tally.exceeded)?.rule;
  return limit === undefined ? {} : { limit };
}

/** For the audit: what apps were refused at the endpoints that are theirs. */
function reportRefusal<P extends Person>(
  { world }: HttpDeps<P>,
  { surface, path }: Route<P>,
  { address }: Incoming,
  { code, status }: Failure,
): void {
  if ((surface !== 'oauth' && surface !== 'oauth-direct') || code === undefined || status >= 500) return;
  world.report({ event: 'request refused', endpoint: path, error: code, address });
}

/** Contract §1.3: what anyone may read, anyone may keep for a moment, as long as the request does not say who asks. */
function shareable<P extends Person>({ surface, method, access }: Route<P>, request: Incoming, reply: Reply): Reply {
  const forAnyone = surface === 'api' && method === 'GET' && (access.kind === 'public' || access.kind === 'open');
  if (!forAnyone || request.header('authorization') !== undefined || reply.status !== 200) return reply;
  return { ...reply, headers: { 'Cache-Control': PUBLIC_READ, ...reply.headers } };
}
