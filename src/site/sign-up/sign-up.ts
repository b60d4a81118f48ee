import { findEntrance, signUp } from '../../accounts/sign-up/sign-up.ts';
import { addressKey } from '../../http/address-key.ts';
import { countMailTo } from '../../http/count-mail-to.ts';
import type { Incoming } from '../../http/incoming.ts';
import { countOn, rateLimits } from '../../http/rate-limiter.ts';
import { html, type Reply, redirect, withCookies } from '../../http/reply.ts';
import { pathAfterSignIn, signInBrowser } from '../../http/sign-in.ts';
import { isTrustedForm } from '../../http/visit.ts';
import { type ClosedView, closedPage } from '../../pages/site/sign-up/closed.ts';
import { type SignUpView, signUpPage } from '../../pages/site/sign-up/sign-up.ts';
import type { Parameters } from '../../protocol/parameters.ts';
import { onwards, signInUrl } from '../onwards.ts';
import { minutesUntilNextTry } from '../retry-after.ts';
import type { SiteDeps } from '../site-deps.ts';
import { signUpDepsOf } from './sign-up-deps.ts';
import { beginVisitOnTheWay, type VisitOnTheWay } from './waiting-request.ts';

const noValues: SignUpView['values'] = { username: '', email: '', dateOfBirth: '', reason: '', agreement: false };

/** `GET /auth/sign_up`: the form, where somebody may sign up. */
export const showSignUp =
  (deps: SiteDeps) =>
  async (request: Incoming): Promise<Reply> => {
    const way = await beginVisitOnTheWay(deps, request, request.query);
    if (deps.settings.registrations === 'closed') return closed(deps, way, 'closed');
    return form(deps, way, { values: noValues });
  };

/** `GET /invite/:code`: the same by an invite. One answer for codes that were never good, and for those that are no more. */
export const showInvite =
  (deps: SiteDeps) =>
  async (request: Incoming): Promise<Reply> => {
    const way = await beginVisitOnTheWay(deps, request, request.query);
    const { http } = deps.kit;
    await countOn(request, http.limiter, rateLimits.inviteByAddress, addressKey(request.address));
    const code = request.part('code');
    const entrance = await findEntrance(signUpDepsOf(deps), code);
    return entrance.kind === 'open'
      ? form(deps, way, { values: noValues, invite: code })
      : closed(deps, way, 'bad invite');
  };

/**
 * `POST /auth`: makes an account and signs its owner in, who then waits for the mail. Nothing here tells whether the
 * address has an account already.
 */
export const makeAccount =
  (deps: SiteDeps) =>
  async (request: Incoming): Promise<Reply> => {
    const { http } = deps.kit;
    const body = await request.body();
    const way = await beginVisitOnTheWay(deps, request, body);
    const values = readValues(body);
    const invite = body.oneOrBlank('invite');
    const again = (status: number, view: Partial<SignUpView>) => form(deps, way, { values, invite, ...view }, status);
    if (!isTrustedForm(http, request, way.visit, body)) return again(422, { notice: 'expired form' });
    const retryAfterMinutes = await minutesUntilNextTry(deps, async () => {
      await countOn(request, http.limiter, rateLimits.signUpByAddress, addressKey(request.address));
      if (invite !== undefined)
        await countOn(request, http.limiter, rateLimits.inviteByAddress, addressKey(request.address));
      if (values.email.trim() !== '') await countMailTo(request, http.limiter, values.email);
    });
    if (retryAfterMinutes !== undefined) return again(429, { notice: 'too many attempts', retryAfterMinutes });
    const locale = way.visit.frame.messages.lang;
    const choice = { ...values, password: body.one('password') ?? '', invite, locale };
    const outcome = await signUp(signUpDepsOf(deps), choice, { authorization: way.waiting?.id });
    switch (outcome.kind) {
      case 'closed':
        return closed(deps, way, 'closed');
      case 'invite not good':
        // What was typed is not lost where the person can go on without the invite.
        return deps.settings.registrations === 'closed'
          ? closed(deps, way, 'bad invite')
          : again(422, { notice: 'invite not good', invite: undefined });
      case 'refused':
        return again(422, { problems: outcome.problems });
      case 'signed up':
        return enter(deps, request, way, outcome.account.id);
    }
  };

/** Signs in whoever just made an account, and shows what it waits for. */
async function enter(deps: SiteDeps, request: Incoming, { visit, waiting }: VisitOnTheWay, accountId: string) {
  const { http } = deps.kit;
  http.world.report({ event: 'signed up', accountId, appId: undefined, address: request.address });
  const next = { authorization: waiting?.id };
  const reply = await signInBrowser(http, request, visit, accountId, next);
  // Where a second factor is set up first, that goes on with the app's request; nothing else stands between.
  if (reply.headers.Location !== pathAfterSignIn(http.issuer, next)) return reply;
  return withCookies(redirect(onwards(deps, '/auth/confirmation', waiting?.id)), reply.cookies ?? []);
}

function readValues(body: Parameters): SignUpView['values'] {
  const text = (name: string) => body.one(name) ?? '';
  return {
    username: text('username'),
    email: text('email'),
    dateOfBirth: text('date_of_birth'),
    reason: text('reason').replaceAll('\r\n', '\n'),
    agreement: body.has('agreement'),
  };
}

function form(
  deps: SiteDeps,
  { visit, waiting }: VisitOnTheWay,
  view: Partial<SignUpView> & Pick<SignUpView, 'values'>,
  status = 200,
): Reply {
  const { minimumAge, registrations, rules } = deps.settings;
  const asksReason = registrations === 'approval' && view.invite === undefined;
  const app = waiting && { name: waiting.app.name };
  const page = signUpPage(visit.frame, {
    problems: [],
    minimumAge,
    asksReason,
    rules,
    authorization: waiting?.id,
    app,
    signInUrl: signInUrl(deps, waiting?.id),
    ...view,
  });
  return withCookies(html(page, status), visit.cookies);
}

function closed(deps: SiteDeps, { visit, waiting }: VisitOnTheWay, reason: ClosedView['reason']): Reply {
  const mayWithout = reason === 'bad invite' && deps.settings.registrations !== 'closed';
  const page = closedPage(visit.frame, {
    reason,
    signUpUrl: mayWithout ? onwards(deps, '/auth/sign_up', waiting?.id) : undefined,
    signInUrl: signInUrl(deps, waiting?.id),
  });
  return withCookies(html(page, reason === 'closed' ? 403 : 404), visit.cookies);
}
