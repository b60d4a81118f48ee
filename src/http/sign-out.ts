import type { Digest } from '../protocol/secret.ts';
import { digestOf } from '../protocol/secret.ts';
import { cookieLine } from './cookies.ts';
import { expiredFormPage } from './failure-page.ts';
import type { HttpDeps } from './http-deps.ts';
import type { Incoming } from './incoming.ts';
import { otherSecrets, othersSignedIn } from './other-sessions.ts';
import { resumePath, signInPath } from './paths.ts';
import { html, json, type Reply, redirect, withCookies } from './reply.ts';
import { readPurpose } from './sign-in.ts';
import { beginVisit, isTrustedForm, type Visit } from './visit.ts';

/** `GET /auth/sign_out`: asks, because a link must not act. */
export const showSignOut =
  (deps: HttpDeps) =>
  async (request: Incoming): Promise<Reply> => {
    const visit = await beginVisit(deps, request);
    const { frame, signedIn, cookies } = visit;
    if (signedIn === undefined) return withCookies(html(deps.pages.signedOut(frame)), cookies);
    const others = await othersSignedIn(deps, request, visit);
    return withCookies(html(deps.pages.signOut(frame, { othersStay: others.length > 0 })), cookies);
  };

/**
 * `POST|DELETE /auth/sign_out`: ends the session in use, or with `accounts=all` every one of this browser. Who stays is not
 * put in its place: whoever signs out must not find themselves signed in. With a waiting request, on to signing in for it.
 */
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
      deps.world.report({ event: 'signed out', accountId: visit.signedIn.person.id, address: request.address });
    }
    const ended = body.all('accounts').includes('all') ? await endOthers(deps, request, visit) : [];
    const cookies = [...visit.cookies, cookieLine('session', '', deps.issuer), ...ended];
    const next = signInPath(deps.issuer, purpose?.id);
    return withCookies(request.prefersJson ? json({ redirect_to: next }) : redirect(next), cookies);
  };

/** Ends every session that this browser keeps beside the one in use. */
async function endOthers(deps: HttpDeps, request: Incoming, visit: Visit): Promise<readonly string[]> {
  const { world, issuer } = deps;
  const others = await othersSignedIn(deps, request, visit);
  // Also those that are not told of any more: their secrets leave the browser now.
  await Promise.all(otherSecrets(request, issuer).map((secret) => world.store.endSession(digestOf(secret))));
  for (const { person } of others)
    world.report({ event: 'signed out', accountId: person.id, address: request.address });
  return [cookieLine('others', '', issuer)];
}
