import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { MiddlewareHandler } from 'hono';
import { type Access, type Caller, user } from '../http/access.ts';
import { type AskedFor, type Asking, admitRequest } from '../http/admit-request.ts';
import type { HttpDeps } from '../http/http-deps.ts';
import type { Answered } from '../http/mount-routes.ts';
import type { Tally } from '../http/rate-limiter.ts';
import { failureBody, failureOf } from '../http/respond.ts';
import type { Method } from '../http/route.ts';
import { completeReply, responseHeaders, toResponse } from '../http/to-response.ts';
import { Parameters } from '../protocol/parameters.ts';
import type { ScopeVocabulary } from '../protocol/scope.ts';
import { type AccessGrant, type GrantOf, grantOf } from './access-grant.ts';
import { addHeaders } from './add-headers.ts';
import type { AddressReader } from './address-of.ts';
import type { HostAccount } from './host-accounts.ts';
import type { HostPerson } from './host-person.ts';

/** A request of any kind, of which a guard needs the headers. */
export type GuardedRequest = Request | IncomingMessage;

/** Variables of a Hono context behind a guard. */
export interface GuardVariables<Wanted extends Access, A extends HostAccount> {
  readonly Variables: { readonly grant: GrantOf<Wanted, A> };
}

/** A middleware of `node:http` frameworks; what it finds out is read by `grantBehind`. */
export type NodeGuard = (incoming: IncomingMessage, outgoing: ServerResponse, next: (error?: unknown) => void) => void;

/** A request under its id, with what limits have counted for it. */
interface Asked extends Asking {
  readonly id: string;
  readonly method: string;
}

/** Guards for routes of the host's own: the same judgement, limits, headers and words as the server's own methods. */
export class Guards<A extends HostAccount> {
  readonly #deps: HttpDeps<HostPerson<A>>;
  readonly #addresses: AddressReader;
  readonly #onAnswered: (answered: Answered) => void;
  readonly #grants = new WeakMap<IncomingMessage, AccessGrant<A> | undefined>();

  constructor(parts: {
    readonly deps: HttpDeps<HostPerson<A>>;
    readonly addresses: AddressReader;
    readonly onAnswered: (answered: Answered) => void;
  }) {
    this.#deps = parts.deps;
    this.#addresses = parts.addresses;
    this.#onAnswered = parts.onAnswered;
  }

  /**
   * Who asks, and what they may do.
   * @throws what {@link refusal} turns into a response
   */
  async authenticate<const Wanted extends Access>(
    request: GuardedRequest,
    access: Wanted,
    environment?: unknown,
  ): Promise<GrantOf<Wanted, A>> {
    return this.#admit(this.#ask(request, environment), access);
  }

  /** The response for whatever {@link authenticate} threw. */
  refusal(error: unknown, request: GuardedRequest): Response {
    return this.#refuse(error, this.#ask(request, undefined));
  }

  /** Guards routes of a Hono app; the grant is `c.var.grant`. */
  hono<const Wanted extends Access>(access: Wanted): MiddlewareHandler<GuardVariables<Wanted, A>> {
    return async (context, next) => {
      const asked = this.#ask(context.req.raw, context.env);
      try {
        const grant: GrantOf<Wanted, A> = await this.#admit(asked, access);
        context.set('grant', grant);
      } catch (error) {
        return this.#refuse(error, asked);
      }
      await next();
      addHeaders(context, Object.entries(responseHeaders(this.#deps, 'api', { headers: {} }, asked)));
      return undefined;
    };
  }

  /**
   * Guards routes of Express, and of what speaks its language. Whatever the host answered in the meantime, such as after a
   * time limit of its own, stands: nothing follows it.
   */
  node(access: Access): NodeGuard {
    return (incoming, outgoing, next) => {
      const asked = this.#ask(incoming, undefined);
      this.#admit(asked, access).then(
        (grant) => {
          if (outgoing.headersSent) return;
          this.#grants.set(incoming, grant);
          setHeaders(outgoing, Object.entries(responseHeaders(this.#deps, 'api', { headers: {} }, asked)));
          next();
        },
        (error: unknown) => void this.#send(this.#refuse(error, asked), outgoing),
      );
    };
  }

  /** What {@link node} found out about a request. */
  grantBehind(incoming: IncomingMessage): AccessGrant<A> | undefined {
    return this.#grants.get(incoming);
  }

  async #admit<Wanted extends Access>(asked: Asked, access: Wanted): Promise<GrantOf<Wanted, A>> {
    const method = (asked.method === 'HEAD' ? 'GET' : asked.method) as Method;
    const route: AskedFor<HostPerson<A>> = { surface: 'api', method, access };
    const caller: Caller<HostPerson<A>> | undefined = await admitRequest(this.#deps, route, asked);
    // The guard let only such a caller through as the access demands, which is what the type says.
    return (caller && grantOf(caller)) as GrantOf<Wanted, A>;
  }

  #ask(request: GuardedRequest, environment: unknown): Asked {
    const tallies: Tally[] = [];
    const id = randomUUID();
    const url = request.url ?? '/';
    const start = url.indexOf('?');
    // Read when it is asked for, within reach of the refusals: it may have more parameters than are let in.
    const readQuery = () =>
      start === -1 ? Parameters.none : Parameters.fromPairs(new URLSearchParams(url.slice(start + 1)));
    const isFetch = isFetchRequest(request);
    const header = (name: string) =>
      isFetch ? (request.headers.get(name) ?? undefined) : [request.headers[name.toLowerCase()]].flat()[0];
    const addresses = this.#addresses;
    let address: string | undefined;
    return {
      id,
      tallies,
      get query() {
        return readQuery();
      },
      header,
      // Asked of the host when it is needed, and once: a refusal knows no environment by which it could be told.
      get address() {
        address ??= isFetch ? addresses.ofRequest(request, environment) : addresses.ofIncoming(request);
        return address;
      },
      method: request.method ?? 'GET',
    };
  }

  #refuse(error: unknown, asked: Asked): Response {
    const failure = failureOf(error, asked.header('authorization'));
    if (failure.unexpected) {
      const { id, method, address } = asked;
      const facts = { requestId: id, method, address, route: 'guarded by the host', milliseconds: 0 };
      this.#onAnswered({ ...facts, status: failure.status, error });
    }
    return toResponse(completeReply(this.#deps, 'api', failureBody('api', failure, asked.id), asked));
  }

  async #send(response: Response, outgoing: ServerResponse): Promise<void> {
    const body = Buffer.from(await response.arrayBuffer());
    if (outgoing.headersSent) return;
    outgoing.statusCode = response.status;
    setHeaders(outgoing, response.headers);
    outgoing.end(body);
  }
}

/** One by one: a response of HTTP/2 has no way to take them together. */
function setHeaders(outgoing: ServerResponse, headers: Iterable<readonly [string, string]>): void {
  for (const [name, value] of headers) outgoing.setHeader(name, value);
}

/** By what it can do: a process may have several classes of this name, such as that of a framework beside the runtime's. */
function isFetchRequest(request: GuardedRequest): request is Request {
  return typeof request.headers.get === 'function';
}

/**
 * A person's token that holds one of these scopes, or an umbrella over one of them: `read` opens what asks for
 * `read:statuses`. Mastodon's own methods list every scope that they take, so theirs are compared exactly.
 */
export function scopesThatOpen(names: readonly string[], vocabulary: ScopeVocabulary) {
  const umbrellas = vocabulary.supported.filter((scope) =>
    names.some((name) => vocabulary.implies.get(scope)?.includes(name)),
  );
  return user(...new Set([...umbrellas, ...names]));
}
