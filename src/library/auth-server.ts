import type { IncomingMessage } from 'node:http';
import type { Hono, MiddlewareHandler } from 'hono';
import type { Access, anyToken, user } from '../http/access.ts';
import type { AccessGrant, GrantOf } from './access-grant.ts';
import type { Admin } from './admin.ts';
import type { GuardedRequest, GuardVariables, NodeGuard } from './guards.ts';
import type { HostAccount } from './host-accounts.ts';
import type { NodeListener } from './node-listener.ts';

/** An authorization server over the accounts of a host, to be mounted in whatever serves its requests. */
export interface AuthServer<A extends HostAccount = HostAccount> {
  readonly issuer: string;
  /**
   * All routes, for a Hono app: `app.route('/', auth.routes)`. Their paths begin with the issuer's. What the host answers
   * below `/api` gets CORS headers where it is mounted after them.
   */
  readonly routes: Hono;
  /** Answers a request by itself, also with 404 what is not its own. For everything that speaks Request and Response. */
  readonly fetch: (request: Request, environment?: object) => Promise<Response>;
  /** For `node:http`, and as a middleware for Express and Fastify. */
  readonly nodeListener: NodeListener;
  /**
   * Guards routes of a Hono app: a person's token that holds one of the scopes, or an umbrella over one. The handler finds
   * the grant in `c.var.grant`.
   */
  requireScope(...scopes: readonly string[]): MiddlewareHandler<GuardVariables<ReturnType<typeof user>, A>>;
  /** The same with any other access, such as `anyToken('read')` or `publicTo('read')`, compared exactly. */
  require<const Wanted extends Access>(access: Wanted): MiddlewareHandler<GuardVariables<Wanted, A>>;
  /** {@link requireScope} for Express and its like; the grant is read by {@link grantBehind}. */
  nodeRequireScope(...scopes: readonly string[]): NodeGuard;
  /** {@link require} for Express and its like. */
  nodeRequire(access: Access): NodeGuard;
  /** What a guard of `node:http` found out about a request; undefined for an anonymous call. */
  grantBehind(incoming: IncomingMessage): AccessGrant<A> | undefined;
  /**
   * Who asks and what they may do, for everything that is no middleware: any good token will do.
   * @throws what {@link refusal} turns into the right response
   */
  authenticate(request: GuardedRequest): Promise<GrantOf<ReturnType<typeof anyToken>, A>>;
  /**
   * The same for an access, such as `user('read', 'read:statuses')`.
   * @param environment what the runtime hands over beside the request, from which the client's address is read
   * @throws what {@link refusal} turns into the right response
   */
  authenticate<const Wanted extends Access>(
    request: GuardedRequest,
    access: Wanted,
    environment?: object,
  ): Promise<GrantOf<Wanted, A>>;
  /** The response for whatever {@link authenticate} threw: status, words, challenge, CORS. */
  refusal(error: unknown, request: GuardedRequest): Response;
  /** What an operator may do. */
  readonly admin: Admin;
  /** Ends what the server does by itself. The store stays open: it is the host's. */
  close(): Promise<void>;
}
