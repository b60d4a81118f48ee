import {
  approveAuthorization,
  denyAuthorization,
  mayRepeat,
  type PendingFault,
  resumeAuthorization,
} from '../flows/answer-authorization.ts';
import { needsFreshSignIn } from '../flows/sign-in.ts';
import { accountStatePage } from '../pages/account-state.ts';
import { deniedPage } from '../pages/denied.ts';
import { digestOf, type PendingId } from '../protocol/secret.ts';
import { faultPage, leave } from './authorization-replies.ts';
import { expiredFormPage } from './failure-page.ts';
import type { HttpDeps } from './http-deps.ts';
import type { Incoming } from './incoming.ts';
import { resumePath, signInPath } from './paths.ts';
import { RecentAnswers } from './recent-answers.ts';
import { html, type Reply, redirect } from './reply.ts';
import { beginVisit, inLanguage, isTrustedForm } from './visit.ts';

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
    const framed = inLanguage(deps, visit, request, pending.request.lang);
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
