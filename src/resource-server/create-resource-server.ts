import type { GuardedAccess, RequireAuthentication } from '../protocol/access.ts';
import { refusalOf, refusalOfScopes } from '../protocol/admission.ts';
import { readBearer } from '../protocol/bearer.ts';
import { AnswerCache } from './answer-cache.ts';
import type { Caller, CallerOf } from './caller.ts';
import { factsOf, type Introspected } from './introspected.ts';
import { type AuthorizationServer, introspect } from './introspection-client.ts';
import { authorizationOf, type RequestLike } from './request-like.ts';
import { refuse } from './request-refused.ts';
import { RevocationListener } from './revocation-listener.ts';

/** How the authorization server is reached, and how long its answers hold. */
export interface ResourceServerOptions {
  /** The authorization server's issuer, as its metadata has it; it is asked there. */
  readonly issuer: string;
  /** Of an app that the operator registered as a resource server (`mastodoor app create --resource-server`). */
  readonly clientId: string;
  /** The secret that was shown when the app was created. */
  readonly clientSecret: string;
  /** How answers are remembered. */
  readonly cache?: {
    /** How many living tokens are remembered; 1000 unless given. Of others, a tenth. */
    readonly maxEntries?: number;
    /** For how long an answer holds; 10,000 unless given. 0: every request is asked about, and no event is listened to. */
    readonly maxAgeMs?: number;
  };
  /** What public methods demand here (`REQUIRE_AUTHENTICATION`); `off` unless given. */
  readonly requireAuthentication?: RequireAuthentication;
  /** Asks in place of the runtime's own `fetch`. */
  readonly fetch?: typeof globalThis.fetch;
  /** For how long one question may take; 5000 unless given. */
  readonly timeoutMs?: number;
}

/** Judges who calls an API that runs in a process of its own. */
export interface ResourceServer {
  /**
   * Decides whether a request may go on, by the rules and in the words of the authorization server (contract §11).
   *
   * A token that ended is refused at the latest `maxAgeMs` after its end. While {@link isListening}, it is refused as soon as
   * the event arrives: sent with the revocation, or a quarter of a second later when another process revoked it on the same
   * SQLite database. The state of an account that is kept elsewhere has no event; there `maxAgeMs` is the bound.
   * @param request a `Request`, `Headers`, or Node's request or headers; only its `Authorization` header is read
   * @throws RequestRefused also with 503 when the authorization server is out of reach: what cannot be judged is refused
   */
  authenticate<const A extends GuardedAccess>(request: RequestLike, access: A): Promise<CallerOf<A>>;
  /**
   * Demands one of the scopes of a caller that was let through for less.
   * @throws RequestRefused
   */
  requireScope(caller: Caller, ...scopes: readonly string[]): void;
  /** Whether events of what ends arrive. They begin with the first question. */
  readonly isListening: boolean;
  /** Ends the connection for events, which would keep the process alive, and forgets everything. */
  close(): void;
}

/** An API in a process of its own, that lets an authorization server of this library judge who calls. */
export function createResourceServer(options: ResourceServerOptions): ResourceServer {
  const server = reach(options);
  const demanded = options.requireAuthentication ?? 'off';
  const { maxEntries = 1000, maxAgeMs = 10_000 } = options.cache ?? {};
  if (!(maxEntries >= 1) || !(maxAgeMs >= 0)) {
    throw new RangeError('cache.maxEntries must be at least 1, and cache.maxAgeMs at least 0');
  }
  const memory = maxAgeMs === 0 ? undefined : new Memory(server, { maxEntries, maxAgeMs });
  let closed = false;
  return {
    async authenticate<const A extends GuardedAccess>(request: RequestLike, access: A) {
      if (closed) throw new Error('This resource server was closed');
      const token = readBearer(authorizationOf(request));
      const introspected = await judged(server, memory, token);
      refuse(refusalOf(access, factsOf(introspected), demanded));
      return (introspected.kind === 'living' ? introspected.caller : undefined) as CallerOf<A>;
    },
    requireScope: (caller, ...scopes) => refuse(refusalOfScopes(scopes, caller.scopes)),
    get isListening() {
      return memory?.isListening ?? false;
    },
    close() {
      closed = true;
      memory?.close();
    },
  };
}

function reach(options: ResourceServerOptions): AuthorizationServer {
  const { issuer, clientId, clientSecret, timeoutMs = 5000 } = options;
  if (!URL.canParse(issuer) || !/^https?:$/.test(new URL(issuer).protocol)) {
    throw new TypeError('issuer must be the http(s) URL that the authorization server names in its metadata');
  }
  // RFC 6749 §2.3.1: both halves are form-encoded first, which leaves what this library issues as it is.
  const credentials = btoa(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`);
  const ask = options.fetch ?? globalThis.fetch;
  return {
    issuer: issuer.replace(/\/$/, ''),
    authorization: `Basic ${credentials}`,
    // Called by itself: as a method of this object, some runtimes refuse their own ("Illegal invocation").
    fetch: (input, init) => ask(input, init),
    timeoutMs,
  };
}

/** Longer than any token; what is longer is not worth a question. */
const LONGEST_TOKEN = 1000;

async function judged(
  server: AuthorizationServer,
  memory: Memory | undefined,
  token: string | undefined,
): Promise<Introspected> {
  // The authorization server takes a blank parameter for none, and would refuse the question.
  if (token === undefined || token.trim() === '' || token.length > LONGEST_TOKEN) return { kind: 'unknown' };
  return memory === undefined ? introspect(server, token) : memory.introspect(token);
}

/** Answers that are remembered, and what is being asked. */
class Memory {
  readonly #server: AuthorizationServer;
  readonly #cache: AnswerCache;
  readonly #listener: RevocationListener;
  readonly #underway = new Map<string, Promise<Introspected>>();
  /** Counts what ended: an answer to a question that was asked before may already be wrong. */
  #endings = 0;
  isListening = false;

  constructor(server: AuthorizationServer, options: { readonly maxEntries: number; readonly maxAgeMs: number }) {
    this.#server = server;
    this.#cache = new AnswerCache(options);
    this.#listener = new RevocationListener(server, {
      onBegin: () => {
        this.#forget();
        this.isListening = true;
      },
      onRevocation: (hasEnded) => {
        this.#startAnew();
        this.#cache.drop(hasEnded);
      },
      onLost: () => {
        this.isListening = false;
        this.#forget();
      },
    });
  }

  async introspect(token: string): Promise<Introspected> {
    this.#listener.start();
    const key = await digestOf(token);
    const known = this.#cache.get(key) ?? this.#underway.get(key);
    if (known !== undefined) return known;
    const asked = this.#ask(key, token);
    this.#underway.set(key, asked);
    try {
      return await asked;
    } finally {
      if (this.#underway.get(key) === asked) this.#underway.delete(key);
    }
  }

  close(): void {
    this.#listener.stop();
    this.#forget();
  }

  async #ask(key: string, token: string): Promise<Introspected> {
    const [endings, askedAt] = [this.#endings, performance.now()];
    const introspected = await introspect(this.#server, token);
    if (endings === this.#endings) this.#cache.set(key, introspected, askedAt);
    return introspected;
  }

  #forget(): void {
    this.#startAnew();
    this.#cache.clear();
  }

  /** Nobody may join a question that was asked before something ended. */
  #startAnew(): void {
    this.#endings += 1;
    this.#underway.clear();
  }
}

/** SHA-256: a dump of the memory shows no token. */
async function digestOf(token: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token));
  return String.fromCharCode(...new Uint8Array(digest));
}
