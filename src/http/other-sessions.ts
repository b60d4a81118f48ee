import { readOtherSession, type SignedIn } from '../flows/sign-in.ts';
import type { AccountId } from '../protocol/app.ts';
import type { Person } from '../protocol/person.ts';
import { type Digest, digestOf, type SessionSecret } from '../protocol/secret.ts';
import { cookieLine, cookieName, isSecret } from './cookies.ts';
import type { HttpDeps } from './http-deps.ts';
import type { Incoming } from './incoming.ts';
import type { Visit } from './visit.ts';

/** Accounts that stay signed in in one browser beside the one in use; with more, the one unused for longest is signed out. */
const MOST_OTHERS = 4;

/** The secrets that a browser keeps beside the one in use, as it sent them. */
export function otherSecrets(request: Incoming, issuer: string): readonly SessionSecret[] {
  const kept = request.cookie(cookieName('others', issuer))?.split('.') ?? [];
  return [...new Set(kept.slice(0, MOST_OTHERS).filter(isSecret))] as SessionSecret[];
}

/** Who is signed in in this browser beside the one in use, each account once. */
export async function othersSignedIn<P extends Person>(
  deps: Pick<HttpDeps<P>, 'signInWay'>,
  request: Incoming,
  { browser, returning, signedIn }: Visit<P>,
): Promise<readonly SignedIn<P>[]> {
  if (!returning) return [];
  const others = (await deps.signInWay.whoElseIsThere?.(request, browser)) ?? [];
  const seen = new Set(signedIn === undefined ? [] : [signedIn.person.id]);
  return others.filter(({ person }) => !seen.has(person.id) && seen.add(person.id));
}

/** What becomes of the sessions that a browser holds when somebody signs in there. */
export interface SessionChange {
  /** The session that the new one takes the place of (rotation). */
  readonly previous: Digest | undefined;
  readonly cookies: readonly string[];
}

/**
 * Keeps the sessions of other accounts when `accountId` signs in. A session of the same account is replaced, and what no
 * longer has a place ends on the server too: a secret that no cookie holds must not live.
 */
export async function makeRoomFor<P extends Person>(
  { world, issuer }: Pick<HttpDeps<P>, 'world' | 'issuer'>,
  request: Incoming,
  { browser }: Pick<Visit, 'browser'>,
  accountId: AccountId,
): Promise<SessionChange> {
  const inUse = request.cookie(cookieName('session', issuer));
  const secrets = [...(isSecret(inUse) ? [inUse as SessionSecret] : []), ...otherSecrets(request, issuer)];
  const held = await Promise.all(
    secrets.map(async (secret) => ({ secret, owner: (await readOtherSession(world, secret, browser))?.person.id })),
  );
  const kept = new Map<AccountId, SessionSecret>();
  for (const { secret, owner } of held) {
    if (owner === undefined || owner === accountId || kept.has(owner) || kept.size === MOST_OTHERS) continue;
    kept.set(owner, secret);
  }
  const replaced = held.find(({ owner }) => owner === accountId)?.secret;
  const isKept = new Set<string>(kept.values());
  const leaving = new Set(secrets.filter((secret) => !isKept.has(secret) && secret !== replaced).map(digestOf));
  await Promise.all([...leaving].map((digest) => world.store.endSession(digest)));
  const previous = replaced === undefined ? undefined : digestOf(replaced);
  return { previous, cookies: othersCookie([...kept.values()], request, issuer) };
}

/**
 * Puts the session of another account in the place of the one in use, which the browser keeps.
 * @returns undefined when no such account is signed in here any more
 */
export async function switchTo<P extends Person>(
  deps: Pick<HttpDeps<P>, 'signInWay' | 'issuer'>,
  request: Incoming,
  visit: Visit<P>,
  accountId: string,
): Promise<readonly string[] | undefined> {
  const { issuer } = deps;
  const others = await othersSignedIn(deps, request, visit);
  const secretOf = new Map(otherSecrets(request, issuer).map((secret) => [digestOf(secret) as string, secret]));
  const chosen = others.find(({ person }) => person.id === accountId);
  const secret = chosen && secretOf.get(chosen.binding);
  if (secret === undefined) return undefined;
  const inUse = visit.signedIn && request.cookie(cookieName('session', issuer));
  const kept = [inUse, ...others.filter((other) => other !== chosen).map(({ binding }) => secretOf.get(binding))];
  return [cookieLine('session', secret, issuer), ...othersCookie(kept.filter(isSecret), request, issuer)];
}

/** The cookie line that keeps these secrets; none when nothing changed. */
function othersCookie(secrets: readonly string[], request: Incoming, issuer: string): readonly string[] {
  const value = secrets.slice(0, MOST_OTHERS).join('.');
  const before = request.cookie(cookieName('others', issuer)) ?? '';
  return value === before ? [] : [cookieLine('others', value, issuer)];
}
