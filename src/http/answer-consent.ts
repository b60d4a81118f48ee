import {
  approveAuthorization,
  denyAuthorization,
  mayRepeat,
  type PendingFault,
  resumeAuthorization,
} from '../flows/answer-authorization.ts';
import { PolicyRefused } from '../flows/policies.ts';
import { needsFreshSignIn } from '../flows/sign-in.ts';
import { digestOf, type PendingId } from '../protocol/secret.ts';
import { accountStatePage } from './account-state.ts';
import { faultPage, leave, policyPage } from './authorization-replies.ts';
import { allowedScopes, askForConsent, readChoice } from './consent-page.ts';
import { expiredFormPage } from './failure-page.ts';
import type { HttpDeps } from './http-deps.ts';
import type { Incoming } from './incoming.ts';
import { resumePath } from './paths.ts';
import { RecentAnswers } from './recent-answers.ts';
import { html, type Reply, redirect } from './reply.ts';
import { beginVisit, inLanguage, isTrustedForm } from './visit.ts';

/**
 * `POST /oauth/authorize` approves, with `_method=delete` or as `DELETE` it denies. Of the form only the id, the CSRF token
 * and what the person left out are read; what is granted is what was kept, or less (decision 7).
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
      return expiredFormPage(deps, visit, typeof open === 'string' ? undefined : resumePath(issuer, id));
    }
    const denies = request.method === 'DELETE' || body.all('_method')[0]?.toLowerCase() === 'delete';
    // Only the very session that gave an answer may see it again.
    const key = [digestOf(id), signedIn.binding, denies].join(' ');
    const repeat = async (fault: PendingFault) => {
      const given = recent.find(key, world.now());
      const again = given !== undefined && (await mayRepeat(world, given));
      return again ? leave(deps, given) : faultPage(deps, visit, fault);
    };
    if (typeof open === 'string') return repeat(open);
    if (needsFreshSignIn(open.pending, signedIn)) {
      return redirect(deps.signInWay.signInUrl({ reason: 'fresh', authorization: id }), 303);
    }
    const { person } = signedIn;
    if (person.state !== 'active') return accountStatePage(deps, visit, person.state, id);
    const { pending, app } = open;
    const framed = inLanguage(deps, visit, request, pending.request.lang);
    const { request: asked } = pending;
    const choice = readChoice(body);
    const scopes = allowedScopes(deps, asked, choice);
    if (!denies && scopes.length === 0) {
      const grants = await world.store.listGrantsForApp(person.id, app.id);
      const question = { id, app, request: asked, person, grants };
      return html(await askForConsent(deps, request, framed, question, choice), 422);
    }
    const { address } = request;
    const approval = { request: asked, scopes, person, app, browser: visit.browser, address, issuer, pending };
    const answer = await (denies
      ? denyAuthorization(world, pending, person.id, issuer, address)
      : approveAuthorization(world, approval)
    ).catch((error: unknown) => {
      if (error instanceof PolicyRefused) return error;
      throw error;
    });
    if (answer instanceof PolicyRefused) return policyPage(deps, framed, { app, request: asked }, answer);
    if (answer === undefined) return repeat('already answered');
    if (answer.kind === 'show denied') return html(deps.pages.denied(framed.frame, { appName: app.name }));
    recent.remember(key, answer, world.now());
    return leave(deps, answer);
  };
};
