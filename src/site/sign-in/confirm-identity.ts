import type { AccountPerson } from '../../accounts/person.ts';
import { beginAssertion, canHavePasskeys, finishAssertion } from '../../accounts/second-factor/passkey-ceremony.ts';
import { Overloaded } from '../../flows/ports.ts';
import { ApiError } from '../../http/api-error.ts';
import { expiredFormPage } from '../../http/failure-page.ts';
import type { Incoming } from '../../http/incoming.ts';
import { accountKey } from '../../http/limits/limit-keys.ts';
import { retryAfter, unlessOverloaded } from '../../http/overload.ts';
import { homePath, pathOf } from '../../http/paths.ts';
import { rateLimits } from '../../http/rate-limiter.ts';
import { html, json, type Reply, redirect, withCookies } from '../../http/reply.ts';
import { renewSignIn } from '../../http/sign-in.ts';
import { beginVisit, isTrustedForm, type Visit } from '../../http/visit.ts';
import type { HostPerson } from '../../library/host-person.ts';
import { type ConfirmIdentityView, confirmIdentityPage } from '../../pages/site/second-step/confirm-identity.ts';
import { digestOf } from '../../protocol/secret.ts';
import { passkeyPage } from '../passkey-page.ts';
import { secondFactorDepsOf } from '../second-factor-deps.ts';
import type { SiteDeps } from '../site-deps.ts';
import { isPageWithProof } from './fresh-proof.ts';
import { countTry } from './second-factor-tries.ts';

type SiteVisit = Visit<HostPerson<AccountPerson>>;

/** `GET /auth/confirm_identity?page=`: asks who sits before a signed-in browser, before something that must not be a thief's. */
export const showConfirmIdentity =
  (deps: SiteDeps) =>
  async (request: Incoming): Promise<Reply> => {
    const visit = await beginVisit(deps.kit.http, request);
    if (visit.signedIn === undefined) return signInFirst(deps, visit.cookies);
    return draw(deps, visit, { page: pageOf(request.query.all('page')[0]) });
  };

/** `POST /auth/confirm_identity`: a right password renews the session, and the page that asked goes on. */
export const confirmIdentity =
  (deps: SiteDeps) =>
  async (request: Incoming): Promise<Reply> => {
    const { http } = deps.kit;
    const body = await request.body();
    const visit = await beginVisit(http, request);
    if (visit.signedIn === undefined) return signInFirst(deps, visit.cookies);
    if (!isTrustedForm(http, request, visit, body)) return expiredFormPage(http, visit);
    const page = pageOf(body.all('page')[0]);
    const { person } = visit.signedIn;
    const tooMany = await countTry(deps, request, rateLimits.passwordChangeByAccount, accountKey(person.id));
    if (tooMany !== undefined) return draw(deps, visit, { page, problem: 'too many attempts', ...tooMany }, 429);
    const proven = await unlessOverloaded(() =>
      http.world.directory.authenticate(person.username, body.one('password') ?? ''),
    );
    if (proven instanceof Overloaded)
      return retryAfter(proven, await draw(deps, visit, { page, problem: 'busy' }, 503));
    if (proven?.id !== person.id) return draw(deps, visit, { page, problem: 'wrong password' }, 422);
    return goOn(deps, request, visit, proven, page);
  };

/** `POST /auth/confirm_identity/passkey/options`: what the authenticator is asked. */
export const confirmPasskeyOptions =
  (deps: SiteDeps) =>
  async (request: Incoming): Promise<Reply> => {
    const { http } = deps.kit;
    const body = await request.body();
    const visit = await beginVisit(http, request);
    if (visit.signedIn === undefined || !isTrustedForm(http, request, visit, body)) throw new ApiError(422, 'Expired');
    const { person } = visit.signedIn;
    if (await countTry(deps, request, rateLimits.passwordChangeByAccount, accountKey(person.id))) {
      throw new ApiError(429, 'Too many requests');
    }
    const { account } = person.account;
    const ceremony = { purpose: 'confirm', account, browser: digestOf(visit.browser) } as const;
    return json(await beginAssertion(secondFactorDepsOf(deps), ceremony));
  };

/** `POST /auth/confirm_identity/passkey`: the same by a passkey of the account. */
export const confirmIdentityByPasskey =
  (deps: SiteDeps) =>
  async (request: Incoming): Promise<Reply> => {
    const { http } = deps.kit;
    const body = await request.body();
    const visit = await beginVisit(http, request);
    if (visit.signedIn === undefined) return signInFirst(deps, visit.cookies);
    if (!isTrustedForm(http, request, visit, body)) return expiredFormPage(http, visit);
    const page = pageOf(body.all('page')[0]);
    const { account } = visit.signedIn.person.account;
    const ceremony = { purpose: 'confirm', account, browser: digestOf(visit.browser) } as const;
    const passkey = await finishAssertion(secondFactorDepsOf(deps), ceremony, body.one('credential') ?? '');
    if (passkey === undefined) return draw(deps, visit, { page, problem: 'passkey' }, 422);
    return goOn(deps, request, visit, visit.signedIn.person, page);
  };

/** Whatever else a link may name, nobody is led there. */
const pageOf = (asked: string | undefined) => (isPageWithProof(asked) ? asked : undefined);

const signInFirst = (deps: SiteDeps, cookies: readonly string[]) =>
  withCookies(redirect(deps.kit.http.signInWay.signInUrl({ reason: 'nobody' })), cookies);

async function goOn(
  deps: SiteDeps,
  request: Incoming,
  visit: Visit,
  proven: HostPerson<AccountPerson>,
  page: string | undefined,
): Promise<Reply> {
  const { http } = deps.kit;
  const cookies = await renewSignIn(http, request, visit, proven.id, proven);
  return withCookies(redirect(page === undefined ? homePath(http.issuer) : pathOf(http.issuer, page), 303), cookies);
}

async function draw(
  deps: SiteDeps,
  visit: SiteVisit,
  view: Omit<ConfirmIdentityView, 'hasPasskeys' | 'username'>,
  status = 200,
): Promise<Reply> {
  const { signedIn, frame, cookies } = visit;
  const { issuer } = deps.kit.http;
  const factors = signedIn && (await deps.store.findSecondFactors(signedIn.person.id));
  const hasPasskeys = (factors?.passkeys.length ?? 0) > 0 && canHavePasskeys(issuer);
  const page = confirmIdentityPage(frame, { ...view, username: signedIn?.person.username ?? '', hasPasskeys });
  return withCookies(hasPasskeys ? passkeyPage(deps, page, status) : html(page, status), cookies);
}
