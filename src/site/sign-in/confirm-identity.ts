import { expiredFormPage } from '../../http/failure-page.ts';
import type { Incoming } from '../../http/incoming.ts';
import { homePath, pathOf } from '../../http/paths.ts';
import { countOn, rateLimits, TooManyRequests } from '../../http/rate-limiter.ts';
import { html, type Reply, redirect, withCookies } from '../../http/reply.ts';
import { renewSignIn } from '../../http/sign-in.ts';
import { beginVisit, isTrustedForm } from '../../http/visit.ts';
import { type ConfirmIdentityView, confirmIdentityPage } from '../../pages/site/second-step/confirm-identity.ts';
import type { SiteDeps } from '../site-deps.ts';
import { isPageWithProof } from './fresh-proof.ts';

/** `GET /auth/confirm_identity?page=`: asks who sits before a signed-in browser, before something that must not be a thief's. */
export const showConfirmIdentity =
  (deps: SiteDeps) =>
  async (request: Incoming): Promise<Reply> => {
    const visit = await beginVisit(deps.kit.http, request);
    if (visit.signedIn === undefined) return signInFirst(deps, visit.cookies);
    const page = pageOf(request.query.all('page')[0]);
    return withCookies(html(confirmIdentityPage(visit.frame, { page })), visit.cookies);
  };

/** `POST /auth/confirm_identity`: a right password renews the session, and the page that asked goes on. */
export const confirmIdentity =
  (deps: SiteDeps) =>
  async (request: Incoming): Promise<Reply> => {
    const { http } = deps.kit;
    const body = await request.body();
    const visit = await beginVisit(http, request);
    if (visit.signedIn === undefined) return signInFirst(deps, visit.cookies);
    if (!isTrustedForm(http, request, visit, body)) return expiredFormPage(http, visit);
    const page = pageOf(body.all('page')[0]);
    const again = (status: number, view: Partial<ConfirmIdentityView>) =>
      withCookies(html(confirmIdentityPage(visit.frame, { page, ...view }), status), visit.cookies);
    const { person } = visit.signedIn;
    try {
      countOn(request, http.limiter, rateLimits.passwordChangeByAccount, person.id);
    } catch (error) {
      if (!(error instanceof TooManyRequests)) throw error;
      const retryAfterMinutes = Math.max(1, Math.ceil((error.tally.resetAt - http.world.now()) / 60_000));
      return again(429, { problem: 'too many attempts', retryAfterMinutes });
    }
    const proven = await http.world.directory.authenticate(person.username, body.one('password') ?? '');
    if (proven?.id !== person.id) return again(422, { problem: 'wrong password' });
    const cookies = await renewSignIn(http, request, visit, person.id);
    return withCookies(redirect(goOn(deps, page), 303), cookies);
  };

const signInFirst = (deps: SiteDeps, cookies: readonly string[]) =>
  withCookies(redirect(deps.kit.http.signInWay.signInUrl({ reason: 'nobody' })), cookies);

/** Whatever else a link may name, nobody is led there. */
const pageOf = (asked: string | undefined) => (isPageWithProof(asked) ? asked : undefined);

const goOn = ({ kit }: SiteDeps, page: string | undefined) =>
  page === undefined ? homePath(kit.http.issuer) : pathOf(kit.http.issuer, page);
