import { recordNotFound } from '../../http/api-error.ts';
import type { Id } from '../../protocol/app.ts';
import type { Status } from '../ports.ts';
import type { SocialDeps, SocialPerson } from '../social-deps.ts';
import { mayRead } from './visibility.ts';

/** Of these, those that the viewer may read; of authors who are suspended nobody may read any. */
export async function readableOf(
  deps: Pick<SocialDeps, 'store'>,
  viewer: SocialPerson | undefined,
  statuses: readonly Status[],
): Promise<readonly Status[]> {
  const authors = [...new Set(statuses.map(({ accountId }) => accountId))];
  const followed = viewer === undefined ? undefined : await deps.store.statuses.findFollowed(viewer.id, authors);
  return statuses.filter((status) =>
    mayRead(status, viewer && { id: viewer.id, follows: followed?.has(status.accountId) ?? false }),
  );
}

/** Who looks at the statuses of an account, as the store must know it. */
export async function viewerOf(
  deps: Pick<SocialDeps, 'store'>,
  viewer: SocialPerson | undefined,
  authorId: Id,
): Promise<{ readonly id: Id; readonly follows: boolean } | undefined> {
  if (viewer === undefined) return undefined;
  return { id: viewer.id, follows: (await deps.store.statuses.findFollowed(viewer.id, [authorId])).size > 0 };
}

/**
 * The status that an id names, if the viewer may read it.
 * @throws ApiError 404
 */
export async function findReadable(
  deps: Pick<SocialDeps, 'store'>,
  viewer: SocialPerson | undefined,
  id: string,
): Promise<Status> {
  const status = await deps.store.statuses.find(id);
  const [readable] = status === undefined ? [] : await readableOf(deps, viewer, [status]);
  if (readable === undefined) throw recordNotFound();
  return readable;
}
