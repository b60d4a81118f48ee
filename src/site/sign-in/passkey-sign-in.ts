import { beginAssertion, finishAssertion } from '../../accounts/second-factor/passkey-ceremony.ts';
import { addressKey } from '../../http/address-key.ts';
import { ApiError } from '../../http/api-error.ts';
import { cookieLine } from '../../http/cookies.ts';
import type { Incoming } from '../../http/incoming.ts';
import { rateLimits } from '../../http/rate-limiter.ts';
import { html, json, type Reply, redirect, withCookies } from '../../http/reply.ts';
import { completeSignIn, findWaitingRequest, pathAfterSignIn } from '../../http/sign-in.ts';
import { beginVisit, inLanguage, isTrustedForm } from '../../http/visit.ts';
import { type PasskeyRefusedView, passkeyRefusedPage } from '../../pages/site/second-step/passkey-sign-in.ts';
import { digestOf } from '../../protocol/secret.ts';
import { secondFactorDepsOf } from '../second-factor-deps.ts';
import type { SiteDeps } from '../site-deps.ts';
import { countTry } from './second-factor-tries.ts';

/** `POST /auth/passkey/options`: what any authenticator is asked that holds a passkey of this server. */
export const passkeySignInOptions =
  (deps: SiteDeps) =>
  async (request: Incoming): Promise<Reply> => {
    const { http } = deps.kit;
    const body = await request.body();
    const visit = await beginVisit(http, request);
    if (!isTrustedForm(http, request, visit, body)) throw new ApiError(422, 'Expired');
    if (await countTry(deps, request, rateLimits.signInByAddress, addressKey(request.address))) {
      throw new ApiError(429, 'Too many requests');
    }
    const ceremony = { purpose: 'sign in', browser: digestOf(visit.browser) } as const;
    return json(await beginAssertion(secondFactorDepsOf(deps), ceremony));
  };

/**
 * `POST /auth/passkey`: signs in whoever holds a passkey, without a password. The authenticator made sure who holds it, so
 * it counts as both factors.
 */
export const passkeySignIn =
  (deps: SiteDeps) =>
  async (request: Incoming): Promise<Reply> => {
    const { http } = deps.kit;
    const body = await request.body();
    const visit = await beginVisit(http, request);
    const waiting = await findWaitingRequest(http, visit, body);
    const { frame } = inLanguage(http, visit, request, waiting?.lang);
    const refuse = (status: number, view: Partial<PasskeyRefusedView> = {}) =>
      withCookies(html(passkeyRefusedPage(frame, { authorization: waiting?.id, ...view }), status), visit.cookies);
    if (!isTrustedForm(http, request, visit, body)) return refuse(422);
    const tooMany = await countTry(deps, request, rateLimits.secondFactorByAddress, addressKey(request.address));
    if (tooMany !== undefined) return refuse(429, tooMany);
    const ceremony = { purpose: 'sign in', browser: digestOf(visit.browser) } as const;
    const acts = secondFactorDepsOf(deps);
    const passkey = await finishAssertion(acts, ceremony, body.one('credential') ?? '');
    const { address } = request;
    if (passkey === undefined) {
      acts.report({ event: 'sign-in failed', accountId: undefined, address });
      return refuse(422);
    }
    acts.report({ event: 'second factor used', accountId: passkey.accountId, factor: 'passkey', address });
    const cookies = await completeSignIn(http, request, visit, passkey.accountId);
    const next = pathAfterSignIn(http.issuer, { authorization: waiting?.id });
    return withCookies(redirect(next, 303), [...cookies, cookieLine('second_step', '', http.issuer)]);
  };
