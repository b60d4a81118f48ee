import type { AccountId, Instant } from '../protocol/app.ts';
import { SESSION_ABSOLUTE_LIFETIME, SESSION_IDLE_LIFETIME, SESSION_USE_RESOLUTION } from '../protocol/lifetimes.ts';
import type { PendingAuthorization } from '../protocol/pending-authorization.ts';
import type { Person } from '../protocol/person.ts';
import { type BrowserSecret, type Digest, digestOf, type SessionSecret } from '../protocol/secret.ts';
import type { Session, World } from './ports.ts';

/** A browser that proved who sits before it. */
export interface SignedIn<P extends Person = Person> {
  readonly person: P;
  /** When this person last proved who they are. */
  readonly authenticatedAt: Instant;
  /** Tells this sign-in from every other one of this browser: forms are bound to it. */
  readonly binding: string;
}

/** The browser in which somebody proved who they are. */
export interface ProvenBrowser {
  readonly secret: BrowserSecret;
  readonly address: string;
  readonly userAgent: string;
  /** Whether it signed in to the account before. */
  readonly isKnown: boolean;
  /** The session that this browser had before: it ends, so that no secret outlives a sign-in (rotation). */
  readonly previous: Digest | undefined;
}

/** What somebody proved who they are by; see {@link Person.credential}. */
export type Proof = Pick<Person, 'credential'>;

/** The password that somebody proved who they are by was replaced at this very moment, or their account is gone. Nothing was opened. */
export class ProofOvertaken extends Error {
  override readonly name = 'ProofOvertaken';

  constructor() {
    super('The password was replaced meanwhile, or the account is gone');
  }
}

/** Whether a proof still counts. Asked after something was opened by it, so that whoever ends everything misses nothing. */
export async function stillHolds(world: World, accountId: AccountId, proof: Proof | undefined): Promise<boolean> {
  if (proof?.credential === undefined) return true;
  return (await world.directory.findPerson(accountId))?.credential === proof.credential;
}

interface OpenedSession {
  readonly session: Session;
  readonly secret: SessionSecret;
}

/**
 * Opens a session for a person who just proved who they are; the secret goes into the cookie and nowhere else.
 * @throws ProofOvertaken
 */
export async function openSession(
  world: World,
  accountId: AccountId,
  browser: ProvenBrowser,
  proof?: Proof,
): Promise<OpenedSession> {
  const opened = await addSession(world, accountId, browser, proof);
  const { address, isKnown, userAgent } = browser;
  world.report({ event: 'signed in', accountId, address, knownBrowser: isKnown, userAgent: userAgent.slice(0, 500) });
  return opened;
}

/**
 * Replaces the session of a person who was signed in and has just proven anew who they are.
 * @throws ProofOvertaken
 */
export async function renewSession(
  world: World,
  accountId: AccountId,
  browser: ProvenBrowser,
  proof?: Proof,
): Promise<OpenedSession> {
  const opened = await addSession(world, accountId, browser, proof);
  world.report({ event: 'identity confirmed', accountId, address: browser.address });
  return opened;
}

async function addSession(
  world: World,
  accountId: AccountId,
  browser: ProvenBrowser,
  proof: Proof | undefined,
): Promise<OpenedSession> {
  const secret = world.randomSecret() as SessionSecret;
  const session = await world.store.addSession(
    {
      digest: digestOf(secret),
      accountId,
      browserDigest: digestOf(browser.secret),
      createdAt: world.now(),
      address: browser.address,
      userAgent: browser.userAgent.slice(0, 500),
    },
    browser.previous,
  );
  // A reset ends the sessions that it finds: one that was opened a moment later with the old password must end itself.
  if (!(await stillHolds(world, accountId, proof))) {
    await world.store.endSession(session.digest);
    throw new ProofOvertaken();
  }
  return { session, secret };
}

/**
 * The session behind a cookie with its person, unless it ended by idleness or age, the person is gone, or they must set up a
 * second factor first.
 */
export async function readSession<P extends Person>(
  world: World<P>,
  secret: SessionSecret,
): Promise<SignedIn<P> | undefined> {
  const found = await findLivingSession(world, secret);
  if (found === undefined) return undefined;
  const { session, signedIn } = found;
  const now = world.now();
  if (now - session.lastUsedAt > SESSION_USE_RESOLUTION) await world.store.noteSessionUse(session.id, now);
  return signedIn;
}

/**
 * The same for a session that a browser keeps beside the one in use. To look at it is no use of it, or it would never become
 * idle; and it must have been opened in this very browser, so that one that somebody planted there is worth nothing.
 */
export async function readOtherSession<P extends Person>(
  world: World<P>,
  secret: SessionSecret,
  browser: BrowserSecret,
): Promise<SignedIn<P> | undefined> {
  const found = await findLivingSession(world, secret);
  return found?.session.browserDigest === digestOf(browser) ? found.signedIn : undefined;
}

async function findLivingSession<P extends Person>(
  world: World<P>,
  secret: SessionSecret,
): Promise<{ readonly session: Session; readonly signedIn: SignedIn<P> } | undefined> {
  const session = await world.store.findSession(digestOf(secret));
  if (session === undefined) return undefined;
  const now = world.now();
  if (now - session.lastUsedAt > SESSION_IDLE_LIFETIME || now - session.createdAt > SESSION_ABSOLUTE_LIFETIME) {
    return undefined;
  }
  const person = await world.directory.findPerson(session.accountId);
  if (person === undefined || person.lacksSecondFactor === true) return undefined;
  return { session, signedIn: { person, authenticatedAt: session.createdAt, binding: session.digest } };
}

/** Whether the person must prove anew who they are: the app asked for it, and this sign-in is older than the request. */
export function needsFreshSignIn(pending: PendingAuthorization, { authenticatedAt }: SignedIn): boolean {
  return pending.request.forceLogin && authenticatedAt <= pending.createdAt;
}
