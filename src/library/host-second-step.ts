import { HostFailure } from '../http/host-failure.ts';
import type { SecondStep } from '../http/second-step.ts';
import type { Digest } from '../protocol/secret.ts';
import type { HostCaller } from './call-host.ts';
import type { HostAccount } from './host-accounts.ts';
import type { HostPerson } from './host-person.ts';
import { locationOf } from './host-sign-in.ts';

/** Somebody whose password was right on the built-in sign-in page. Nobody is signed in yet. */
export interface ProvenPassword<A extends HostAccount = HostAccount> {
  readonly account: A;
  /**
   * The id of the authorization that waits, if one does: hand it to `completeSignIn` and `pathAfterSignIn` of
   * `mastodoor/routes` in the end. Anybody can put another one into a form; it is worth nothing in another browser.
   */
  readonly authorization: string | undefined;
  /** Tells this browser from every other one: a second step that was begun in one must not go on in another. */
  readonly browser: Digest;
}

/** Where a person goes on whose password is not enough. */
export interface SecondStepPage {
  /** An absolute URL or a path of this origin. */
  readonly url: string;
  /** `Set-Cookie` lines by which that page knows the person again. */
  readonly cookies?: readonly string[] | undefined;
}

type Answer = SecondStepPage | undefined | null;

/**
 * Asked after each right password on the built-in sign-in page, before a session is opened: undefined where the password is
 * enough, or the page of a second step. That page is a route of the host's own (`routes`), which opens the session by
 * `completeSignIn` once the person has proven the rest. A function that fails lets nobody in.
 */
export type HostSecondStep<A extends HostAccount = HostAccount> = (
  proven: ProvenPassword<A>,
  request: Request,
  // biome-ignore lint/suspicious/noExplicitAny: what a framework hangs on its requests has no type that we could know
  environment: any,
) => Answer | Promise<Answer>;

/** The host's second step as the sign-in page asks for it. */
export function adaptSecondStep<A extends HostAccount>(
  secondStep: HostSecondStep<A>,
  host: HostCaller,
  issuer: string,
): SecondStep<HostPerson<A>> {
  const { origin } = new URL(issuer);
  return {
    async demandOf({ account }, { request, browser, authorization }) {
      const proven = { account, authorization, browser };
      const answer = await host.call('secondStep', () => secondStep(proven, request.raw, request.environment));
      if (answer === undefined || answer === null) return undefined;
      const location = typeof answer === 'object' ? locationOf(answer.url, origin) : undefined;
      const cookies: unknown = typeof answer === 'object' ? (answer.cookies ?? []) : undefined;
      if (location === undefined || !areCookies(cookies)) {
        throw new HostFailure(
          500,
          'secondStep must answer { url, cookies } with an http(s) URL or a path, or undefined',
        );
      }
      return { location, cookies };
    },
  };
}

/** Lines that a header can carry, and that cannot begin another one. */
function areCookies(given: unknown): given is readonly string[] {
  return Array.isArray(given) && given.every((line) => typeof line === 'string' && /^[\x20-\x7e]+$/.test(line));
}
