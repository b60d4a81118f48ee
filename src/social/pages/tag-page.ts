import { ApiError } from '../../http/api-error.ts';
import type { Incoming } from '../../http/incoming.ts';
import type { Reply } from '../../http/reply.ts';
import { tagPage } from '../../pages/site/statuses/tag-page.ts';
import type { SocialDeps } from '../social-deps.ts';
import { readHashtag } from '../statuses/named-in-text.ts';
import { listView } from './list-view.ts';
import { visitPage } from './visit-page.ts';

/** `GET /tags/:hashtag`: the page that hashtags in statuses and profiles lead to. */
export const showTag =
  (deps: SocialDeps) =>
  async (request: Incoming): Promise<Reply> => {
    const hashtag = readHashtag(request.part('hashtag'));
    if (hashtag === undefined) throw new ApiError(404, 'Not Found');
    return visitPage(deps, request, async (frame, viewer) => {
      const list = await listView(deps, request, viewer, {
        path: `/tags/${encodeURIComponent(hashtag)}`,
        read: (part) => deps.store.statuses.listTagged({ any: [hashtag], all: [], none: [] }, part),
      });
      return tagPage(frame, { ...list, hashtag });
    });
  };
