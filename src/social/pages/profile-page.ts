import { ApiError } from '../../http/api-error.ts';
import type { Incoming } from '../../http/incoming.ts';
import type { Reply } from '../../http/reply.ts';
import { readProfile } from '../../mastodon/profile.ts';
import { profilePage } from '../../pages/profile.ts';
import { statusList } from '../../pages/site/statuses/status-list.ts';
import type { SocialDeps } from '../social-deps.ts';
import { viewerOf } from '../statuses/find-readable.ts';
import { listView } from './list-view.ts';
import { visitPage } from './visit-page.ts';

/** `GET /@name`: the page that the `url` of every account entity leads to, with what the reader may read of its posts. */
export const showProfile =
  (deps: SocialDeps) =>
  async (request: Incoming): Promise<Reply> => {
    const profile = await readProfile(deps.origin, deps.kit.people, request.part('handle'));
    if (profile === undefined) throw new ApiError(404, 'Not Found');
    return visitPage(deps, request, async (frame, viewer) => {
      const reader = await viewerOf(deps, viewer, profile.id);
      const list = await listView(deps, request, viewer, {
        path: new URL(profile.url).pathname,
        read: (part) => deps.store.statuses.listOfAccount(profile.id, reader, { ...part, excludeReplies: true }),
      });
      return profilePage(frame, profile, statusList(frame, list));
    });
  };
