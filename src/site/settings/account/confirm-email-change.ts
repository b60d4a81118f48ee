import { confirmEmailChange, findEmailChange } from '../../../accounts/email/change-email.ts';
import { addressKey } from '../../../http/address-key.ts';
import { expiredFormPage } from '../../../http/failure-page.ts';
import type { Incoming } from '../../../http/incoming.ts';
import { handleOf } from '../../../http/present.ts';
import { countOn, rateLimits } from '../../../http/rate-limiter.ts';
import { html, type Reply, withCookies } from '../../../http/reply.ts';
import { beginVisit, isTrustedForm } from '../../../http/visit.ts';
import { confirmEmailChangePage, emailChangePage } from '../../../pages/site/settings/confirm-email-change.ts';
import { actsOf } from '../../acts-of.ts';
import type { SiteDeps } from '../../site-deps.ts';

/** The link's secret stands in the address of the page, which nothing that the page leads to may learn. */
const unreferred = { 'Referrer-Policy': 'no-referrer' };

/** `GET /auth/email_change?email_change_token=`: what the mailed link opens, in any browser. It changes nothing. */
export const showConfirmEmailChange =
  (deps: SiteDeps) =>
  async (request: Incoming): Promise<Reply> => {
    const { http } = deps.kit;
    const visit = await beginVisit(http, request);
    await countOn(request, http.limiter, rateLimits.confirmationByAddress, addressKey(request.address));
    const token = request.query.all('email_change_token')[0] ?? '';
    const found = await findEmailChange(actsOf(deps), token);
    if (found === undefined) {
      return withCookies(html(emailChangePage(visit.frame, { outcome: 'bad link' }), 404, unreferred), visit.cookies);
    }
    const handle = handleOf(found.account, http.issuer);
    const page = confirmEmailChangePage(visit.frame, { token, handle, email: found.email });
    return withCookies(html(page, 200, unreferred), visit.cookies);
  };

/** `POST /auth/email_change`: makes the address count that the link was sent to. Needs nobody signed in: the link proves enough. */
export const confirmNewEmail =
  (deps: SiteDeps) =>
  async (request: Incoming): Promise<Reply> => {
    const { http } = deps.kit;
    const body = await request.body();
    const visit = await beginVisit(http, request);
    if (!isTrustedForm(http, request, visit, body)) return expiredFormPage(http, visit);
    await countOn(request, http.limiter, rateLimits.confirmationByAddress, addressKey(request.address));
    const secret = body.one('email_change_token') ?? '';
    const outcome = await confirmEmailChange(actsOf(deps), secret, { address: request.address });
    const status = { changed: 200, taken: 409, 'bad link': 404 }[outcome];
    return withCookies(html(emailChangePage(visit.frame, { outcome }), status, unreferred), visit.cookies);
  };
