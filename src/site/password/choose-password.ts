import { findReset, type OpenReset, resetPassword } from '../../accounts/password/reset-password.ts';
import { addressKey } from '../../http/address-key.ts';
import { expiredFormPage } from '../../http/failure-page.ts';
import type { Incoming } from '../../http/incoming.ts';
import { handleOf } from '../../http/present.ts';
import { countOn, rateLimits } from '../../http/rate-limiter.ts';
import { html, type Reply, withCookies } from '../../http/reply.ts';
import { beginVisit, isTrustedForm, type Visit } from '../../http/visit.ts';
import { badResetLinkPage } from '../../pages/site/password/bad-reset-link.ts';
import { type ChoosePasswordView, choosePasswordPage } from '../../pages/site/password/choose-password.ts';
import { passwordResetPage } from '../../pages/site/password/password-reset.ts';
import { actsOf } from '../acts-of.ts';
import { signInUrl } from '../onwards.ts';
import type { SiteDeps } from '../site-deps.ts';

/** The link's secret stands in the address of the page, which nothing that the page leads to may learn. */
const unreferred = { 'Referrer-Policy': 'no-referrer' };

/** `GET /auth/password/edit?reset_password_token=`: what the mailed link opens. It acts on nothing: programs open links too. */
export const showChoosePassword =
  (deps: SiteDeps) =>
  async (request: Incoming): Promise<Reply> => {
    const { http } = deps.kit;
    const visit = await beginVisit(http, request);
    const token = request.query.all('reset_password_token')[0] ?? '';
    await countOn(request, http.limiter, rateLimits.passwordResetByAddress, addressKey(request.address));
    const open = await findReset(actsOf(deps), token);
    return open === undefined ? badLink(visit) : choose(deps, visit, open, { token });
  };

/** `POST /auth/password/edit`: sets the password. Signs nobody in: a second factor is asked for at the sign-in. */
export const choosePassword =
  (deps: SiteDeps) =>
  async (request: Incoming): Promise<Reply> => {
    const { http } = deps.kit;
    const body = await request.body();
    const visit = await beginVisit(http, request);
    const token = body.one('reset_password_token') ?? '';
    if (!isTrustedForm(http, request, visit, body)) return expiredFormPage(http, visit);
    await countOn(request, http.limiter, rateLimits.passwordResetByAddress, addressKey(request.address));
    const { address } = request;
    const outcome = await resetPassword(actsOf(deps), token, body.one('password') ?? '', { address });
    switch (outcome.kind) {
      case 'bad link':
        return badLink(visit);
      case 'refused':
        return choose(deps, visit, outcome, { token, problem: outcome.code }, 422);
      case 'reset': {
        const page = passwordResetPage(visit.frame, { signInUrl: signInUrl(deps, outcome.authorization) });
        return withCookies(html(page, 200, unreferred), visit.cookies);
      }
    }
  };

function choose(
  { kit }: SiteDeps,
  visit: Visit,
  { account }: Pick<OpenReset, 'account'>,
  view: Omit<ChoosePasswordView, 'handle' | 'username'>,
  status = 200,
): Reply {
  const { username } = account;
  const handle = handleOf(account, kit.http.issuer);
  const page = choosePasswordPage(visit.frame, { ...view, handle, username });
  return withCookies(html(page, status, unreferred), visit.cookies);
}

function badLink(visit: Visit): Reply {
  return withCookies(html(badResetLinkPage(visit.frame), 404, unreferred), visit.cookies);
}
