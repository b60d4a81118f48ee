import type { Directory } from '../flows/ports.ts';
import type { SignedIn } from '../flows/sign-in.ts';
import { HostFailure } from '../http/host-failure.ts';
import { homePath, pathOf, resumePath } from '../http/paths.ts';
import { SENT_TO_SIGN_IN_ANEW, type SignInPurpose, type SignInWay } from '../http/sign-in-way.ts';
import { isAccountId } from '../protocol/account-id.ts';
import type { AccountId } from '../protocol/app.ts';
import type { HostCaller } from './call-host.ts';
import type { HostAccount } from './host-accounts.ts';
import type { HostPerson } from './host-person.ts';

/** Who sits before a browser, as the host knows it. */
export interface CurrentAccount {
  readonly id: AccountId;
  /**
   * When this person last proved who they are, in milliseconds or as a Date, to the millisecond: an app may demand that
   * it was after its request (`force_login`).
   */
  readonly authenticatedAt: number | Date;
}

/** Where and why a person is sent to sign in. */
export interface SignInRequest {
  /** Absolute URL that the person must come back to afterwards; the half-finished authorization goes on there. */
  readonly returnTo: string;
  /**
   * `nobody` is signed in; the app demands a `fresh` proof although somebody is; or the person wants `another account`.
   * In the last two cases the page must ask although somebody is signed in.
   */
  readonly reason: SignInPurpose['reason'];
}

/** A sign-in page of the host's own, in place of the built-in one. */
export interface HostSignIn {
  /**
   * Who is signed in in the browser that sent this request; undefined for nobody.
   * @param environment what the runtime hands over beside the request: with Node `{ incoming, outgoing }`, where a
   *   framework keeps its session
   */
  readonly currentAccount: (
    request: Request,
    // biome-ignore lint/suspicious/noExplicitAny: what a framework hangs on its requests has no type that we could know
    environment: any,
  ) => CurrentAccount | undefined | null | Promise<CurrentAccount | undefined | null>;
  /** Where to send somebody who must sign in: an absolute URL or a path of this origin. */
  readonly signInUrl: (to: SignInRequest) => string;
  /** Where people sign out; without it the pages do not offer it. */
  readonly signOutUrl?: string | undefined;
}

/** The host's sign-in as the pages use it. */
export function adaptSignIn<A extends HostAccount>(
  signIn: HostSignIn,
  host: HostCaller,
  { directory, issuer }: { readonly directory: Directory<HostPerson<A>>; readonly issuer: string },
): SignInWay<HostPerson<A>> {
  return {
    async whoIsThere(request): Promise<SignedIn<HostPerson<A>> | undefined> {
      const current = await host.call('signIn.currentAccount', () =>
        signIn.currentAccount(request.raw, request.environment),
      );
      if (current === undefined || current === null) return undefined;
      const authenticatedAt = instantOf(current.authenticatedAt);
      if (typeof current.id !== 'string' || !isAccountId(current.id) || authenticatedAt === undefined) {
        throw new HostFailure(500, 'signIn.currentAccount must answer { id, authenticatedAt } or undefined');
      }
      const person = await directory.findPerson(current.id);
      return person && { person, authenticatedAt, binding: JSON.stringify([person.id, authenticatedAt]) };
    },
    signInUrl(purpose) {
      const { origin } = new URL(issuer);
      const to = { returnTo: origin + waiting(issuer, purpose), reason: purpose.reason };
      const url = host.callNow('signIn.signInUrl', () => signIn.signInUrl(to));
      const location = locationOf(url, origin);
      if (location !== undefined) return location;
      throw new HostFailure(500, 'signIn.signInUrl must answer an http(s) URL or a path that begins with /');
    },
    signOutUrl: signIn.signOutUrl,
    builtIn: false,
  };
}

/** `Number` would take what is no time at all, such as null, for 1970. */
function instantOf(given: unknown): number | undefined {
  const instant = isDate(given) ? given.getTime() : given;
  return typeof instant === 'number' && Number.isFinite(instant) ? instant : undefined;
}

/** Also one of another realm. */
const isDate = (given: unknown): given is Date =>
  typeof given === 'object' && given !== null && 'getTime' in given && typeof given.getTime === 'function';

/** An address as a header can carry it: a path of this origin, which `//elsewhere` is not, or a whole URL. */
export function locationOf(given: unknown, origin: string): string | undefined {
  if (typeof given !== 'string') return undefined;
  if (/^https?:\/\//i.test(given)) return URL.parse(given)?.href;
  const url = given.startsWith('/') ? URL.parse(given, origin) : null;
  return url?.origin === origin ? url.pathname + url.search + url.hash : undefined;
}

/** What goes on after the sign-in. */
function waiting(issuer: string, { authorization, page, reason }: SignInPurpose): string {
  if (authorization === undefined) return page === undefined ? homePath(issuer) : pathOf(issuer, page);
  const path = resumePath(issuer, authorization);
  return reason === 'fresh' ? `${path}&${SENT_TO_SIGN_IN_ANEW}=1` : path;
}
