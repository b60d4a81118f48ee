import type { HousekeepingRound, SecurityEvent, Store, Swept } from '../flows/ports.ts';
import type { GatewayMethod } from '../gateway/method-table.ts';
import type { RequireAuthentication } from '../http/guard.ts';
import type { HttpDeps } from '../http/http-deps.ts';
import type { Answered } from '../http/mount-routes.ts';
import type { Route } from '../http/route.ts';
import type { InstanceSettings } from '../mastodon/instance-settings.ts';
import type { People } from '../mastodon/people.ts';
import type { AccountLinks } from '../pages/account-links.ts';
import type { Brand } from '../pages/brand.ts';
import type { Messages } from '../pages/messages/messages.ts';
import type { CustomPages } from '../pages/pages.ts';
import type { Instant } from '../protocol/app.ts';
import type { HostAccount, HostAccounts } from './host-accounts.ts';
import type { HostPerson } from './host-person.ts';
import type { HostPolicies } from './host-policies.ts';
import type { HostSecondStep } from './host-second-step.ts';
import type { HostSignIn } from './host-sign-in.ts';

/** What happened, and when; never carries a secret. */
export type AuditEvent = SecurityEvent & { readonly at: Instant };

/** What came of a round of housekeeping. */
export type HousekeepingOutcome = ({ readonly swept: readonly Swept[] } | { readonly error: unknown }) & {
  /** How long the round took. */
  readonly milliseconds: number;
};

/** What routes of the host's own are made from; see the `routes` option. */
export interface RouteKit<A extends HostAccount = HostAccount> {
  readonly http: HttpDeps<HostPerson<A>>;
  /** The host's accounts as REST methods see them. */
  readonly people: People<HostPerson<A>>;
  /** What web apps need to subscribe to Web Push. */
  readonly vapidPublicKey: string;
}

/** Everything that an authorization server is made from. Four members must be there; the rest has safe defaults. */
export interface AuthServerOptions<A extends HostAccount = HostAccount> {
  /**
   * The URL that people and apps know the server by, without a trailing slash: an origin, with a path where it is mounted
   * below one, such as `https://social.example` or `https://example.org/social`. It is the issuer of RFC 8414, and never
   * guessed from a request.
   */
  readonly issuer: string;
  /** Where apps, grants, tokens and sessions are kept. It stays open when the server is closed. */
  readonly store: Store;
  /**
   * Signs forms and encrypts what must be read again: 32 characters or more that nobody knows. Several: the first is used,
   * all are understood.
   */
  readonly secretKey: string | readonly string[];
  /** The accounts that people sign in to. */
  readonly accounts: HostAccounts<A>;
  /** The host's own sign-in page; the built-in one over `accounts.authenticate` when absent. */
  readonly signIn?: HostSignIn | undefined;
  /** Asked whether more than a right password is demanded, for a host with second factors; the password is enough when absent. */
  readonly secondStep?: HostSecondStep<A> | undefined;
  /**
   * The path of a script of the host's own, below the issuer, which a sign-in page from `pages` loads, for passkeys. It is
   * the only one that may run there.
   */
  readonly signInScript?: string | undefined;
  /** Where people go on who cannot sign in: the built-in sign-in page links there, and the pages of accounts that wait. */
  readonly links?: AccountLinks | undefined;
  /** Name, logo and colours of the pages. The name is the issuer's host when absent. */
  readonly brand?: Brand | undefined;
  /** Pages of the host's own in place of single built-in ones. */
  readonly pages?: CustomPages | undefined;
  /** Languages beside English, German and Arabic, or other words in place of theirs. */
  readonly languages?: readonly Messages[] | undefined;
  /** Origins, such as that of a CDN, from which the pages may show avatars and the logo. */
  readonly imageSources?: readonly string[] | undefined;
  /** What the server tells of itself; without it, `/api/v2/instance` and nodeinfo are left to the host. */
  readonly instance?: InstanceSettings | undefined;
  /**
   * Whether to answer WebFinger, host-meta, `/users/:username` and the address for changing passwords, for a host that
   * does not do so itself. `false` when absent.
   */
  readonly discovery?: boolean | undefined;
  /** The host's Web Push key; one is made and kept in the store when absent. */
  readonly vapidPublicKey?: string | undefined;
  /** Where the host may refuse what the protocol would allow. */
  readonly policies?: HostPolicies<A> | undefined;
  /** Whether bots may sign in with a password (RFC 6749 §4.3); by default where `accounts.authenticate` is there. */
  readonly passwordGrant?: boolean | undefined;
  /** By which methods that would otherwise be public a token is demanded. `off` when absent. */
  readonly requireAuthentication?: RequireAuthentication | undefined;
  /** Multiplies every rate limit; Infinity switches them off. 1 when absent. */
  readonly rateLimitFactor?: number | undefined;
  /** Addresses and CIDR ranges of proxies whose `X-Forwarded-For` is believed. None when absent. */
  readonly trustedProxies?: readonly string[] | undefined;
  /** The client's IP address, where the runtime is not Node: without it all clients share their limits there. */
  readonly clientAddress?: ((request: Request, environment: unknown) => string) | undefined;
  /**
   * The path at which requests arrive, when it is not that of the issuer because a proxy cuts it off. Empty, or like
   * `/social`.
   */
  readonly mountPath?: string | undefined;
  /** Milliseconds after which a function of the host counts as failed. 10,000 when absent. */
  readonly hostTimeout?: number | undefined;
  /** Whether ended things are cleaned away every hour. `true` when absent; `false` where `admin.keepHouse` is called. */
  readonly housekeeping?: boolean | undefined;
  /** What the host itself cleans away in the same round; it comes into the same report. */
  readonly alsoClean?: ((round: HousekeepingRound) => Promise<readonly Swept[]>) | undefined;
  /**
   * Routes of the host's own with the server's CORS, guard, limits, headers and errors; made with `route` of
   * `mastodoor/routes`.
   */
  readonly routes?: ((kit: RouteKit<A>) => readonly Route<HostPerson<A>>[]) | undefined;
  /**
   * The gateway at `/oauth/forward-auth`, which judges requests to an API in another process for the proxy before it:
   * what that API has beside Mastodon's methods, or `false` for no gateway.
   */
  readonly gateway?: false | { readonly methods?: readonly GatewayMethod[] | undefined } | undefined;
  /** For the audit: told of everything that matters to security, after it happened. */
  readonly onEvent?: ((event: AuditEvent) => void) | undefined;
  /** For log and metrics: told of every answer. Without it, unexpected failures go to standard error. */
  readonly onAnswered?: ((answered: Answered) => void) | undefined;
  /** Told what housekeeping did. */
  readonly onHousekeeping?: ((outcome: HousekeepingOutcome) => void) | undefined;
  /** Milliseconds since the Unix epoch; for tests. */
  readonly now?: (() => Instant) | undefined;
}
