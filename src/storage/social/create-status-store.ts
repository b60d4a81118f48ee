import type { StatusStore } from '../../social/ports.ts';
import type { SocialKit } from './create-social-store.ts';
import { addStatus, findStatuses, ParentGone, removeStatus } from './statuses.ts';
import { listTagged } from './tag-timeline.ts';
import * as timelines from './timelines.ts';

export function createStatusStore({ read, announce, nextId }: SocialKit): StatusStore {
  return {
    add: async (status, key) => {
      try {
        const added = await announce(
          (db) => addStatus(db, nextId, status, key),
          (outcome) => (outcome?.isNew ? [{ kind: 'status', statusId: outcome.status.id }, ...outcome.notified] : []),
        );
        return added?.status;
      } catch (error) {
        if (error instanceof ParentGone) return undefined;
        throw error;
      }
    },
    find: async (id) => (await read((db) => findStatuses(db, [id])))[0],
    findMany: (ids) => read((db) => findStatuses(db, ids)),
    remove: (id, accountId) =>
      announce(
        (db) => removeStatus(db, id, accountId),
        (removed) => {
          if (removed === undefined) return [];
          const { visibility, mentionedIds } = removed;
          return [{ kind: 'status deleted', statusId: id, accountId, visibility, mentionedIds }];
        },
      ),
    listAncestors: (id, limit) => read((db) => timelines.listAncestors(db, id, limit)),
    listDescendants: (id, limit) => read((db) => timelines.listDescendants(db, id, limit)),
    listTagged: (tags, page) => read((db) => listTagged(db, tags, page)),
    listPublic: (page) => read((db) => timelines.listPublic(db, page)),
    listOfAccount: (accountId, viewer, options) =>
      read((db) => timelines.listOfAccount(db, accountId, viewer, options)),
    listHome: (accountId, page) => read((db) => timelines.listHome(db, accountId, page)),
    findFollowed: (accountId, others) => read((db) => timelines.findFollowed(db, accountId, others)),
    findFollowing: (accountId, others) => read((db) => timelines.findFollowing(db, accountId, others)),
    count: () =>
      read(async (db) => {
        const row = await db
          .selectFrom('statuses')
          .select(({ fn }) => fn.countAll<number | bigint>().as('count'))
          .executeTakeFirstOrThrow();
        return Number(row.count);
      }),
  };
}
