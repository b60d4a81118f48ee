import type { AccountId } from '../protocol/app.ts';
import { SESSION_ABSOLUTE_LIFETIME, SESSION_IDLE_LIFETIME, SESSION_USE_RESOLUTION } from '../protocol/lifetimes.ts';
import type { PendingAuthorization } from '../protocol/pending-authorization.ts';
import type { Person } from '../protocol/person.ts';
import { type BrowserSecret, digestOf, type SessionSecret } from '../protocol/secret.ts';
import type { Session, World } from './ports.ts';

/** A browser that proved who sits before it. */
export interface SignedIn<P extends Person = Person> {
  readonly session: Session;
  readonly person: P;
}

/** Opens a session for a person who just proved who they are; the secret goes into the cookie and nowhere else. */
export async function openSession(
  world: World,
  accountId: AccountId,
  browser: {
    readonly secret: BrowserSecret;
    readonly address: string;
    readonly userAgent: string;
    /** The session that this browser had before: it ends, so that no secret outlives a sign-in (rotation). */
    readonly previous: SessionSecret | undefined;
  },
): Promise<{ readonly session: Session; readonly secret: SessionSecret }> {
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
    browser.previous === undefined ? undefined : digestOf(browser.previous),
  );
  world.report({ event: 'signed in', accountId, address: browser.address });
  return { session, secret };
}

/** The session behind a cookie with its person, unless it ended by idleness or age, or the person is gone. */
export async function readSession<P extends Person>(
  world: World<P>,
  secret: SessionSecret,
): Promise<SignedIn<P> | undefined> {
  const session = await world.store.findSession(digestOf(secret));
  if (session === undefined) return undefined;
  const now = world.now();
  if (now - session.lastUsedAt > SESSION_IDLE_LIFETIME || now - session.createdAt > SESSION_ABSOLUTE_LIFETIME) {
    return undefined;
  }
  const person = await world.directory.findPerson(session.accountId);
  if (person === undefined) return undefined;
  if (now - session.lastUsedAt > SESSION_USE_RESOLUTION) await world.store.noteSessionUse(session.id, now);
  return { session, person };
}

/** Whether the person must prove anew who they are: the app asked for it, and this session is older than the request. */
export function needsFreshSignIn(pending: PendingAuthorization, { session }: SignedIn): boolean {
  return pending.request.forceLogin && session.createdAt <= pending.createdAt;
}
