import { ApiError } from '../http/api-error.ts';
import type { Incoming } from '../http/incoming.ts';
import { html, type Reply, withCookies } from '../http/reply.ts';
import { beginVisit } from '../http/visit.ts';
import { readProfile } from '../mastodon/profile.ts';
import { profilePage } from '../pages/profile.ts';
import type { SiteDeps } from './site-deps.ts';

/** Contract §1.5: other sites may look at a profile, without the reader's cookies. */
const anyOrigin = { 'Access-Control-Allow-Origin': '*' };

/** `GET /@name`: the page that the `url` of every account entity leads to. */
export const showProfile =
  (deps: SiteDeps) =>
  async (request: Incoming): Promise<Reply> => {
    const profile = await readProfile(deps.kit.http.issuer, deps.kit.people, request.part('handle'));
    if (profile === undefined) throw new ApiError(404, 'Not Found');
    const visit = await beginVisit(deps.kit.http, request);
    return withCookies(html(profilePage(visit.frame, profile), 200, anyOrigin), visit.cookies);
  };
