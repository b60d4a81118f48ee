import { open } from '../../http/access.ts';
import { route } from '../../http/route.ts';
import type { SiteDeps, SiteRoute } from '../site-deps.ts';
import { confirm } from './confirmation.ts';
import { makeAccount, showInvite, showSignUp } from './sign-up.ts';
import { changeAddress, resend, showConfirmation, showResend } from './waiting.ts';

/** Signing up, and confirming the address; paths as Mastodon has them. */
export function signUpRoutes(deps: SiteDeps): readonly SiteRoute[] {
  const confirmation = '/auth/confirmation';
  return [
    route('page', 'GET', '/auth/sign_up', open, showSignUp(deps)),
    route('page', 'POST', '/auth', open, makeAccount(deps)),
    route('page', 'GET', '/invite/:code', open, showInvite(deps)),
    route('page', 'GET', confirmation, open, showConfirmation(deps)),
    route('page', 'POST', confirmation, open, resend(deps)),
    route('page', 'GET', `${confirmation}/new`, open, showResend(deps)),
    route('page', 'POST', `${confirmation}/confirm`, open, confirm(deps)),
    route('page', 'POST', `${confirmation}/address`, open, changeAddress(deps)),
  ];
}
