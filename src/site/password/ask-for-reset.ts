import { type RequestResetDeps, requestReset } from '../../accounts/password/request-reset.ts';
import { addressKey } from '../../http/address-key.ts';
import { expiredFormPage } from '../../http/failure-page.ts';
import type { Incoming } from '../../http/incoming.ts';
import { accountKey, loginKey } from '../../http/limits/limit-keys.ts';
import { pathOf } from '../../http/paths.ts';
import { countOn, rateLimits, TooManyRequests } from '../../http/rate-limiter.ts';
import { html, type Reply, withCookies } from '../../http/reply.ts';
import type { SignInPurpose } from '../../http/sign-in-way.ts';
import { beginVisit, isTrustedForm, type Visit } from '../../http/visit.ts';
import { type AskForResetView, askForResetPage } from '../../pages/site/password/ask-for-reset.ts';
import { resetSentPage } from '../../pages/site/password/reset-sent.ts';
import type { Parameters } from '../../protocol/parameters.ts';
import { actsOf } from '../acts-of.ts';
import { signInUrl } from '../onwards.ts';
import type { SiteDeps } from '../site-deps.ts';

type Waiting = SignInPurpose['authorization'];

const pause: RequestResetDeps['pause'] = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** The app's request that waits in this browser, if the page was reached from its sign-in; whose it is, the sign-in judges. */
function readAuthorization(parameters: Parameters): Waiting {
  const id = parameters.all('authorization')[0];
  return id !== undefined && /^[A-Za-z0-9_-]{43}$/.test(id) ? (id as Waiting) : undefined;
}

/** `GET /auth/password/new`: the form that sends a link. */
export const showAskForReset =
  (deps: SiteDeps) =>
  async (request: Incoming): Promise<Reply> => {
    const visit = await beginVisit(deps.kit.http, request);
    return ask(deps, visit, { authorization: readAuthorization(request.query) });
  };

/** `POST /auth/password`: one answer after the same time, whoever was named (contract §1.6). */
export const askForReset =
  (deps: SiteDeps) =>
  async (request: Incoming): Promise<Reply> => {
    const { http } = deps.kit;
    const body = await request.body();
    const visit = await beginVisit(http, request);
    if (!isTrustedForm(http, request, visit, body)) {
      return expiredFormPage(http, visit, pathOf(http.issuer, '/auth/password/new'));
    }
    const authorization = readAuthorization(body);
    const login = body.one('login')?.trim() ?? '';
    if (login === '') return ask(deps, visit, { authorization, login, problem: 'blank' }, 422);
    try {
      await countOn(request, http.limiter, rateLimits.passwordResetByAddress, addressKey(request.address));
      // By what was typed: a count by account would tell which name and which address belong together.
      await countOn(request, http.limiter, rateLimits.passwordResetByLogin, loginKey(login));
    } catch (error) {
      if (!(error instanceof TooManyRequests)) throw error;
      return ask(deps, visit, { authorization, login, problem: 'too many requests' }, 429);
    }
    // The account's own count is kept in silence: its owner gets no flood of mails, and who asks sees no difference.
    const countMail: RequestResetDeps['countMail'] = async ({ id }) =>
      (await http.limiter.count(rateLimits.passwordResetByLogin, accountKey(id)))?.exceeded !== true;
    await requestReset({ ...actsOf(deps), countMail, pause }, { login, authorization, address: request.address });
    const askAgainUrl = askUrl(deps, authorization);
    return withCookies(html(resetSentPage(visit.frame, { askAgainUrl })), visit.cookies);
  };

function askUrl({ kit }: SiteDeps, authorization: Waiting): string {
  const path = pathOf(kit.http.issuer, '/auth/password/new');
  return authorization === undefined ? path : `${path}?authorization=${encodeURIComponent(authorization)}`;
}

function ask(deps: SiteDeps, visit: Visit, view: Omit<AskForResetView, 'signInUrl'>, status = 200): Reply {
  const page = askForResetPage(visit.frame, { ...view, signInUrl: signInUrl(deps, view.authorization) });
  return withCookies(html(page, status), visit.cookies);
}
