import { type Added, addTotp, type ChangedBy } from '../../accounts/second-factor/change-second-factors.ts';
import {
  beginRegistration,
  canHavePasskeys,
  finishRegistration,
} from '../../accounts/second-factor/passkey-ceremony.ts';
import { addressKey } from '../../http/address-key.ts';
import { ApiError } from '../../http/api-error.ts';
import type { Incoming } from '../../http/incoming.ts';
import { handleOf } from '../../http/present.ts';
import { rateLimits } from '../../http/rate-limiter.ts';
import { html, json, type Reply, redirect, withCookies } from '../../http/reply.ts';
import { pathAfterSignIn } from '../../http/sign-in.ts';
import { isTrustedForm } from '../../http/visit.ts';
import type { TotpOffer } from '../../pages/site/second-factors/totp-offer.ts';
import {
  protectedPage,
  type SetUpSecondFactorView,
  setUpSecondFactorPage,
} from '../../pages/site/second-step/set-up-second-factor.ts';
import type { Parameters } from '../../protocol/parameters.ts';
import { digestOf } from '../../protocol/secret.ts';
import { passkeyPage } from '../passkey-page.ts';
import { secondFactorDepsOf } from '../second-factor-deps.ts';
import type { SiteDeps } from '../site-deps.ts';
import { offerTotp } from '../totp-offer.ts';
import { beginSecondStepVisit, type HalfSignedIn, type OpenSession, type SecondStepVisit } from './half-sign-in.ts';
import { countTry } from './second-factor-tries.ts';
import { ended, leadElsewhere } from './second-step.ts';

/** `GET /auth/second_factor/set_up`: the factor that is demanded, set up between the password and the session. */
export const showSetUpSecondFactor =
  (deps: SiteDeps) =>
  async (request: Incoming): Promise<Reply> => {
    const step = await beginSecondStepVisit(deps, request, request.query);
    const elsewhere = leadElsewhere(deps, step, 'factor');
    if (elsewhere !== undefined) return elsewhere;
    return drawSetUp(deps, step, step.half as HalfSignedIn);
  };

/** `POST /auth/second_factor/set_up`: the first code of an authenticator app sets it up and opens the session. */
export const setUpTotpOnTheWay =
  (deps: SiteDeps) =>
  async (request: Incoming): Promise<Reply> => {
    const body = await request.body();
    const step = await beginSecondStepVisit(deps, request, body);
    const half = step.half?.needs === 'factor' ? step.half : undefined;
    if (half === undefined) return ended(deps, step, body);
    const sealed = body.one('offer') ?? '';
    const again = (problem: TotpOffer['problem'], view: Partial<SetUpSecondFactorView> = {}) =>
      drawSetUp(deps, step, half, { view, offer: { sealed, problem }, status: 422 });
    if (!isTrustedForm(deps.kit.http, request, step.visit, body)) return again(undefined, { problem: 'expired form' });
    const claim = claimOnce(half, request);
    const added = await addTotp(
      secondFactorDepsOf(deps),
      half.account,
      { offer: sealed, code: body.one('code') ?? '' },
      claim.by,
    );
    if (added.kind === 'wrong code') return again('wrong code');
    if (added.kind === 'offer expired') return again('expired');
    return enterProtected(deps, step, added, { open: claim.opener(), body });
  };

/** `POST /auth/second_factor/set_up/passkey/options`: what the authenticator is asked. */
export const setUpPasskeyOptions =
  (deps: SiteDeps) =>
  async (request: Incoming): Promise<Reply> => {
    const body = await request.body();
    const { visit, half } = await beginSecondStepVisit(deps, request, body);
    if (half?.needs !== 'factor' || !isTrustedForm(deps.kit.http, request, visit, body)) {
      throw new ApiError(422, 'Expired');
    }
    const key = addressKey(request.address);
    if (await countTry(deps, request, rateLimits.secondFactorByAddress, key))
      throw new ApiError(429, 'Too many requests');
    const options = await beginRegistration(secondFactorDepsOf(deps), half.account, digestOf(visit.browser));
    if (options === undefined) throw new ApiError(422, 'Too many passkeys');
    return json(options);
  };

/** `POST /auth/second_factor/set_up/passkey`: a new passkey is kept and opens the session. */
export const setUpPasskeyOnTheWay =
  (deps: SiteDeps) =>
  async (request: Incoming): Promise<Reply> => {
    const body = await request.body();
    const step = await beginSecondStepVisit(deps, request, body);
    const half = step.half?.needs === 'factor' ? step.half : undefined;
    if (half === undefined) return ended(deps, step, body);
    const again = (problem: SetUpSecondFactorView['problem']) =>
      drawSetUp(deps, step, half, { view: { problem }, status: 422 });
    if (!isTrustedForm(deps.kit.http, request, step.visit, body)) return again('expired form');
    const claim = claimOnce(half, request);
    const given = { answer: body.one('credential') ?? '', browser: digestOf(step.visit.browser), name: '' };
    const added = await finishRegistration(secondFactorDepsOf(deps), half.account, given, claim.by);
    if (added.kind === 'refused') return again('passkey refused');
    if (added.kind === 'known') return again('passkey known');
    return enterProtected(deps, step, added, { open: claim.opener(), body });
  };

/** Takes the ticket of the half-finished sign-in at the moment when the factor is known to be good, and not before. */
function claimOnce(half: HalfSignedIn, { address }: Incoming) {
  let open: OpenSession | undefined;
  const by: ChangedBy = {
    address,
    session: undefined,
    async claim() {
      open = await half.claim();
      return open !== undefined;
    },
  };
  return { by, opener: () => open };
}

/** Signs in a person whose account is protected now, and shows the recovery codes. */
async function enterProtected(
  deps: SiteDeps,
  step: SecondStepVisit,
  added: Extract<Added, { readonly kind: 'added' | 'too late' }>,
  { open, body }: { readonly open: OpenSession | undefined; readonly body: Parameters },
): Promise<Reply> {
  if (added.kind === 'too late' || open === undefined) return ended(deps, step, body);
  const cookies = await open();
  const nextUrl = pathAfterSignIn(deps.kit.http.issuer, { authorization: step.waiting?.id });
  if (added.recoveryCodes === undefined) return withCookies(redirect(nextUrl, 303), cookies);
  const page = protectedPage(step.visit.frame, { recoveryCodes: added.recoveryCodes, nextUrl });
  return withCookies(html(page), cookies);
}

async function drawSetUp(
  deps: SiteDeps,
  { visit, waiting }: SecondStepVisit,
  { account }: HalfSignedIn,
  again: {
    readonly view?: Partial<SetUpSecondFactorView>;
    readonly offer?: { readonly sealed: string; readonly problem: TotpOffer['problem'] };
    readonly status?: number;
  } = {},
): Promise<Reply> {
  const { status = 200 } = again;
  const withPasskeys = canHavePasskeys(deps.kit.http.issuer);
  const page = setUpSecondFactorPage(visit.frame, {
    handle: handleOf(account, deps.kit.http.issuer),
    accountId: account.id,
    authorization: waiting?.id,
    app: waiting?.app,
    canHavePasskeys: withPasskeys,
    offer: await offerTotp(deps, account, again.offer),
    ...again.view,
  });
  return withCookies(withPasskeys ? passkeyPage(deps, page, status) : html(page, status), visit.cookies);
}
