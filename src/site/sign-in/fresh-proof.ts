import type { Incoming } from '../../http/incoming.ts';
import { pathOf } from '../../http/paths.ts';
import { type Reply, redirect, withCookies } from '../../http/reply.ts';
import type { Visit } from '../../http/visit.ts';
import type { SiteDeps } from '../site-deps.ts';

const MINUTE = 60_000;

/** How long a proof counts as fresh. */
const FRESH = 15 * MINUTE;

/** A page with a form asks earlier, so that there is time to fill the form in. */
const FRESH_ENOUGH_FOR_A_FORM = 10 * MINUTE;

/** What may ask for a proof: pages of a person's account and of the administration, named by plain words alone. */
const PAGE = /^\/(?:settings|admin)(?:\/[a-z0-9_]{1,40}){0,6}$/;

/**
 * Asks for a proof that the person before the browser is still the one who signed in, before credentials change or a secret
 * is shown. Call it in the handler of the page (GET) and again in that of its form (POST).
 * @param page where the person comes back to: a path below `/settings` or `/admin` that answers GET
 * @returns the answer that asks; undefined when the proof is younger than 15 minutes, and somebody is signed in
 */
export function requireFreshProof(deps: SiteDeps, request: Incoming, visit: Visit, page: string): Reply | undefined {
  const { issuer, world, signInWay } = deps.kit.http;
  if (!isPageWithProof(page)) throw new TypeError(`${page} cannot be gone back to`);
  if (visit.signedIn === undefined)
    return withCookies(redirect(signInWay.signInUrl({ reason: 'nobody' })), visit.cookies);
  const age = world.now() - visit.signedIn.authenticatedAt;
  if (age < (request.method === 'GET' || request.method === 'HEAD' ? FRESH_ENOUGH_FOR_A_FORM : FRESH)) return undefined;
  const query = new URLSearchParams({ page });
  return withCookies(redirect(pathOf(issuer, `/auth/confirm_identity?${query}`), 303), visit.cookies);
}

/** Whether a page is one that people are led back to after they confirmed who they are. */
export function isPageWithProof(page: string | undefined): page is string {
  return page !== undefined && PAGE.test(page);
}
