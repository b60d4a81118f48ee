import { canHavePasskeys } from '../../accounts/second-factor/passkey-ceremony.ts';
import { open } from '../../http/access.ts';
import { route } from '../../http/route.ts';
import { passkeyScript } from '../../pages/site/passkey-script.ts';
import { answerPasskeyScript } from '../passkey-page.ts';
import type { SiteDeps, SiteRoute } from '../site-deps.ts';
import {
  confirmIdentity,
  confirmIdentityByPasskey,
  confirmPasskeyOptions,
  showConfirmIdentity,
} from './confirm-identity.ts';
import { passkeySignIn, passkeySignInOptions } from './passkey-sign-in.ts';
import {
  answerSecondStep,
  answerSecondStepByPasskey,
  secondStepPasskeyOptions,
  showSecondStep,
} from './second-step.ts';
import {
  setUpPasskeyOnTheWay,
  setUpPasskeyOptions,
  setUpTotpOnTheWay,
  showSetUpSecondFactor,
} from './set-up-second-factor.ts';

/** What stands between a right password and a session, and what asks for a proof again. */
export function secondStepRoutes(deps: SiteDeps): readonly SiteRoute[] {
  const step = '/auth/second_factor';
  const confirm = '/auth/confirm_identity';
  return [
    route('page', 'GET', step, open, showSecondStep(deps)),
    route('page', 'POST', step, open, answerSecondStep(deps)),
    route('page', 'GET', `${step}/set_up`, open, showSetUpSecondFactor(deps)),
    route('page', 'POST', `${step}/set_up`, open, setUpTotpOnTheWay(deps)),
    route('page', 'GET', confirm, open, showConfirmIdentity(deps)),
    route('page', 'POST', confirm, open, confirmIdentity(deps)),
    ...(canHavePasskeys(deps.kit.http.issuer) ? passkeyRoutes(deps, step, confirm) : []),
  ];
}

/** Only where browsers let people have passkeys. */
function passkeyRoutes(deps: SiteDeps, step: string, confirm: string): readonly SiteRoute[] {
  return [
    route('page', 'POST', `${step}/passkey/options`, open, secondStepPasskeyOptions(deps)),
    route('page', 'POST', `${step}/passkey`, open, answerSecondStepByPasskey(deps)),
    route('page', 'POST', `${step}/set_up/passkey/options`, open, setUpPasskeyOptions(deps)),
    route('page', 'POST', `${step}/set_up/passkey`, open, setUpPasskeyOnTheWay(deps)),
    route('page', 'POST', `${confirm}/passkey/options`, open, confirmPasskeyOptions(deps)),
    route('page', 'POST', `${confirm}/passkey`, open, confirmIdentityByPasskey(deps)),
    route('page', 'POST', '/auth/passkey/options', open, passkeySignInOptions(deps)),
    route('page', 'POST', '/auth/passkey', open, passkeySignIn(deps)),
    route('asset', 'GET', passkeyScript.path, open, answerPasskeyScript),
  ];
}
