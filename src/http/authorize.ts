import { approveAuthorization, type OpenAuthorization, resumeAuthorization } from '../flows/answer-authorization.ts';
import { checkAuthorization, keepAuthorization } from '../flows/begin-authorization.ts';
import { admitConsent, PolicyRefused } from '../flows/policies.ts';
import { needsFreshSignIn, type SignedIn } from '../flows/sign-in.ts';
import type { App } from '../protocol/app.ts';
import { maySkipConsent } from '../protocol/consent.ts';
import type { AuthorizationRequest } from '../protocol/pending-authorization.ts';
import type { PendingId } from '../protocol/secret.ts';
import { accountStatePage } from './account-state.ts';
import { addressKey } from './address-key.ts';
import { faultPage, leave, notFreshPage, policyPage, refusalPage } from './authorization-replies.ts';
import { codeFor } from './code-for.ts';
import { askForConsent } from './consent-page.ts';
import type { HttpDeps } from './http-deps.ts';
import type { Incoming } from './incoming.ts';
import { accountKey } from './limits/limit-keys.ts';
import { countOn, rateLimits } from './rate-limiter.ts';
import { html, type Reply, redirect, withCookies } from './reply.ts';
import { SENT_TO_SIGN_IN_ANEW } from './sign-in-way.ts';
import { beginVisit, inLanguage, type Visit } from './visit.ts';

/** `GET /oauth/authorize` (RFC 6749 §4.1.1). A HEAD request is checked and nothing more: it must not act. */
export const beginAuthorization =
  (deps: HttpDeps) =>
  async (request: Incoming): Promise<Reply> => {
    await countOn(request, deps.limiter, rateLimits.oauthByAddress, addressKey(request.address));
    const visit = await beginVisit(deps, request);
    const checked = await checkAuthorization(deps.world, deps.vocabulary, request.query);
    if (checked.refused !== undefined) return withCookies(refusalPage(deps, visit, checked.refused), visit.cookies);
    if (request.method === 'HEAD') return html('');
    const { app, request: authorization } = checked;
    const { signedIn } = visit;
    if (signedIn === undefined || authorization.forceLogin) {
      const id = await keepAuthorization(deps.world, authorization, visit.browser);
      const reason = signedIn === undefined ? 'nobody' : 'fresh';
      return withCookies(redirect(deps.signInWay.signInUrl({ reason, authorization: id })), visit.cookies);
    }
    await countOn(request, deps.limiter, rateLimits.authorizeByAccount, accountKey(signedIn.person.id));
    const reply = await askOrSkip(deps, request, visit, signedIn, { app, request: authorization });
    return withCookies(reply, visit.cookies);
  };

/** `GET /oauth/authorize/resume`: a kept request goes on after sign-in, in another tab or after a restart. HEAD as above. */
export const resumeAuthorizationPage =
  (deps: HttpDeps) =>
  async (request: Incoming): Promise<Reply> => {
    const id = (request.query.all('authorization')[0] ?? '') as PendingId;
    const visit = await beginVisit(deps, request);
    const open = await resumeAuthorization(deps.world, id, visit.returning ? visit.browser : undefined);
    if (typeof open === 'string') return faultPage(deps, visit, open);
    const { signedIn } = visit;
    if (signedIn === undefined) return redirect(deps.signInWay.signInUrl({ reason: 'nobody', authorization: id }));
    if (needsFreshSignIn(open.pending, signedIn)) {
      // Whoever was sent to sign in anew and was not asked would be sent there for ever.
      if (request.query.has(SENT_TO_SIGN_IN_ANEW)) return notFreshPage(deps, visit, { ...open, ...open.pending });
      return redirect(deps.signInWay.signInUrl({ reason: 'fresh', authorization: id }));
    }
    if (request.method === 'HEAD') return html('');
    const { app, pending } = open;
    const framed = inLanguage(deps, visit, request, pending.request.lang);
    return askOrSkip(deps, request, framed, signedIn, { app, request: pending.request, kept: { id, open } });
  };

/** The consent page, or straight on where the person need not be asked again (decision 28). */
async function askOrSkip(
  deps: HttpDeps,
  incoming: Incoming,
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
  if (person.state !== 'active') {
    // The account may only wait for its address to be confirmed: the request goes on then.
    const waits = person.state === 'unconfirmed' || person.state === 'pending';
    const id = kept?.id ?? (waits ? await keepAuthorization(world, request, visit.browser) : undefined);
    return accountStatePage(deps, visit, person.state, id);
  }
  try {
    await admitConsent(world, { account: person, app, scopes: request.scopes });
  } catch (error) {
    if (error instanceof PolicyRefused) return policyPage(deps, visit, asked, error);
    throw error;
  }
  const grants = await world.store.listGrantsForApp(person.id, app.id);
  if (maySkipConsent(request, app, grants, deps.vocabulary)) {
    const pending = kept?.open.pending;
    const { address } = incoming;
    const code = codeFor(deps, kept?.id);
    const approval = { request, person, app, browser: visit.browser, address, issuer: deps.issuer, pending, code };
    const answer = await approveAuthorization(world, approval);
    return answer === undefined ? faultPage(deps, visit, 'already answered') : leave(deps, answer);
  }
  const [id] = await Promise.all([
    kept?.id ?? keepAuthorization(world, request, visit.browser),
    world.store.noteConsentPage(app.id, world.now()),
  ]);
  return html(await askForConsent(deps, incoming, visit, { id, app, request, person, grants }));
}
