import { resumeAuthorization } from '../flows/answer-authorization.ts';
import { Overloaded } from '../flows/ports.ts';
import {
  needsFreshSignIn,
  openSession,
  type Proof,
  ProofOvertaken,
  type ProvenBrowser,
  renewSession,
  type SignedIn,
} from '../flows/sign-in.ts';
import { withRequest } from '../pages/account-links.ts';
import type { SignInView } from '../pages/sign-in.ts';
import type { AccountId, Id } from '../protocol/app.ts';
import type { Parameters } from '../protocol/parameters.ts';
import type { Person } from '../protocol/person.ts';
import { digestOf, type PendingId, type SessionSecret } from '../protocol/secret.ts';
import { cookieLine } from './cookies.ts';
import type { HttpDeps } from './http-deps.ts';
import type { Incoming } from './incoming.ts';
import { makeRoomFor, othersSignedIn } from './other-sessions.ts';
import { retryAfter, unlessOverloaded } from './overload.ts';
import { homePath, pathOf, resumePath } from './paths.ts';
import { presentOther } from './present.ts';
import { TooManyRequests } from './rate-limiter.ts';
import { html, type Reply, redirect, withCookies } from './reply.ts';
import { allowScript } from './script-policy.ts';
import type { SecondStepDemand } from './second-step.ts';
import { countSignInAttempt, isKnownDevice, rememberDevice } from './sign-in-limits.ts';
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
export async function readPurpose<P extends Person>(
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

/**
 * `GET /auth/sign_in`: the form, unless the person is signed in already and nobody asks for them anew, nor they for another
 * account (`another`).
 */
export const showSignIn =
  (deps: HttpDeps) =>
  async (request: Incoming): Promise<Reply> => {
    const visit = await beginVisit(deps, request);
    const purpose = await readPurpose(deps, visit, request.query);
    const mustSignIn = visit.signedIn === undefined || isAskedAnew(purpose, visit.signedIn);
    if (!mustSignIn && !request.query.has('another')) {
      return redirect(pathAfterSignIn(deps.issuer, { authorization: purpose?.id }));
    }
    return withCookies(await signInForm(deps, request, visit, purpose), visit.cookies);
  };

function isAskedAnew(purpose: Purpose | undefined, signedIn: SignedIn): boolean {
  return purpose !== undefined && needsFreshSignIn(purpose.pending, signedIn);
}

/** The sign-in page; who is signed in here already can go on from it, unless the app demands a fresh proof. */
export async function signInForm(
  deps: HttpDeps,
  request: Incoming,
  visit: Visit,
  purpose: Purpose | undefined,
  { status = 200, ...view }: Partial<SignInView> & { readonly status?: number } = {},
): Promise<Reply> {
  const { signedIn } = visit;
  const { frame } = inLanguage(deps, visit, request, purpose?.pending.request.lang);
  const asksAnew = purpose?.pending.request.forceLogin ?? false;
  const others = signedIn === undefined && !asksAnew ? await othersSignedIn(deps, request, visit) : [];
  const stays = signedIn !== undefined && !isAskedAnew(purpose, signedIn);
  const page = deps.pages.signIn(frame, {
    ...purposeView(deps, purpose),
    ...(stays ? { reason: 'another account' } : {}),
    ...(others.length === 0 ? {} : { signedInAccounts: others.map(({ person }) => presentOther(person, deps.issuer)) }),
    ...view,
  });
  return deps.signInScript === undefined
    ? html(page, status)
    : allowScript(deps, html(page, status), deps.signInScript);
}

/** `POST /auth/sign_in`: one answer and the same work for a wrong password and an unknown name. */
export const signIn =
  (deps: HttpDeps) =>
  async (request: Incoming): Promise<Reply> => {
    const body = await request.body();
    const visit = await beginVisit(deps, request);
    const purpose = await readPurpose(deps, visit, body);
    const login = body.one('user[email]')?.trim() ?? '';
    const again = async (status: number, view: Partial<SignInView>) =>
      withCookies(await signInForm(deps, request, visit, purpose, { login, status, ...view }), visit.cookies);
    if (!isTrustedForm(deps, request, visit, body)) return again(422, { problem: 'expired form' });
    let accountId: Id | undefined;
    try {
      accountId = await countSignInAttempt(deps, request, login);
    } catch (error) {
      if (!(error instanceof TooManyRequests)) throw error;
      return again(429, { problem: 'too many attempts', retryAfterMinutes: error.minutesFrom(deps.world.now()) });
    }
    const person = await unlessOverloaded(() =>
      deps.world.directory.authenticate(login, body.one('user[password]') ?? ''),
    );
    if (person instanceof Overloaded) return retryAfter(person, await again(503, { problem: 'busy' }));
    if (person === undefined) {
      deps.world.report({ event: 'sign-in failed', accountId, address: request.address });
      return again(422, { problem: 'wrong credentials' });
    }
    return signInBrowser(deps, request, visit, person.id, { authorization: purpose?.id }, person);
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
  proof?: Proof,
): Promise<Reply> {
  const demand = await demandOf(deps, request, visit, accountId, next);
  if (demand !== undefined) {
    deps.world.report({ event: 'second step asked', accountId, address: request.address });
    return withCookies(redirect(demand.location), [...visit.cookies, ...demand.cookies]);
  }
  const cookies = await completeSignIn(deps, request, visit, accountId, proof);
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
  // Whoever is not found now may be found again later, and must not be signed in by then without a second step.
  if (person === undefined) throw new ProofOvertaken();
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
  proof?: Proof,
): Promise<readonly string[]> {
  const { browser, cookies } = await browserFor(deps, request, visit, accountId);
  const { secret } = await openSession(deps.world, accountId, browser, proof);
  return [...sessionCookies(deps, request, visit, { secret, accountId }), ...cookies];
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
  proof?: Proof,
): Promise<readonly string[]> {
  const { browser, cookies } = await browserFor(deps, request, visit, accountId);
  const { secret } = await renewSession(deps.world, accountId, browser, proof);
  return [...sessionCookies(deps, request, visit, { secret, accountId }), ...cookies];
}

/** The browser of a sign-in. Sessions of other accounts stay there, and one of the same account makes room. */
async function browserFor<P extends Person>(
  deps: HttpDeps<P>,
  request: Incoming,
  visit: Visit,
  accountId: AccountId,
): Promise<{ readonly browser: ProvenBrowser; readonly cookies: readonly string[] }> {
  const { previous, cookies } = await makeRoomFor(deps, request, visit, accountId);
  const userAgent = request.header('user-agent') ?? '';
  const isKnown = isKnownDevice(deps, request, visit.browser, accountId);
  return { browser: { secret: visit.browser, address: request.address, userAgent, isKnown, previous }, cookies };
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
