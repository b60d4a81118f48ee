import {
  approveAuthorization,
  type Denial,
  type Departure,
  denyAuthorization,
  repeatAnswer,
  resumeAuthorization,
} from '../flows/answer-authorization.ts';
import { PolicyRefused } from '../flows/policies.ts';
import { needsFreshSignIn } from '../flows/sign-in.ts';
import type { PendingId } from '../protocol/secret.ts';
import { accountStatePage } from './account-state.ts';
import { faultPage, leave, policyPage } from './authorization-replies.ts';
import { codeFor } from './code-for.ts';
import { allowedScopes, askForConsent, readChoice } from './consent-page.ts';
import { expiredFormPage } from './failure-page.ts';
import type { HttpDeps } from './http-deps.ts';
import type { Incoming } from './incoming.ts';
import { resumePath } from './paths.ts';
import { html, type Reply, redirect } from './reply.ts';
import { beginVisit, inLanguage, isTrustedForm, type Visit } from './visit.ts';

/**
 * `POST /oauth/authorize` approves, with `_method=delete` or as `DELETE` it denies. Of the form only the id, the CSRF token
 * and what the person left out are read; what is granted is what was kept, or less (decision 7).
 */
export const answerConsent =
  (deps: HttpDeps) =>
  async (request: Incoming): Promise<Reply> => {
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
    const code = codeFor(deps, id);
    const show = (answer: Departure | Denial, { frame }: Visit) =>
      answer.kind === 'show denied' ? html(deps.pages.denied(frame, answer)) : leave(deps, answer);
    const repeat = async () => {
      const given = await repeatAnswer(world, { id, denies, code, accountId: signedIn.person.id, issuer });
      return given === undefined ? faultPage(deps, visit, 'already answered') : show(given, visit);
    };
    if (open === 'already answered') return repeat();
    if (typeof open === 'string') return faultPage(deps, visit, open);
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
    const approval = { request: asked, scopes, person, app, browser: visit.browser, address, issuer, pending, code };
    const answer = await (denies
      ? denyAuthorization(world, open, person.id, issuer, address)
      : approveAuthorization(world, approval)
    ).catch((error: unknown) => {
      if (error instanceof PolicyRefused) return error;
      throw error;
    });
    if (answer instanceof PolicyRefused) return policyPage(deps, framed, { app, request: asked }, answer);
    return answer === undefined ? repeat() : show(answer, framed);
  };
