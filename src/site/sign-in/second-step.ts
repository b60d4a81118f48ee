import { beginAssertion, canHavePasskeys, finishAssertion } from '../../accounts/second-factor/passkey-ceremony.ts';
import { type GivenCode, useSecondFactor } from '../../accounts/second-factor/use-second-factor.ts';
import { addressKey } from '../../http/address-key.ts';
import { ApiError } from '../../http/api-error.ts';
import type { Incoming } from '../../http/incoming.ts';
import { handleOf } from '../../http/present.ts';
import { rateLimits } from '../../http/rate-limiter.ts';
import { html, json, type Reply, redirect, withCookies } from '../../http/reply.ts';
import { pathAfterSignIn } from '../../http/sign-in.ts';
import { isTrustedForm } from '../../http/visit.ts';
import { type SecondStepView, secondStepPage } from '../../pages/site/second-step/second-step.ts';
import { secondStepEndedPage } from '../../pages/site/second-step/second-step-ended.ts';
import type { Parameters } from '../../protocol/parameters.ts';
import { digestOf } from '../../protocol/secret.ts';
import { onwards } from '../onwards.ts';
import { passkeyPage } from '../passkey-page.ts';
import { secondFactorDepsOf } from '../second-factor-deps.ts';
import type { SiteDeps } from '../site-deps.ts';
import { beginSecondStepVisit, type HalfSignedIn, type SecondStepVisit } from './half-sign-in.ts';
import { countSecondFactorTry, countTry } from './second-factor-tries.ts';

/** `GET /auth/second_factor`: asks for what the account has, in the browser in which its password was right. */
export const showSecondStep =
  (deps: SiteDeps) =>
  async (request: Incoming): Promise<Reply> => {
    const step = await beginSecondStepVisit(deps, request, request.query);
    const elsewhere = leadElsewhere(deps, step, 'proof');
    if (elsewhere !== undefined) return elsewhere;
    return drawStep(deps, step, step.half as HalfSignedIn, {});
  };

/** `POST /auth/second_factor`: a code of the app or a recovery code; the right one opens the session. */
export const answerSecondStep =
  (deps: SiteDeps) =>
  async (request: Incoming): Promise<Reply> => {
    const body = await request.body();
    const step = await beginSecondStepVisit(deps, request, body);
    const half = step.half?.needs === 'proof' ? step.half : undefined;
    if (half === undefined) return ended(deps, step, body);
    if (!isTrustedForm(deps.kit.http, request, step.visit, body)) {
      return drawStep(deps, step, half, { problem: 'expired form' }, 422);
    }
    const given = codeOf(body);
    const counted = await countSecondFactorTry(deps, request, half.account.id);
    if ('retryAfterMinutes' in counted)
      return drawStep(deps, step, half, { problem: 'too many attempts', ...counted }, 429);
    if (!(await useSecondFactor(secondFactorDepsOf(deps), half.account, given, request.address))) {
      const problem = given.factor === 'totp' ? 'wrong code' : 'wrong recovery code';
      return drawStep(deps, step, half, { problem }, 422);
    }
    await counted.giveBack();
    return enter(deps, step, half, body);
  };

/** `POST /auth/second_factor/passkey/options`: what the authenticator is asked. */
export const secondStepPasskeyOptions =
  (deps: SiteDeps) =>
  async (request: Incoming): Promise<Reply> => {
    const body = await request.body();
    const { visit, half } = await beginSecondStepVisit(deps, request, body);
    if (half?.needs !== 'proof' || !isTrustedForm(deps.kit.http, request, visit, body))
      throw new ApiError(422, 'Expired');
    const key = addressKey(request.address);
    if (await countTry(deps, request, rateLimits.secondFactorByAddress, key))
      throw new ApiError(429, 'Too many requests');
    const ceremony = { purpose: 'second step', account: half.account, browser: digestOf(visit.browser) } as const;
    return json(await beginAssertion(secondFactorDepsOf(deps), ceremony));
  };

/** `POST /auth/second_factor/passkey`: the authenticator's answer; the right one opens the session. */
export const answerSecondStepByPasskey =
  (deps: SiteDeps) =>
  async (request: Incoming): Promise<Reply> => {
    const body = await request.body();
    const step = await beginSecondStepVisit(deps, request, body);
    const half = step.half?.needs === 'proof' ? step.half : undefined;
    if (half === undefined) return ended(deps, step, body);
    const { visit } = step;
    if (!isTrustedForm(deps.kit.http, request, visit, body)) {
      return drawStep(deps, step, half, { problem: 'expired form' }, 422);
    }
    // Nobody guesses a signature, so only the address is counted: what it costs to judge one.
    const tooMany = await countTry(deps, request, rateLimits.secondFactorByAddress, addressKey(request.address));
    if (tooMany !== undefined) return drawStep(deps, step, half, { problem: 'too many attempts', ...tooMany }, 429);
    const acts = secondFactorDepsOf(deps);
    const ceremony = { purpose: 'second step', account: half.account, browser: digestOf(visit.browser) } as const;
    const passkey = await finishAssertion(acts, ceremony, body.one('credential') ?? '');
    const event = passkey === undefined ? 'second factor failed' : 'second factor used';
    acts.report({ event, accountId: half.account.id, factor: 'passkey', address: request.address });
    if (passkey === undefined) return drawStep(deps, step, half, { problem: 'passkey' }, 422);
    return enter(deps, step, half, body);
  };

/** What a posted form holds; what is no recovery code is judged as a code of the app. */
function codeOf(body: Parameters): GivenCode {
  const recovery = body.one('recovery_code');
  return recovery === undefined
    ? { factor: 'totp', code: body.one('code') ?? '' }
    : { factor: 'recovery code', code: recovery };
}

/** Opens the session, for one caller alone. */
async function enter(deps: SiteDeps, step: SecondStepVisit, half: HalfSignedIn, body: Parameters): Promise<Reply> {
  const open = await half.claim();
  if (open === undefined) return ended(deps, step, body);
  const next = pathAfterSignIn(deps.kit.http.issuer, { authorization: step.waiting?.id });
  return withCookies(redirect(next, 303), await open());
}

/** Where a person goes who has nothing to do on a page of the second step; undefined where they have. */
export function leadElsewhere(
  deps: SiteDeps,
  { visit, half, waiting }: SecondStepVisit,
  needs: HalfSignedIn['needs'],
): Reply | undefined {
  const to = (path: string) => withCookies(redirect(path), visit.cookies);
  if (half?.needs === needs) return undefined;
  if (half !== undefined) {
    const path = half.needs === 'proof' ? '/auth/second_factor' : '/auth/second_factor/set_up';
    return to(onwards(deps, path, waiting?.id));
  }
  // Perhaps another tab was faster, perhaps somebody else is signed in here: the sign-in page shows who is, and asks.
  const again = onwards(deps, '/auth/sign_in', waiting?.id);
  return to(visit.signedIn === undefined ? again : `${again}${again.includes('?') ? '&' : '?'}another=1`);
}

/**
 * The answer to a form whose half-finished sign-in is over. Whoever finished it in another tab goes on; nobody goes on as
 * somebody else who is signed in here too.
 */
export function ended(deps: SiteDeps, { visit, waiting }: SecondStepVisit, body: Parameters): Reply {
  if (visit.signedIn !== undefined && visit.signedIn.person.id === body.all('account')[0]) {
    const next = pathAfterSignIn(deps.kit.http.issuer, { authorization: waiting?.id });
    return withCookies(redirect(next, 303), visit.cookies);
  }
  return withCookies(html(secondStepEndedPage(visit.frame, { authorization: waiting?.id }), 422), visit.cookies);
}

async function drawStep(
  deps: SiteDeps,
  { visit, waiting }: SecondStepVisit,
  { account }: HalfSignedIn,
  view: Partial<SecondStepView>,
  status = 200,
): Promise<Reply> {
  const factors = await deps.store.findSecondFactors(account.id);
  const hasPasskeys = factors.passkeys.length > 0 && canHavePasskeys(deps.kit.http.issuer);
  const page = secondStepPage(visit.frame, {
    handle: handleOf(account, deps.kit.http.issuer),
    accountId: account.id,
    authorization: waiting?.id,
    hasTotp: factors.totp !== undefined,
    hasPasskeys,
    hasRecoveryCodes: factors.recoveryCodesLeft > 0,
    ...view,
  });
  return withCookies(hasPasskeys ? passkeyPage(deps, page, status) : html(page, status), visit.cookies);
}
