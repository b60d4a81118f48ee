import { claimedAddress } from '../../accounts/sign-up/claimed-address.ts';
import { confirmEmail, findConfirmable } from '../../accounts/sign-up/confirm-email.ts';
import { addressKey } from '../../http/address-key.ts';
import { expiredFormPage } from '../../http/failure-page.ts';
import type { Incoming } from '../../http/incoming.ts';
import { handleOf } from '../../http/present.ts';
import { countOn, rateLimits } from '../../http/rate-limiter.ts';
import { html, type Reply, redirect, withCookies } from '../../http/reply.ts';
import { pathAfterSignIn } from '../../http/sign-in.ts';
import { beginVisit, isTrustedForm, type Visit } from '../../http/visit.ts';
import { type ConfirmedView, confirmedPage, confirmPage } from '../../pages/site/sign-up/confirm.ts';
import { onwards, signInUrl } from '../onwards.ts';
import type { SiteDeps } from '../site-deps.ts';
import { signUpDepsOf } from './sign-up-deps.ts';
import { waitsHere } from './waiting-request.ts';

/** The link's secret stands in the address of the page, which nothing that the page leads to may learn. */
const unreferred = { 'Referrer-Policy': 'no-referrer' };

/** `GET /auth/confirmation?confirmation_token=`: what the mailed link opens, in any browser. It changes nothing. */
export async function showConfirm(deps: SiteDeps, request: Incoming, token: string): Promise<Reply> {
  const { http } = deps.kit;
  await countOn(request, http.limiter, rateLimits.confirmationByAddress, addressKey(request.address));
  const visit = await beginVisit(http, request);
  const found = await findConfirmable(signUpDepsOf(deps), token);
  if (found === undefined) return draw(deps, visit, { outcome: 'bad link', againUrl: againUrl(deps) }, 404);
  const view = { token, handle: handleOf(found.account, deps.kit.http.issuer), email: claimedAddress(found.account) };
  return withCookies(html(confirmPage(visit.frame, view), 200, unreferred), visit.cookies);
}

/**
 * `POST /auth/confirmation/confirm`: proves the address. In the browser where the account was made the person goes on to
 * what waits; elsewhere they read that all is well. Nobody is signed in by a link.
 */
export const confirm =
  (deps: SiteDeps) =>
  async (request: Incoming): Promise<Reply> => {
    const { http } = deps.kit;
    const body = await request.body();
    const visit = await beginVisit(http, request);
    if (!isTrustedForm(http, request, visit, body)) return expiredFormPage(http, visit);
    await countOn(request, http.limiter, rateLimits.confirmationByAddress, addressKey(request.address));
    const outcome = await confirmEmail(signUpDepsOf(deps), body.one('confirmation_token') ?? '');
    if (outcome.kind === 'not good') return draw(deps, visit, { outcome: 'bad link', againUrl: againUrl(deps) }, 404);
    if (outcome.kind === 'address taken') {
      const resetPasswordUrl = onwards(deps, '/auth/password/new', undefined);
      const urls = { signInUrl: signInUrl(deps, undefined), resetPasswordUrl };
      return draw(deps, visit, { outcome: 'address taken', ...urls }, 409);
    }
    const { account, authorization } = outcome;
    const { address } = request;
    if (outcome.kind === 'confirmed') http.world.report({ event: 'email confirmed', accountId: account.id, address });
    const isHere = await waitsHere(deps, visit, authorization);
    const waiting = isHere ? authorization : undefined;
    if (visit.signedIn?.person.id === account.id) {
      const next =
        account.state === 'active'
          ? pathAfterSignIn(http.issuer, { authorization: waiting })
          : onwards(deps, '/auth/confirmation', waiting);
      return withCookies(redirect(next, 303), visit.cookies);
    }
    return draw(deps, visit, {
      outcome: account.state === 'pending' ? 'waits' : 'confirmed',
      handle: handleOf(account, deps.kit.http.issuer),
      goBack: authorization !== undefined && !isHere,
      signInUrl: signInUrl(deps, waiting),
    });
  };

function draw(_deps: SiteDeps, visit: Visit, view: ConfirmedView, status = 200): Reply {
  return withCookies(html(confirmedPage(visit.frame, view), status, unreferred), visit.cookies);
}

function againUrl(deps: SiteDeps): string {
  return onwards(deps, '/auth/confirmation/new', undefined);
}
