import { resumeAuthorization } from '../flows/answer-authorization.ts';
import { needsFreshSignIn, openSession, type ProvenBrowser, renewSession } from '../flows/sign-in.ts';
import { withRequest } from '../pages/account-links.ts';
import type { Frame } from '../pages/layout.ts';
import type { SignInView } from '../pages/sign-in.ts';
import type { AccountId, Id } from '../protocol/app.ts';
import type { Parameters } from '../protocol/parameters.ts';
import type { Person } from '../protocol/person.ts';
import { type Digest, digestOf, type PendingId, type SessionSecret } from '../protocol/secret.ts';
import { cookieLine } from './cookies.ts';
import { expiredFormPage } from './failure-page.ts';
import type { HttpDeps } from './http-deps.ts';
import type { Incoming } from './incoming.ts';
import { homePath, pathOf, resumePath, signInPath } from './paths.ts';
import { TooManyRequests } from './rate-limiter.ts';
import { html, json, type Reply, redirect, withCookies } from './reply.ts';
import { allowScript } from './script-policy.ts';
import type { SecondStepDemand } from './second-step.ts';
import { countSignInAttempt, rememberDevice } from './sign-in-limits.ts';
import { beginVisit, inLanguage, isTrustedForm, type Visit } from './visit.ts';

/** The kept request that waits behind a page on the way to it, such as a step of the sign-in. */
export interface WaitingRequest {
  readonly id: PendingId;
  readonly app: { readonly name: string };
  /** The language that the app asked for. */
  readonly lang: string | undefined;
}

/** The kept request that a page's `authorization` names; undefined for one that is over, or was begun in another browser. */
export async function findWaitingRequest<P extends Person>(
  deps: HttpDeps<P>,
  visit: Visit,
  parameters: Parameters,
): Promise<WaitingRequest | undefined> {
  const purpose = await readPurpose(deps, visit, parameters);
  if (purpose === undefined) return undefined;
  return { id: purpose.id, app: { name: purpose.app.name }, lang: purpose.pending.request.lang };
}

/** The pending authorization that a sign-in serves, as a page mentions it. */
async function readPurpose<P extends Person>(
  { world }: Pick<HttpDeps<P>, 'world'>,
  visit: Visit,
  parameters: Parameters,
) {
  const id = parameters.all('authorization')[0] as PendingId | undefined;
  if (id === undefined) return undefined;
  const open = await resumeAuthorization(world, id, visit.returning ? visit.browser : undefined);
  return typeof open === 'string' ? undefined : { id, ...open };
}

type Purpose = NonNullable<Awaited<ReturnType<typeof readPurpose>>>;

function purposeView(deps: HttpDeps, purpose: Purpose | undefined): Partial<SignInView> {
  const links = withRequest(deps.links, purpose?.id);
  if (purpose === undefined) return { links };
  const reason = purpose.pending.request.forceLogin ? ({ reason: 'force login' } as const) : {};
  return { links, authorization: purpose.id, app: { name: purpose.app.name }, ...reason };
}

/** What goes on once a person is signed in. */
export interface AfterSignIn {
  /** The id of the kept request that waits. */
  readonly authorization?: string | undefined;
  /** Otherwise the page to show, as a path below the issuer that the server chose itself; home when absent. */
  readonly page?: string | undefined;
}

/** Where a person goes after they signed in: back to the request that waits for them, or home. Never to a given URL. */
export function pathAfterSignIn(issuer: string, { authorization, page }: AfterSignIn): string {
  if (authorization !== undefined) return resumePath(issuer, authorization as PendingId);
  return page === undefined ? homePath(issuer) : pathOf(issuer, page);
}

/** `GET /auth/sign_in`: the form, unless the person is signed in already and nobody asks for them anew. */
export const showSignIn =
  (deps: HttpDeps) =>
  async (request: Incoming): Promise<Reply> => {
    const visit = await beginVisit(deps, request);
    const purpose = await readPurpose(deps, visit, request.query);
    if (visit.signedIn !== undefined && !(purpose && needsFreshSignIn(purpose.pending, visit.signedIn))) {
      return redirect(pathAfterSignIn(deps.issuer, { authorization: purpose?.id }));
    }
    const { frame } = inLanguage(deps, visit, request, purpose?.pending.request.lang);
    return withCookies(signInPage(deps, frame, purposeView(deps, purpose)), visit.cookies);
  };

function signInPage(deps: HttpDeps, frame: Frame, view: SignInView, status = 200): Reply {
  const page = html(deps.pages.signIn(frame, view), status);
  return deps.signInScript === undefined ? page : allowScript(deps, page, deps.signInScript);
}

/** `POST /auth/sign_in`: one answer and the same work for a wrong password and an unknown name. */
export const signIn =
  (deps: HttpDeps) =>
  async (request: Incoming): Promise<Reply> => {
    const body = await request.body();
    const visit = await beginVisit(deps, request);
    const purpose = await readPurpose(deps, visit, body);
    const { frame } = inLanguage(deps, visit, request, purpose?.pending.request.lang);
    const login = body.one('user[email]')?.trim() ?? '';
    const again = (status: number, view: Partial<SignInView>) =>
      withCookies(signInPage(deps, frame, { ...purposeView(deps, purpose), login, ...view }, status), visit.cookies);
    if (!isTrustedForm(deps, request, visit, body)) return again(422, { problem: 'expired form' });
    let accountId: Id | undefined;
    try {
      accountId = await countSignInAttempt(deps, request, login);
    } catch (error) {
      if (!(error instanceof TooManyRequests)) throw error;
      const minutes = Math.max(1, Math.ceil((error.tally.resetAt - deps.world.now()) / 60_000));
      return again(429, { problem: 'too many attempts', retryAfterMinutes: minutes });
    }
    const person = await deps.world.directory.authenticate(login, body.one('user[password]') ?? '');
    if (person === undefined) {
      deps.world.report({ event: 'sign-in failed', accountId, address: request.address });
      return again(422, { problem: 'wrong credentials' });
    }
    return signInBrowser(deps, request, visit, person.id, { authorization: purpose?.id });
  };

/**
 * Signs in a person who proved who they are by something that is enough where no second factor is demanded: a password, or
 * the link by which they made their account. Where more is demanded no session is opened, and the answer leads there.
 */
export async function signInBrowser<P extends Person>(
  deps: HttpDeps<P>,
  request: Incoming,
  visit: Visit,
  accountId: AccountId,
  next: AfterSignIn = {},
): Promise<Reply> {
  const demand = await demandOf(deps, request, visit, accountId, next);
  if (demand !== undefined) {
    deps.world.report({ event: 'second step asked', accountId, address: request.address });
    return withCookies(redirect(demand.location), [...visit.cookies, ...demand.cookies]);
  }
  const cookies = await completeSignIn(deps, request, visit, accountId);
  return withCookies(redirect(pathAfterSignIn(deps.issuer, next)), cookies);
}

async function demandOf<P extends Person>(
  { world, secondStep }: HttpDeps<P>,
  request: Incoming,
  { browser }: Visit,
  accountId: AccountId,
  next: AfterSignIn,
): Promise<SecondStepDemand | undefined> {
  if (secondStep === undefined) return undefined;
  // Read anew: what is demanded may have changed while the password was compared.
  const person = await world.directory.findPerson(accountId);
  if (person === undefined) return undefined;
  const authorization = next.authorization as PendingId | undefined;
  return secondStep.demandOf(person, { request, browser: digestOf(browser), authorization });
}

/**
 * Opens a session for a person who has proven all that is demanded of them, and gives the cookies that carry it. Asks for
 * nothing more: only for the end of a second step, and for proofs that count as both. Everybody else: {@link signInBrowser}.
 */
export async function completeSignIn<P extends Person>(
  deps: HttpDeps<P>,
  request: Incoming,
  visit: Visit,
  accountId: AccountId,
): Promise<readonly string[]> {
  const { secret } = await openSession(deps.world, accountId, browserOf(request, visit));
  return sessionCookies(deps, request, visit, { secret, accountId });
}

/**
 * Replaces the session of a person who was signed in and has just proven anew who they are: a new secret, and a new time of
 * the proof. Gives the cookies that carry it.
 */
export async function renewSignIn<P extends Person>(
  deps: HttpDeps<P>,
  request: Incoming,
  visit: Visit,
  accountId: AccountId,
): Promise<readonly string[]> {
  const { secret } = await renewSession(deps.world, accountId, browserOf(request, visit));
  return sessionCookies(deps, request, visit, { secret, accountId });
}

function browserOf(request: Incoming, visit: Visit): ProvenBrowser {
  return {
    secret: visit.browser,
    address: request.address,
    userAgent: request.header('user-agent') ?? '',
    previous: visit.signedIn?.binding as Digest | undefined,
  };
}

function sessionCookies<P extends Person>(
  deps: HttpDeps<P>,
  request: Incoming,
  { browser }: Visit,
  { secret, accountId }: { readonly secret: SessionSecret; readonly accountId: AccountId },
): readonly string[] {
  return [
    // Set anew also where it is known: it must not end before the session whose forms are bound to it.
    cookieLine('browser', browser, deps.issuer),
    cookieLine('session', secret, deps.issuer),
    cookieLine('device', rememberDevice(deps, request, browser, accountId), deps.issuer),
  ];
}

/** `GET /auth/sign_out`: asks, because a link must not act. */
export const showSignOut =
  (deps: HttpDeps) =>
  async (request: Incoming): Promise<Reply> => {
    const visit = await beginVisit(deps, request);
    const page = visit.signedIn === undefined ? deps.pages.signedOut(visit.frame) : deps.pages.signOut(visit.frame);
    return withCookies(html(page), visit.cookies);
  };

/** `POST|DELETE /auth/sign_out`: ends this browser's session; with a waiting request, on to signing in as another. */
export const signOut =
  (deps: HttpDeps) =>
  async (request: Incoming): Promise<Reply> => {
    const body = await request.body();
    const visit = await beginVisit(deps, request);
    const purpose = await readPurpose(deps, visit, body);
    if (!isTrustedForm(deps, request, visit, body)) {
      return expiredFormPage(deps, visit, purpose && resumePath(deps.issuer, purpose.id));
    }
    if (visit.signedIn !== undefined) {
      await deps.world.store.endSession(visit.signedIn.binding as Digest);
      deps.world.report({ event: 'signed out', accountId: visit.signedIn.person.id });
    }
    const cookies = [...visit.cookies, cookieLine('session', '', deps.issuer)];
    const next = purpose === undefined ? pathOf(deps.issuer, '/auth/sign_in') : signInPath(deps.issuer, purpose.id);
    return withCookies(request.prefersJson ? json({ redirect_to: next }) : redirect(next), cookies);
  };
