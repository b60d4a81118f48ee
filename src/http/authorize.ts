import {
  approveAuthorization,
  type Departure,
  denyAuthorization,
  mayRepeat,
  mayShowCode,
  type OpenAuthorization,
  type PendingFault,
  resumeAuthorization,
} from '../flows/answer-authorization.ts';
import { checkAuthorization, keepAuthorization, type RefusedAuthorization } from '../flows/begin-authorization.ts';
import { needsFreshSignIn, type SignedIn } from '../flows/sign-in.ts';
import { accountStatePage } from '../pages/account-state.ts';
import { codePage } from '../pages/code.ts';
import { consentPage } from '../pages/consent.ts';
import { deniedPage } from '../pages/denied.ts';
import { type ErrorKind, errorPage } from '../pages/error.ts';
import type { App } from '../protocol/app.ts';
import { errorMembers } from '../protocol/authorization-request.ts';
import { maySkipConsent } from '../protocol/consent.ts';
import { CODE_LIFETIME, MINUTE } from '../protocol/lifetimes.ts';
import type { OAuthErrorCode } from '../protocol/oauth-error.ts';
import type { AuthorizationRequest } from '../protocol/pending-authorization.ts';
import { addToRedirectUri, destinationOf, OOB } from '../protocol/redirect-uri.ts';
import { type AuthorizationCode, digestOf, type PendingId } from '../protocol/secret.ts';
import { addressKey } from './address-key.ts';
import { expiredFormPage } from './failure-page.ts';
import type { HttpDeps } from './http-deps.ts';
import type { Incoming } from './incoming.ts';
import { pathOf, resumePath, signInPath } from './paths.ts';
import { countOn, rateLimits } from './rate-limiter.ts';
import { RecentAnswers } from './recent-answers.ts';
import { html, type Reply, redirect, withCookies } from './reply.ts';
import { beginVisit, inLanguage, isTrustedForm, presentPerson, type Visit } from './visit.ts';

/** `GET /oauth/authorize` (RFC 6749 §4.1.1). A HEAD request is checked and nothing more: it must not act. */
export const beginAuthorization =
  (deps: HttpDeps) =>
  async (request: Incoming): Promise<Reply> => {
    countOn(request, deps.limiter, rateLimits.oauthByAddress, addressKey(request.address));
    const visit = await beginVisit(deps, request);
    const checked = await checkAuthorization(deps.world, deps.vocabulary, request.query);
    if (checked.refused !== undefined) return withCookies(refusalPage(deps, visit, checked.refused), visit.cookies);
    if (request.method === 'HEAD') return html('');
    const { app, request: authorization } = checked;
    const { signedIn } = visit;
    if (signedIn === undefined || authorization.forceLogin) {
      const id = await keepAuthorization(deps.world, authorization, visit.browser);
      return withCookies(redirect(signInPath(deps.issuer, id)), visit.cookies);
    }
    countOn(request, deps.limiter, rateLimits.authorizeByAccount, signedIn.person.id);
    return withCookies(await askOrSkip(deps, visit, signedIn, { app, request: authorization }), visit.cookies);
  };

/** `GET /oauth/authorize/resume`: a kept request goes on after sign-in, in another tab or after a restart. HEAD as above. */
export const resumeAuthorizationPage =
  (deps: HttpDeps) =>
  async (request: Incoming): Promise<Reply> => {
    const id = (request.query.all('authorization')[0] ?? '') as PendingId;
    const visit = await beginVisit(deps, request);
    const open = await resumeAuthorization(deps.world, id, visit.returning ? visit.browser : undefined);
    if (typeof open === 'string') return faultPage(visit, open);
    const { signedIn } = visit;
    if (signedIn === undefined || needsFreshSignIn(open.pending, signedIn))
      return redirect(signInPath(deps.issuer, id));
    if (request.method === 'HEAD') return html('');
    const { app, pending } = open;
    const framed = inLanguage(visit, request, pending.request.lang);
    return askOrSkip(deps, framed, signedIn, { app, request: pending.request, kept: { id, open } });
  };

/** The consent page, or straight on where the person need not be asked again (decision 28). */
async function askOrSkip(
  deps: HttpDeps,
  visit: Visit,
  { person }: SignedIn,
  asked: {
    readonly app: App;
    readonly request: AuthorizationRequest;
    readonly kept?: { readonly id: PendingId; readonly open: OpenAuthorization };
  },
): Promise<Reply> {
  const { world } = deps;
  const { app, request, kept } = asked;
  if (person.state !== 'active') return html(accountStatePage(visit.frame, { state: person.state }), 403);
  const grants = await world.store.listGrantsForApp(person.id, app.id);
  if (maySkipConsent(request, app, grants, deps.vocabulary)) {
    const pending = kept?.open.pending;
    const approval = { request, accountId: person.id, browser: visit.browser, issuer: deps.issuer, pending };
    const answer = await approveAuthorization(world, approval);
    return answer === undefined ? faultPage(visit, 'already answered') : leave(deps, answer);
  }
  const [id] = await Promise.all([
    kept?.id ?? keepAuthorization(world, request, visit.browser),
    world.store.noteConsentPage(app.id, world.now()),
  ]);
  const page = consentPage(visit.frame, {
    authorization: id,
    app: {
      name: app.name,
      createdAt: app.createdAt,
      ...(app.website === undefined ? {} : { websiteUrl: app.website, websiteHost: new URL(app.website).host }),
    },
    scopes: request.scopes,
    destination: destinationOf(request.redirectUri),
    account: presentPerson(person, deps.issuer),
  });
  return html(page);
}

/**
 * `POST /oauth/authorize` approves, with `_method=delete` or as `DELETE` it denies. Of the form only the id and the CSRF
 * token are read; what is granted is what was kept (decision 7).
 */
export const answerConsent = (deps: HttpDeps) => {
  const recent = new RecentAnswers();
  return async (request: Incoming): Promise<Reply> => {
    const { world, issuer } = deps;
    const body = await request.body();
    const id = (body.all('authorization')[0] ?? '') as PendingId;
    const visit = await beginVisit(deps, request);
    const { signedIn } = visit;
    const open = await resumeAuthorization(world, id, visit.returning ? visit.browser : undefined);
    if (signedIn === undefined || !isTrustedForm(deps, request, visit, body)) {
      return expiredFormPage(visit, typeof open === 'string' ? undefined : resumePath(issuer, id));
    }
    const denies = request.method === 'DELETE' || body.all('_method')[0]?.toLowerCase() === 'delete';
    // Only the very session that gave an answer may see it again.
    const key = [digestOf(id), signedIn.session.digest, denies].join(' ');
    const repeat = async (fault: PendingFault) => {
      const given = recent.find(key, world.now());
      const again = given !== undefined && (await mayRepeat(world, given));
      return again ? leave(deps, given) : faultPage(visit, fault);
    };
    if (typeof open === 'string') return repeat(open);
    if (needsFreshSignIn(open.pending, signedIn)) return redirect(signInPath(issuer, id), 303);
    const { person } = signedIn;
    if (person.state !== 'active') return html(accountStatePage(visit.frame, { state: person.state }), 403);
    const { pending, app } = open;
    const framed = inLanguage(visit, request, pending.request.lang);
    const answer = denies
      ? await denyAuthorization(world, pending, person.id, issuer)
      : await approveAuthorization(world, {
          request: pending.request,
          accountId: person.id,
          browser: visit.browser,
          issuer,
          pending,
        });
    if (answer === undefined) return repeat('already answered');
    if (answer.kind === 'show denied') return html(deniedPage(framed.frame, { appName: app.name }));
    recent.remember(key, answer, world.now());
    return leave(deps, answer);
  };
};

/** Off to the app, or to the page from which its code is copied. */
function leave(deps: HttpDeps, answer: Departure): Reply {
  if (answer.kind === 'redirect') return redirect(answer.location);
  return redirect(pathOf(deps.issuer, `/oauth/authorize/native?code=${answer.code}`));
}

/** `GET /oauth/authorize/native`: shows a code that this browser was just given, and no other (decision 23). */
export const showCode =
  (deps: HttpDeps) =>
  async (request: Incoming): Promise<Reply> => {
    const visit = await beginVisit(deps, request);
    if (visit.signedIn === undefined) return withCookies(redirect(pathOf(deps.issuer, '/auth/sign_in')), visit.cookies);
    const code = (request.query.oneOrBlank('code') ?? '') as AuthorizationCode;
    const browser = visit.returning ? visit.browser : undefined;
    const shown = await mayShowCode(deps.world, code, { browser, accountId: visit.signedIn.person.id });
    if (shown === undefined) return faultPage(visit, 'request expired');
    const validForMinutes = Math.round(CODE_LIFETIME / MINUTE);
    return html(codePage(visit.frame, { code, appName: shown.app.name, validForMinutes }));
  };

const faultStatus: Readonly<Record<PendingFault, number>> = {
  'request expired': 410,
  'already answered': 409,
  'other browser': 403,
};

function faultPage(visit: Visit, fault: PendingFault): Reply {
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
function refusalPage(deps: HttpDeps, visit: Visit, { error, app, returnAddress }: RefusedAuthorization): Reply {
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
