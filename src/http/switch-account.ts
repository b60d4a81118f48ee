import type { PendingId } from '../protocol/secret.ts';
import { isSecret } from './cookies.ts';
import { expiredFormPage } from './failure-page.ts';
import type { HttpDeps } from './http-deps.ts';
import type { Incoming } from './incoming.ts';
import { othersSignedIn, switchTo } from './other-sessions.ts';
import { ACCOUNTS_PATH, anotherSignInPath, homePath, pathOf, resumePath } from './paths.ts';
import { presentOther, presentPerson } from './present.ts';
import { html, type Reply, redirect, withCookies } from './reply.ts';
import { readPurpose, signInForm } from './sign-in.ts';
import { beginVisit, isTrustedForm } from './visit.ts';

/** `GET /auth/accounts`: who is signed in in this browser. */
export const showAccounts =
  (deps: HttpDeps) =>
  async (request: Incoming): Promise<Reply> => {
    const { issuer, pages } = deps;
    const visit = await beginVisit(deps, request);
    const { signedIn, cookies } = visit;
    if (signedIn === undefined) return withCookies(redirect(deps.signInWay.signInUrl({ reason: 'nobody' })), cookies);
    const others = await othersSignedIn(deps, request, visit);
    const page = pages.accounts(visit.frame, {
      inUse: presentPerson(signedIn.person, issuer),
      others: others.map(({ person }) => presentOther(person, issuer)),
      useAnotherAccountUrl: anotherSignInPath(issuer, undefined),
    });
    return withCookies(html(page), cookies);
  };

/**
 * `POST /auth/switch`: goes on as another account that is signed in in this browser, with a waiting request or at the start.
 * Nobody is signed in by it: what was not finished, has ended or grew too old is not among the choices, and an app's demand for
 * a fresh proof (`force_login`) is made of whoever is chosen.
 */
export const switchAccount =
  (deps: HttpDeps) =>
  async (request: Incoming): Promise<Reply> => {
    const { issuer } = deps;
    const body = await request.body();
    const visit = await beginVisit(deps, request);
    const id = body.all('authorization')[0];
    // Also where the request waits no longer: the page there says what to do.
    const waiting = isSecret(id) ? resumePath(issuer, id as PendingId) : undefined;
    if (!isTrustedForm(deps, request, visit, body)) {
      return expiredFormPage(deps, visit, waiting ?? pathOf(issuer, ACCOUNTS_PATH));
    }
    const accountId = body.all('account')[0] ?? '';
    const next = redirect(waiting ?? homePath(issuer), 303);
    if (accountId === visit.signedIn?.person.id) return next;
    const cookies = await switchTo(deps, request, visit, accountId);
    if (cookies !== undefined) return withCookies(next, cookies);
    // It must be said: whoever went on as before would answer in the wrong name.
    const purpose = await readPurpose(deps, visit, body);
    return signInForm(deps, request, visit, purpose, { problem: 'session ended', status: 422 });
  };
