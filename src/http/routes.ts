import { open, user } from './access.ts';
import { answerConsent } from './answer-consent.ts';
import { beginAuthorization, resumeAuthorizationPage } from './authorize.ts';
import { listAuthorizedApplications, revokeAuthorizedApplication } from './authorized-applications.ts';
import type { HttpDeps } from './http-deps.ts';
import { answerIntrospect } from './introspect.ts';
import { answerMetadata } from './metadata.ts';
import { ACCOUNTS_PATH } from './paths.ts';
import { answerRevoke } from './revoke.ts';
import { type Route, route } from './route.ts';
import { showCode } from './show-code.ts';
import { showSignIn, signIn } from './sign-in.ts';
import { showSignOut, signOut } from './sign-out.ts';
import { answerStylesheet } from './stylesheet.ts';
import { showAccounts, switchAccount } from './switch-account.ts';
import { answerToken } from './token.ts';
import { answerUserinfo } from './userinfo.ts';

/** The whole OAuth surface: who may call what, and what answers. */
export function oauthRoutes(deps: HttpDeps): readonly Route[] {
  const grants = '/oauth/authorized_applications';
  return [
    route('discovery', 'GET', '/.well-known/oauth-authorization-server', open, answerMetadata(deps)),
    route('page', 'GET', '/oauth/authorize', open, beginAuthorization(deps)),
    route('page', 'GET', '/oauth/authorize/resume', open, resumeAuthorizationPage(deps)),
    route('page', 'POST', '/oauth/authorize', open, answerConsent(deps)),
    route('page', 'DELETE', '/oauth/authorize', open, answerConsent(deps)),
    route('page', 'GET', '/oauth/authorize/native', open, showCode(deps)),
    route('oauth', 'POST', '/oauth/token', open, answerToken(deps)),
    route('oauth', 'POST', '/oauth/revoke', open, answerRevoke(deps)),
    route('oauth-direct', 'POST', '/oauth/introspect', open, answerIntrospect(deps)),
    route('oauth', 'GET', '/oauth/userinfo', user('profile'), answerUserinfo(deps)),
    route('oauth', 'POST', '/oauth/userinfo', user('profile'), answerUserinfo(deps)),
    route('page', 'GET', grants, open, listAuthorizedApplications(deps)),
    route('page', 'GET', `${grants}.json`, open, listAuthorizedApplications(deps)),
    ...(['POST', 'DELETE'] as const).flatMap((method) => [
      route('page', method, grants, open, revokeAuthorizedApplication(deps)),
      route('page', method, `${grants}/:appId`, open, revokeAuthorizedApplication(deps)),
      route('page', method, `${grants}/:appId/sign_ins/:grantId`, open, revokeAuthorizedApplication(deps)),
    ]),
    ...(deps.signInWay.builtIn ? builtInSignInRoutes(deps) : []),
    route('asset', 'GET', deps.stylesheet.path, open, answerStylesheet(deps)),
  ];
}

/** The server's own sign-in, for hosts that have none. */
function builtInSignInRoutes(deps: HttpDeps): readonly Route[] {
  return [
    route('page', 'GET', '/auth/sign_in', open, showSignIn(deps)),
    route('page', 'POST', '/auth/sign_in', open, signIn(deps)),
    route('page', 'GET', ACCOUNTS_PATH, open, showAccounts(deps)),
    route('page', 'POST', '/auth/switch', open, switchAccount(deps)),
    route('page', 'GET', '/auth/sign_out', open, showSignOut(deps)),
    route('page', 'POST', '/auth/sign_out', open, signOut(deps)),
    route('page', 'DELETE', '/auth/sign_out', open, signOut(deps)),
  ];
}
