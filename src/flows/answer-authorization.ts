import type { AccountId, App } from '../protocol/app.ts';
import { errorMembers, successMembers } from '../protocol/authorization-request.ts';
import { CODE_LIFETIME } from '../protocol/lifetimes.ts';
import { accessDenied } from '../protocol/oauth-error.ts';
import type { AuthorizationRequest, PendingAuthorization } from '../protocol/pending-authorization.ts';
import type { Person } from '../protocol/person.ts';
import { addToRedirectUri, OOB } from '../protocol/redirect-uri.ts';
import { type AuthorizationCode, type BrowserSecret, digestOf, type PendingId } from '../protocol/secret.ts';
import { admitConsent } from './policies.ts';
import type { World } from './ports.ts';

/** Why a pending authorization cannot go on; each has its own page. */
export type PendingFault = 'request expired' | 'already answered' | 'other browser';

/** A pending authorization that this browser may answer, with its app. */
export interface OpenAuthorization {
  readonly pending: PendingAuthorization;
  readonly app: App;
}

/** Finds a pending authorization by the id in a link or form, and proves that it is this browser's to answer. */
export async function resumeAuthorization(
  world: World,
  id: PendingId,
  browser: BrowserSecret | undefined,
): Promise<OpenAuthorization | PendingFault> {
  const pending = await world.store.findPendingAuthorization(digestOf(id));
  if (pending === undefined) return 'request expired';
  // Whoever begins a request must be the one who answers it, or a stranger's request could be approved by link.
  if (browser === undefined || digestOf(browser) !== pending.browserDigest) return 'other browser';
  if (pending.answeredAt !== undefined) return 'already answered';
  if (pending.expiresAt <= world.now()) return 'request expired';
  const app = await world.store.findApp(pending.request.appId);
  return app === undefined ? 'request expired' : { pending, app };
}

/** Where a person goes with a code: back to the app, or to the page from which it is copied. */
export type Departure =
  | { readonly kind: 'redirect'; readonly location: string }
  | { readonly kind: 'show code'; readonly code: AuthorizationCode };

/** Where a person goes who denied: back to the app, or nowhere. */
export type Denial =
  | Extract<Departure, { readonly kind: 'redirect' }>
  | { readonly kind: 'show denied'; readonly appName: string };

/** How long an answer may be given again: longer than any double click, far shorter than a code lives; in milliseconds. */
const REPEATABLE = 10 * 1000;

/**
 * Approves a request for an account: one grant and one code, for what the person allows of the scopes that were asked
 * for. `pending` is absent when no page was shown (decision 28). The code of a request that was kept must follow from its
 * id, or {@link repeatAnswer} takes the approval for a denial.
 * @returns undefined when another answer was first
 * @throws PolicyRefused
 */
export async function approveAuthorization(
  world: World,
  approval: {
    readonly request: AuthorizationRequest;
    /** What the person left of the request's scopes; all of them when absent. */
    readonly scopes?: readonly string[] | undefined;
    readonly person: Person;
    readonly app: App;
    readonly browser: BrowserSecret;
    /** The IP address of the browser. */
    readonly address: string;
    readonly issuer: string;
    readonly pending: PendingAuthorization | undefined;
    /** Nobody can guess it, and no other approval has it. */
    readonly code: AuthorizationCode;
  },
): Promise<Departure | undefined> {
  const { request, person, app, pending, code, scopes = request.scopes } = approval;
  await admitConsent(world, { account: person, app, scopes });
  const accountId = person.id;
  const now = world.now();
  const won = await world.store.approve({
    pending: pending?.digest,
    grant: {
      appId: request.appId,
      accountId,
      scopes,
      ...(scopes.join(' ') === request.scopes.join(' ') ? {} : { asked: request.scopes }),
      redirectUri: request.redirectUri,
      createdAt: now,
    },
    code: {
      digest: digestOf(code),
      redirectUri: request.redirectUri,
      codeChallenge: request.codeChallenge,
      browserDigest: digestOf(approval.browser),
      createdAt: now,
      expiresAt: now + CODE_LIFETIME,
    },
  });
  if (!won) return undefined;
  world.report({
    event: 'authorized',
    accountId,
    appId: request.appId,
    scopes,
    asked: pending !== undefined,
    address: approval.address,
  });
  return departureWith(code, request, approval.issuer);
}

function departureWith(code: AuthorizationCode, request: AuthorizationRequest, issuer: string): Departure {
  if (request.redirectUri === OOB) return { kind: 'show code', code };
  const members = successMembers(code, request.state, issuer);
  return { kind: 'redirect', location: addToRedirectUri(request.redirectUri, members, request.responseMode) };
}

/**
 * Refuses a request in the person's name (RFC 6749 §4.1.2.1 `access_denied`). Goes only where the checked request says.
 * @returns undefined when another answer was first
 */
export async function denyAuthorization(
  world: World,
  { pending, app }: OpenAuthorization,
  accountId: AccountId,
  issuer: string,
  address: string,
): Promise<Denial | undefined> {
  if (!(await world.store.denyPendingAuthorization(pending.digest, world.now()))) return undefined;
  const { request } = pending;
  world.report({ event: 'denied', accountId, appId: request.appId, address });
  return denialOf(request, app, issuer);
}

function denialOf(request: AuthorizationRequest, app: App, issuer: string): Denial {
  if (request.redirectUri === OOB) return { kind: 'show denied', appName: app.name };
  const members = errorMembers(accessDenied(), request.state, issuer);
  return { kind: 'redirect', location: addToRedirectUri(request.redirectUri, members, request.responseMode) };
}

/**
 * The answer to a request once more, for a browser that sent the same form twice, as a double click does: it drops the first
 * answer and shows the second, so the app would never get its code. Nothing of an answer is remembered but what the store
 * keeps, so any node gives it again.
 *
 * A code that was used is not given again, because an app that redeems it twice would end its own sign-in (decision 3).
 * @param repeat.id of a request that this browser began, which the caller has checked
 * @param repeat.code the one that follows from the request's id: where there is none in the store, the answer was no
 * @returns undefined when there is no such answer, when it is another one, or another account's, or when it is long ago
 */
export async function repeatAnswer(
  world: World,
  repeat: {
    readonly id: PendingId;
    readonly denies: boolean;
    readonly code: AuthorizationCode;
    readonly accountId: AccountId;
    readonly issuer: string;
  },
): Promise<Departure | Denial | undefined> {
  const pending = await world.store.findPendingAuthorization(digestOf(repeat.id));
  if (pending?.answeredAt === undefined || world.now() - pending.answeredAt >= REPEATABLE) return undefined;
  const { request } = pending;
  const [found, app] = await Promise.all([
    world.store.findCode(digestOf(repeat.code)),
    world.store.findApp(request.appId),
  ]);
  if (app === undefined) return undefined;
  if (repeat.denies) return found === undefined ? denialOf(request, app, repeat.issuer) : undefined;
  if (found === undefined || found.spentAt !== undefined || found.grant.accountId !== repeat.accountId)
    return undefined;
  return departureWith(repeat.code, request, repeat.issuer);
}

/**
 * Whether a code may be shown on the out-of-band page: only a fresh one that this very browser was given for this
 * account (decision 23), so that a link cannot make people copy a stranger's code.
 */
export async function mayShowCode(
  world: World,
  code: AuthorizationCode,
  viewer: { readonly browser: BrowserSecret | undefined; readonly accountId: AccountId },
): Promise<{ readonly app: App } | undefined> {
  const found = await world.store.findCode(digestOf(code));
  if (found === undefined || viewer.browser === undefined) return undefined;
  const { grant } = found;
  const own = grant.accountId === viewer.accountId && found.browserDigest === digestOf(viewer.browser);
  const fresh = found.spentAt === undefined && grant.revokedAt === undefined && world.now() < found.expiresAt;
  if (!own || !fresh || grant.appId === undefined) return undefined;
  const app = await world.store.findApp(grant.appId);
  return app === undefined ? undefined : { app };
}
