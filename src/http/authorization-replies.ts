import type { Departure, PendingFault } from '../flows/answer-authorization.ts';
import type { RefusedAuthorization } from '../flows/begin-authorization.ts';
import { type ErrorKind, errorPage } from '../pages/error.ts';
import { errorMembers } from '../protocol/authorization-request.ts';
import type { OAuthErrorCode } from '../protocol/oauth-error.ts';
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
export function faultPage(visit: Visit, fault: PendingFault): Reply {
  const status = faultStatus[fault];
  return withCookies(html(errorPage(visit.frame, { status, kind: fault }), status), visit.cookies);
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
  const back =
    app === undefined || returnAddress === undefined || returnAddress.redirectUri === OOB
      ? {}
      : {
          returnToApp: {
            appName: app.name,
            url: addToRedirectUri(
              returnAddress.redirectUri,
              errorMembers(error, returnAddress.state, deps.issuer),
              returnAddress.responseMode,
            ),
          },
        };
  const kind = refusalKinds[error.code] ?? 'bad authorization request';
  return html(errorPage(visit.frame, { status: error.status, kind, detail: error.description, ...back }), error.status);
}
