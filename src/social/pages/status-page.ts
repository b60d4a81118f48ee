import { ApiError } from '../../http/api-error.ts';
import type { Incoming } from '../../http/incoming.ts';
import { type Reply, redirect } from '../../http/reply.ts';
import { statusPage } from '../../pages/site/statuses/status-page.ts';
import type { SocialDeps, SocialPerson } from '../social-deps.ts';
import { findReadable } from '../statuses/find-readable.ts';
import { readThread, threadLimits } from '../statuses/read-thread.ts';
import { showStatuses } from '../statuses/show-statuses.ts';
import type { StatusEntity } from '../statuses/status-entity.ts';
import { statusView } from './status-view.ts';
import { visitAs, visitPage } from './visit-page.ts';

/** `GET /@name/:id`: the page that the `url` of every status leads to, for whoever may read it. */
export const showStatusPage =
  (deps: SocialDeps) =>
  async (request: Incoming): Promise<Reply> =>
    visitPage(deps, request, async (frame, viewer) => {
      const entity = await findOfAuthor(deps, viewer, request.part('id'), request.part('handle').slice(1));
      const { ancestors, descendants } = await readThread(deps, viewer, entity.id, threadLimits.everybody);
      return statusPage(frame, {
        status: statusView(entity),
        above: ancestors.map(statusView),
        below: descendants.map(statusView),
      });
    });

/** `GET /users/:username/statuses/:id`: the `uri` of a status, opened in a browser that may see it. There is no ActivityPub here. */
export const leadToStatusPage =
  (deps: SocialDeps) =>
  async (request: Incoming): Promise<Reply> =>
    visitAs(deps, request, async (viewer) =>
      redirect((await findOfAuthor(deps, viewer, request.part('id'), request.part('username'))).url),
    );

async function findOfAuthor(
  deps: SocialDeps,
  viewer: SocialPerson | undefined,
  id: string,
  username: string,
): Promise<StatusEntity> {
  const [entity] = await showStatuses(deps, viewer, [await findReadable(deps, viewer, id)]);
  // An address that names somebody else as the author is nobody's.
  if (entity?.account.username.toLowerCase() !== username.toLowerCase()) throw new ApiError(404, 'Not Found');
  return entity;
}
