import type { Departure, PendingFault } from '../flows/answer-authorization.ts';
import type { RefusedAuthorization } from '../flows/begin-authorization.ts';
import type { PolicyRefused } from '../flows/policies.ts';
import type { ErrorKind, ErrorView } from '../pages/error.ts';
import type { App } from '../protocol/app.ts';
import { errorMembers, type ReturnAddress } from '../protocol/authorization-request.ts';
import { accessDenied, type OAuthError, type OAuthErrorCode } from '../protocol/oauth-error.ts';
import type { AuthorizationRequest } from '../protocol/pending-authorization.ts';
import { addToRedirectUri, OOB } from '../protocol/redirect-uri.ts';
import type { HttpDeps } from './http-deps.ts';
import { pathOf } from './paths.ts';
import { html, type Reply, redirect, withCookies } from './reply.ts';
import type { Visit } from './visit.ts';

/** Off to the app, or to the page from which its code is copied. */
export function leave(deps: HttpDeps, answer: Departure): Reply {
  if (answer.kind === 'redirect') return redirect(answer.location);
  return redirect(pathOf(deps.issuer, `/oauth/authorize/native?code=${answer.code}`));
}

const faultStatus: Readonly<Record<PendingFault, number>> = {
  'request expired': 410,
  'already answered': 409,
  'other browser': 403,
};

/** A kept request that cannot go on, and why. */
export function faultPage(deps: HttpDeps, visit: Visit, fault: PendingFault): Reply {
  const status = faultStatus[fault];
  return withCookies(html(deps.pages.error(visit.frame, { status, kind: fault }), status), visit.cookies);
}

const refusalKinds: Partial<Record<OAuthErrorCode, ErrorKind>> = {
  invalid_client: 'unknown app',
  invalid_redirect_uri: 'bad redirect uri',
  invalid_scope: 'bad scope',
};

/**
 * A refused request as a page, with the way back to the app as a link once its address is proven. Never a redirect: anyone
 * may register an app, so that would make this server an open redirector (RFC 9700 §4.11.2, decision 8).
 */
export function refusalPage(deps: HttpDeps, visit: Visit, { error, app, returnAddress }: RefusedAuthorization): Reply {
  const back = app === undefined || returnAddress === undefined ? {} : wayBack(deps, app, returnAddress, error);
  const kind = refusalKinds[error.code] ?? 'bad authorization request';
  return html(
    deps.pages.error(visit.frame, { status: error.status, kind, detail: error.description, ...back }),
    error.status,
  );
}

/** A request that the host's policy refuses, in the host's words, with the way back to the app. */
export function policyPage(
  deps: HttpDeps,
  visit: Visit,
  { app, request }: { readonly app: App; readonly request: AuthorizationRequest },
  refusal: PolicyRefused,
): Reply {
  const back = wayBack(deps, app, request, accessDenied());
  const view = { status: 403, kind: 'refused by policy' as const, detail: refusal.message, ...back };
  return html(deps.pages.error(visit.frame, view), 403);
}

/** A request that demands a fresh sign-in, for which the host's sign-in page did not ask. */
export function notFreshPage(
  deps: HttpDeps,
  visit: Visit,
  { app, request }: { readonly app: App; readonly request: AuthorizationRequest },
): Reply {
  const detail = 'The app demands a fresh sign-in (force_login), and the sign-in page did not ask for one.';
  const back = wayBack(deps, app, request, accessDenied());
  return html(deps.pages.error(visit.frame, { status: 403, kind: 'bad authorization request', detail, ...back }), 403);
}

/** The link that carries an error back to the app; none where the person copies codes by hand. */
function wayBack(
  deps: HttpDeps,
  app: App,
  { redirectUri, state, responseMode }: ReturnAddress,
  error: OAuthError,
): Pick<ErrorView, 'returnToApp'> {
  if (redirectUri === OOB) return {};
  const url = addToRedirectUri(redirectUri, errorMembers(error, state, deps.issuer), responseMode);
  return { returnToApp: { appName: app.name, url } };
}
