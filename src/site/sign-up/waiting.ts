import { judgeEmail } from '../../accounts/account-rules.ts';
import type { AccountPerson } from '../../accounts/person.ts';
import type { Account } from '../../accounts/ports.ts';
import { claimedAddress } from '../../accounts/sign-up/claimed-address.ts';
import { sendConfirmation, sendConfirmationTo } from '../../accounts/sign-up/send-confirmation.ts';
import { addressKey } from '../../http/address-key.ts';
import { countMailTo } from '../../http/count-mail-to.ts';
import { expiredFormPage } from '../../http/failure-page.ts';
import type { Incoming } from '../../http/incoming.ts';
import { accountKey } from '../../http/limits/limit-keys.ts';
import { countOn, rateLimits } from '../../http/rate-limiter.ts';
import { html, type Reply, redirect, withCookies } from '../../http/reply.ts';
import { pathAfterSignIn } from '../../http/sign-in.ts';
import { isTrustedForm } from '../../http/visit.ts';
import type { HostPerson } from '../../library/host-person.ts';
import { type ResendView, resendPage, resentPage } from '../../pages/site/sign-up/resend.ts';
import { type WaitingView, waitingPage } from '../../pages/site/sign-up/waiting.ts';
import { onwards, signInUrl } from '../onwards.ts';
import { minutesUntilNextTry } from '../retry-after.ts';
import type { SiteDeps } from '../site-deps.ts';
import { showConfirm } from './confirmation.ts';
import { signUpDepsOf } from './sign-up-deps.ts';
import { beginVisitOnTheWay, type VisitOnTheWay } from './waiting-request.ts';

/**
 * `GET /auth/confirmation`: with the secret of a mailed link, asks whether to confirm; else what the account of whoever is
 * signed in waits for. Whose account waits no more goes on, to the app's request if there is one.
 */
export const showConfirmation =
  (deps: SiteDeps) =>
  async (request: Incoming): Promise<Reply> => {
    const token = request.query.all('confirmation_token')[0];
    if (token !== undefined) return showConfirm(deps, request, token);
    const way = await beginVisitOnTheWay(deps, request, request.query);
    const account = accountOf(way);
    if (account === undefined) {
      return withCookies(redirect(onwards(deps, '/auth/confirmation/new', way.waiting?.id)), way.visit.cookies);
    }
    return drawWaiting(deps, way, account, {});
  };

/** `GET /auth/confirmation/new`: for those who are not signed in. */
export const showResend =
  (deps: SiteDeps) =>
  async (request: Incoming): Promise<Reply> =>
    drawResend(deps, await beginVisitOnTheWay(deps, request, request.query), {});

/**
 * `POST /auth/confirmation`: the mail once more, to whoever waits with the address that was typed, or to the one who is
 * signed in. One answer and the same work for every address.
 */
export const resend =
  (deps: SiteDeps) =>
  async (request: Incoming): Promise<Reply> => {
    const { http } = deps.kit;
    const body = await request.body();
    const way = await beginVisitOnTheWay(deps, request, body);
    if (!body.has('email')) return resendToSelf(deps, request, way, isTrustedForm(http, request, way.visit, body));
    const email = (body.one('email') ?? '').trim();
    if (!isTrustedForm(http, request, way.visit, body))
      return drawResend(deps, way, { email, notice: 'expired form' }, 422);
    const problem = judgeEmail(email);
    if (problem !== undefined) return drawResend(deps, way, { email, problem }, 422);
    const retryAfterMinutes = await minutesUntilNextTry(deps, async () => {
      await countOn(request, http.limiter, rateLimits.confirmationByAddress, addressKey(request.address));
      await countMailTo(request, http.limiter, email);
    });
    if (retryAfterMinutes !== undefined)
      return drawResend(deps, way, { email, notice: 'too many', retryAfterMinutes }, 429);
    await sendConfirmationTo(signUpDepsOf(deps), email, way.waiting?.id);
    const page = resentPage(way.visit.frame, { email, signInUrl: signInUrl(deps, way.waiting?.id) });
    return withCookies(html(page), way.visit.cookies);
  };

async function resendToSelf(deps: SiteDeps, request: Incoming, way: VisitOnTheWay, trusted: boolean): Promise<Reply> {
  const account = accountOf(way);
  if (!trusted || account === undefined) return expired(deps, way);
  return send(deps, request, way, account, claimedAddress(account));
}

/** `POST /auth/confirmation/address`: the mail to another address, for an account that waits. */
export const changeAddress =
  (deps: SiteDeps) =>
  async (request: Incoming): Promise<Reply> => {
    const body = await request.body();
    const way = await beginVisitOnTheWay(deps, request, body);
    const account = accountOf(way);
    if (account === undefined || !isTrustedForm(deps.kit.http, request, way.visit, body)) return expired(deps, way);
    const email = (body.one('email') ?? '').trim();
    const problem = judgeEmail(email);
    if (problem !== undefined) return drawWaiting(deps, way, account, { change: { email, problem } }, 422);
    return send(deps, request, way, account, email);
  };

async function send(deps: SiteDeps, request: Incoming, way: VisitOnTheWay, account: Account, address: string) {
  if (account.state !== 'unconfirmed') return drawWaiting(deps, way, account, {});
  const { http } = deps.kit;
  const retryAfterMinutes = await minutesUntilNextTry(deps, async () => {
    await countOn(request, http.limiter, rateLimits.confirmationByAddress, addressKey(request.address));
    await countOn(request, http.limiter, rateLimits.confirmationByAccount, accountKey(account.id));
    await countMailTo(request, http.limiter, address);
  });
  if (retryAfterMinutes !== undefined)
    return drawWaiting(deps, way, account, { problem: 'too many', retryAfterMinutes }, 429);
  await sendConfirmation(signUpDepsOf(deps), account, { address, authorization: way.waiting?.id });
  http.world.report({ event: 'confirmation asked for', accountId: account.id, address: request.address });
  const current = (await deps.store.findAccount(account.id)) ?? account;
  return drawWaiting(deps, way, current, { notice: 'sent' });
}

/** Whose account it is that waits, as it stands at this request. */
function accountOf({ visit }: VisitOnTheWay): Account | undefined {
  return (visit.signedIn?.person as HostPerson<AccountPerson> | undefined)?.account.account;
}

function drawWaiting(
  deps: SiteDeps,
  { visit, waiting }: VisitOnTheWay,
  account: Account,
  view: Partial<WaitingView>,
  status = 200,
): Reply {
  const { http } = deps.kit;
  const { state } = account;
  if (state === 'active')
    return withCookies(redirect(pathAfterSignIn(http.issuer, { authorization: waiting?.id }), 303), visit.cookies);
  if (state !== 'unconfirmed' && state !== 'pending')
    return withCookies(html(http.pages.accountState(visit.frame, { state }), 403), visit.cookies);
  const page = waitingPage(visit.frame, {
    state,
    email: claimedAddress(account),
    authorization: waiting?.id,
    app: waiting && { name: waiting.app.name },
    goOnUrl: onwards(deps, '/auth/confirmation', waiting?.id),
    ...view,
  });
  return withCookies(html(page, status), visit.cookies);
}

function drawResend(
  deps: SiteDeps,
  { visit, waiting }: VisitOnTheWay,
  view: Omit<ResendView, 'signInUrl' | 'authorization'>,
  status = 200,
): Reply {
  const authorization = waiting?.id;
  const page = resendPage(visit.frame, { ...view, authorization, signInUrl: signInUrl(deps, authorization) });
  return withCookies(html(page, status), visit.cookies);
}

function expired(deps: SiteDeps, { visit, waiting }: VisitOnTheWay): Reply {
  return expiredFormPage(deps.kit.http, visit, onwards(deps, '/auth/confirmation', waiting?.id));
}
