import type { Id } from '../../protocol/app.ts';
import type { NewStatus, News, PostingKey, Status, Visibility } from '../../social/ports.ts';
import { flag, idOf, optionalStoredId, soughtId, storedId } from '../row-values.ts';
import type { Db } from '../schema.ts';
import { notify } from './notifications.ts';
import { statuses, statusOf } from './status-row.ts';

/** What became of a call that adds a status. */
export interface Added {
  readonly status: Status;
  /** Whether this call added it, and no earlier one under the same key. */
  readonly isNew: boolean;
  /** Who was told of it. */
  readonly notified: readonly News[];
}

export async function addStatus(
  db: Db,
  nextId: () => bigint,
  status: NewStatus,
  key: PostingKey | undefined,
): Promise<Added | undefined> {
  const author = storedId(status.accountId);
  const earlier = key && (await findPosted(db, author, key, status.createdAt));
  if (earlier !== undefined) return { status: earlier, isNew: false, notified: [] };
  const id = nextId();
  const counted = await db
    .updateTable('accounts')
    .set(({ eb }) => ({ statuses_count: eb('statuses_count', '+', 1), last_status_at: status.createdAt }))
    .where('id', '=', author)
    .where('deleted_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (counted === undefined) return undefined;
  const counts = isShownToEverybody(status.visibility) ? 1 : 0;
  if (status.inReplyToId !== undefined && !(await countReply(db, soughtId(status.inReplyToId), counts))) {
    // What was counted is undone with all of this commit: the caller throws.
    throw new ParentGone();
  }
  await db
    .insertInto('statuses')
    .values({
      id,
      account_id: author,
      text: status.text,
      spoiler_text: status.spoilerText,
      visibility: status.visibility,
      sensitive: flag(status.sensitive),
      language: status.language ?? null,
      in_reply_to_id: optionalStoredId(status.inReplyToId),
      in_reply_to_account_id: optionalStoredId(status.inReplyToAccountId),
      replies_count: 0,
      in_public_timeline: flag(isInPublicTimeline(status)),
      application_name: status.application?.name ?? null,
      application_website: status.application?.website ?? null,
      created_at: status.createdAt,
    })
    .execute();
  const { tags, ...kept } = status;
  await addTags(db, id, tags, status.visibility === 'public');
  const mentioned = await addMentions(db, id, status.mentionedIds);
  if (key !== undefined) {
    await db
      .insertInto('posting_keys')
      .values({ account_id: author, digest: key.digest, status_id: id, expires_at: key.expiresAt })
      .execute();
  }
  const notified = await notify(
    db,
    mentioned
      .filter((other) => other !== author)
      .map((account) => {
        const what = { type: 'mention', from: author, status: id, at: status.createdAt } as const;
        return { id: nextId(), account, ...what };
      }),
  );
  const mentionedIds = mentioned.map(idOf);
  return { status: { ...kept, mentionedIds, id: idOf(id), repliesCount: 0 }, isNew: true, notified };
}

/** What a status answers was removed meanwhile. */
export class ParentGone extends Error {
  override readonly name = 'ParentGone';
}

function isInPublicTimeline({ visibility, inReplyToAccountId, accountId }: NewStatus): boolean {
  return visibility === 'public' && (inReplyToAccountId === undefined || inReplyToAccountId === accountId);
}

/** What was posted under a key that has not expired. */
async function findPosted(db: Db, author: bigint, key: PostingKey, at: number): Promise<Status | undefined> {
  await db
    .deleteFrom('posting_keys')
    .where('account_id', '=', author)
    .where('digest', '=', key.digest)
    .where('expires_at', '<=', at)
    .execute();
  const row = await statuses(db)
    .innerJoin('posting_keys', 'posting_keys.status_id', 'statuses.id')
    .where('posting_keys.account_id', '=', author)
    .where('posting_keys.digest', '=', key.digest)
    .executeTakeFirst();
  return row && statusOf(row);
}

async function addTags(db: Db, id: bigint, tags: readonly string[], isPublic: boolean): Promise<void> {
  if (tags.length === 0) return;
  await db
    .insertInto('status_tags')
    .values(tags.map((tag) => ({ status_id: id, tag, is_public: flag(isPublic) })))
    .execute();
}

/** Those who are gone are left out. Resolves to who is there, in order. */
async function addMentions(db: Db, id: bigint, mentionedIds: readonly Id[]): Promise<readonly bigint[]> {
  if (mentionedIds.length === 0) return [];
  const added = await db
    .insertInto('mentions')
    .columns(['status_id', 'account_id'])
    .expression(({ selectFrom }) =>
      selectFrom('accounts')
        .select(({ val, cast }) => [cast<bigint>(val(id), 'bigint').as('status_id'), 'accounts.id as account_id'])
        .where('accounts.id', 'in', mentionedIds.map(soughtId))
        .where('accounts.deleted_at', 'is', null),
    )
    .returning('account_id')
    .execute();
  return added.map(({ account_id }) => account_id).sort((one, other) => (one < other ? -1 : 1));
}

/** Other answers are not counted: the count tells everybody that they are there. */
function isShownToEverybody(visibility: Visibility): boolean {
  return visibility === 'public' || visibility === 'unlisted';
}

/** Also a change by 0 locks the parent, and finds out whether it is there. */
async function countReply(db: Db, parent: bigint, change: 1 | 0 | -1): Promise<boolean> {
  const row = await db
    .updateTable('statuses')
    .set(({ eb }) => ({ replies_count: eb('replies_count', '+', change) }))
    .where('id', '=', parent)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

export async function findStatuses(db: Db, ids: readonly Id[]): Promise<readonly Status[]> {
  if (ids.length === 0) return [];
  const rows = await statuses(db).where('statuses.id', 'in', ids.map(soughtId)).execute();
  const byId = new Map(rows.map((row) => [idOf(row.id), statusOf(row)]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** Mentions, hashtags, keys and notifications go with it, as the schema says. */
export async function removeStatus(db: Db, id: Id, accountId: Id): Promise<Status | undefined> {
  const row = await statuses(db)
    .where('statuses.id', '=', soughtId(id))
    .where('statuses.account_id', '=', soughtId(accountId))
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const removed = await db.deleteFrom('statuses').where('id', '=', row.id).returning('id').executeTakeFirst();
  if (removed === undefined) return undefined;
  await db.updateTable('statuses').set({ in_reply_to_id: null }).where('in_reply_to_id', '=', row.id).execute();
  if (row.in_reply_to_id !== null && isShownToEverybody(statusOf(row).visibility)) {
    await countReply(db, row.in_reply_to_id, -1);
  }
  await db
    .updateTable('accounts')
    .set(({ eb }) => ({ statuses_count: eb('statuses_count', '-', 1) }))
    .where('id', '=', row.account_id)
    .execute();
  return statusOf(row);
}

/** Removes all that an account posted, and what others were told of it. */
export async function removeStatusesOf(db: Db, account: bigint): Promise<void> {
  const answers = db
    .selectFrom('statuses as answers')
    .where('answers.account_id', '=', account)
    .where('answers.in_reply_to_id', 'is not', null)
    .where('answers.visibility', 'in', ['public', 'unlisted']);
  await db
    .updateTable('statuses')
    .set(({ eb, fn, ref }) => ({
      replies_count: eb(
        'replies_count',
        '-',
        answers.select(fn.countAll<bigint>().as('count')).where('answers.in_reply_to_id', '=', ref('statuses.id')),
      ),
    }))
    .where('id', 'in', answers.select('answers.in_reply_to_id'))
    .execute();
  await db
    .updateTable('statuses')
    .set({ in_reply_to_id: null })
    .where('in_reply_to_id', 'in', ({ selectFrom }) =>
      selectFrom('statuses as own').select('own.id').where('own.account_id', '=', account),
    )
    .execute();
  await db.deleteFrom('statuses').where('account_id', '=', account).execute();
}
