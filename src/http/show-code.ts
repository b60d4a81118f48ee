import { mayShowCode } from '../flows/answer-authorization.ts';
import { CODE_LIFETIME, MINUTE } from '../protocol/lifetimes.ts';
import type { AuthorizationCode } from '../protocol/secret.ts';
import { faultPage } from './authorization-replies.ts';
import type { HttpDeps } from './http-deps.ts';
import type { Incoming } from './incoming.ts';
import { html, type Reply, redirect, withCookies } from './reply.ts';
import { beginVisit } from './visit.ts';

/** `GET /oauth/authorize/native`: shows a code that this browser was just given, and no other (decision 23). */
export const showCode =
  (deps: HttpDeps) =>
  async (request: Incoming): Promise<Reply> => {
    const visit = await beginVisit(deps, request);
    if (visit.signedIn === undefined)
      return withCookies(redirect(deps.signInWay.signInUrl({ reason: 'nobody' })), visit.cookies);
    const code = (request.query.oneOrBlank('code') ?? '') as AuthorizationCode;
    const browser = visit.returning ? visit.browser : undefined;
    const shown = await mayShowCode(deps.world, code, { browser, accountId: visit.signedIn.person.id });
    if (shown === undefined) return faultPage(deps, visit, 'request expired');
    const validForMinutes = Math.round(CODE_LIFETIME / MINUTE);
    return html(deps.pages.code(visit.frame, { code, appName: shown.app.name, validForMinutes }));
  };
