import type { Incoming } from '../http/incoming.ts';
import { html, type Reply, withCookies } from '../http/reply.ts';
import { beginVisit } from '../http/visit.ts';
import { homePage } from '../pages/home.ts';
import type { SiteDeps } from './site-deps.ts';

/** `GET /`: what this server is. */
export const showHome =
  (deps: SiteDeps) =>
  async (request: Incoming): Promise<Reply> => {
    const visit = await beginVisit(deps.kit.http, request);
    const { description, version } = deps;
    const signUpUrl = deps.kit.http.links.signUp;
    const page = homePage(visit.frame, { description, version, signUpUrl, signedIn: visit.signedIn !== undefined });
    return withCookies(html(page), visit.cookies);
  };
