import type { Follow, FollowOptions, FollowPage } from '../../accounts/ports.ts';
import { StoreUnavailable } from '../../flows/ports.ts';
import type { Id, Instant } from '../../protocol/app.ts';
import type { News } from '../../social/ports.ts';
import { flag, idOf, isSet, listOf, listText, soughtId, storedId } from '../row-values.ts';
import type { Db, FollowTable } from '../schema.ts';
import { forgetFollowNotifications, notify, notifyOfFollows } from '../social/notifications.ts';
import { accountStands } from './account-stands.ts';

interface Pair {
  readonly followerId: Id;
  readonly followedId: Id;
}

type FollowRequest = FollowOptions & { readonly locked: boolean; readonly at: Instant };

const followColumns = [
  'id',
  'follower_id',
  'followed_id',
  'requested',
  'reblogs',
  'notify',
  'languages',
  'created_at',
] as const;

/** A request becomes a follow when the account is not locked any more. */
export async function follow(
  db: Db,
  nextId: () => bigint,
  pair: Pair,
  request: FollowRequest,
): Promise<{ readonly follow: Follow; readonly told: readonly News[] }> {
  const told: News[] = [];
  const tell: Tell = async (row) => {
    told.push(...(await tellOfFollow(db, nextId(), row, request.at)));
  };
  const row =
    (await changeFollow(db, pair, request, tell)) ??
    (await addFollow(db, nextId(), pair, request, tell)) ??
    // Somebody else added it between the two.
    (await changeFollow(db, pair, request, tell));
  if (row === undefined) throw new StoreUnavailable('The follow, or one of its accounts, ended while it was added');
  return { follow: followOf(row), told };
}

/** Tells whom a follow, or a request, that is new is about. */
type Tell = (row: FollowTable) => Promise<void>;

function tellOfFollow(db: Db, id: bigint, row: FollowTable, at: Instant): Promise<readonly News[]> {
  const type = isSet(row.requested) ? 'follow_request' : 'follow';
  return notify(db, [{ id, account: row.followed_id, type, from: row.follower_id, at }]);
}

export async function unfollow(db: Db, pair: Pair): Promise<void> {
  const ended = await db
    .deleteFrom('follows')
    .where('follower_id', '=', soughtId(pair.followerId))
    .where('followed_id', '=', soughtId(pair.followedId))
    .returning(followColumns)
    .executeTakeFirst();
  if (ended === undefined) return;
  if (!isSet(ended.requested)) await count(db, ended, -1);
  await forgetFollowNotifications(db, { account: ended.followed_id, from: ended.follower_id });
}

/** Lets one in who asked; undefined when nobody did. */
export async function acceptFollowRequest(
  db: Db,
  nextId: () => bigint,
  pair: Pair,
  at: Instant,
): Promise<{ readonly told: readonly News[] } | undefined> {
  const accepted = await db
    .updateTable('follows')
    .set({ requested: 0 })
    .where('follower_id', '=', soughtId(pair.followerId))
    .where('followed_id', '=', soughtId(pair.followedId))
    .where('requested', '=', 1)
    .returning(followColumns)
    .executeTakeFirst();
  if (accepted === undefined) return undefined;
  await count(db, accepted, 1);
  await forgetFollowNotifications(db, { account: accepted.followed_id, from: accepted.follower_id });
  return { told: await tellOfFollow(db, nextId(), accepted, at) };
}

/** Turns one away who asked; false when nobody did. */
export async function rejectFollowRequest(db: Db, pair: Pair): Promise<boolean> {
  const rejected = await db
    .deleteFrom('follows')
    .where('follower_id', '=', soughtId(pair.followerId))
    .where('followed_id', '=', soughtId(pair.followedId))
    .where('requested', '=', 1)
    .returning(followColumns)
    .executeTakeFirst();
  if (rejected === undefined) return false;
  await forgetFollowNotifications(db, { account: rejected.followed_id, from: rejected.follower_id });
  return true;
}

/** Lets everyone in who asked to follow an account, and tells it of each. */
export async function acceptFollowRequests(
  db: Db,
  account: bigint,
  nextId: () => bigint,
  at: Instant,
): Promise<number> {
  const accepted = await db
    .updateTable('follows')
    .set({ requested: 0 })
    .where('followed_id', '=', account)
    .where('requested', '=', 1)
    .returning('follower_id')
    .execute();
  await forgetFollowNotifications(db, { account });
  for (let done = 0; done < accepted.length; done += MOST_AT_ONCE) {
    const followers = accepted.slice(done, done + MOST_AT_ONCE).map(({ follower_id }) => follower_id);
    await db
      .updateTable('accounts')
      .set(({ eb }) => ({ following_count: eb('following_count', '+', 1) }))
      .where('id', 'in', followers)
      .execute();
    await notifyOfFollows(db, nextId, { account, followers, at });
  }
  return accepted.length;
}

/** Databases bound how many values one statement may have. */
const MOST_AT_ONCE = 500;

/** Ends all follows of an account and all that follow it: in few statements, lest others who post meanwhile be in its way. */
export async function unfollowEverybody(db: Db, account: bigint): Promise<void> {
  const ended = await db
    .deleteFrom('follows')
    .where(({ eb, or }) => or([eb('follower_id', '=', account), eb('followed_id', '=', account)]))
    .returning(followColumns)
    .execute();
  const counted = ended.filter(({ requested }) => !isSet(requested));
  const followers = counted.filter(({ followed_id }) => followed_id === account);
  const followed = counted.filter(({ follower_id }) => follower_id === account);
  await countOff(
    db,
    'following_count',
    followers.map(({ follower_id }) => follower_id),
  );
  await countOff(
    db,
    'followers_count',
    followed.map(({ followed_id }) => followed_id),
  );
  await db.updateTable('accounts').set({ followers_count: 0, following_count: 0 }).where('id', '=', account).execute();
}

/** Takes one off a count of each of these accounts. */
async function countOff(
  db: Db,
  column: 'followers_count' | 'following_count',
  accounts: readonly bigint[],
): Promise<void> {
  for (let done = 0; done < accounts.length; done += MOST_AT_ONCE) {
    await db
      .updateTable('accounts')
      .set(({ eb }) => ({ [column]: eb(column, '-', 1) }))
      .where('id', 'in', accounts.slice(done, done + MOST_AT_ONCE))
      .execute();
  }
}

export async function findFollowsBetween(db: Db, accountId: Id, otherIds: readonly Id[]): Promise<readonly Follow[]> {
  if (otherIds.length === 0) return [];
  const account = soughtId(accountId);
  const others = otherIds.map(soughtId);
  const rows = await db
    .selectFrom('follows')
    .select(followColumns)
    .where(({ and, eb, or }) =>
      or([
        and([eb('follower_id', '=', account), eb('followed_id', 'in', others)]),
        and([eb('followed_id', '=', account), eb('follower_id', 'in', others)]),
      ]),
    )
    .execute();
  return rows.map(followOf);
}

export async function listFollowers(db: Db, accountId: Id, page: FollowPage): Promise<readonly Follow[]> {
  const rows = await acceptedFollows(db, page).where('followed_id', '=', soughtId(accountId)).execute();
  return rows.map(followOf);
}

/** Who asked to be let in, newest first. */
export async function listFollowRequests(db: Db, accountId: Id, page: FollowPage): Promise<readonly Follow[]> {
  const rows = await requestedFollows(db, page).where('followed_id', '=', soughtId(accountId)).execute();
  return rows.map(followOf);
}

/** Whom an account asked to be let in, newest first. */
export async function listSentFollowRequests(db: Db, accountId: Id, page: FollowPage): Promise<readonly Follow[]> {
  const rows = await requestedFollows(db, page).where('follower_id', '=', soughtId(accountId)).execute();
  return rows.map(followOf);
}

export async function listFollowing(db: Db, accountId: Id, page: FollowPage): Promise<readonly Follow[]> {
  const rows = await acceptedFollows(db, page).where('follower_id', '=', soughtId(accountId)).execute();
  return rows.map(followOf);
}

/** Entity CredentialAccount counts no further. */
const COUNTED_REQUESTS = 40;

export async function countFollowRequests(db: Db, accountId: Id): Promise<number> {
  const rows = await db
    .selectFrom('follows')
    .select('id')
    .where('followed_id', '=', soughtId(accountId))
    .where('requested', '=', 1)
    .limit(COUNTED_REQUESTS)
    .execute();
  return rows.length;
}

async function addFollow(
  db: Db,
  id: bigint,
  pair: Pair,
  request: FollowRequest,
  tell: Tell,
): Promise<FollowTable | undefined> {
  const [follower_id, followed_id] = [storedId(pair.followerId), storedId(pair.followedId)];
  for (const account of [follower_id, followed_id]) if (!(await accountStands(db, account))) return undefined;
  const row = await db
    .insertInto('follows')
    .values({
      id,
      follower_id,
      followed_id,
      requested: flag(request.locked),
      reblogs: flag(request.reblogs ?? true),
      notify: flag(request.notify ?? false),
      languages: request.languages === undefined ? null : listText(request.languages),
      created_at: request.at,
    })
    .onConflict((conflict) => conflict.columns(['follower_id', 'followed_id']).doNothing())
    .returning(followColumns)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  if (!request.locked) await count(db, row, 1);
  await tell(row);
  return row;
}

async function changeFollow(db: Db, pair: Pair, request: FollowRequest, tell: Tell): Promise<FollowTable | undefined> {
  const existing = db
    .updateTable('follows')
    .where('follower_id', '=', soughtId(pair.followerId))
    .where('followed_id', '=', soughtId(pair.followedId));
  if (!request.locked) {
    const accepted = await existing
      .set({ requested: 0 })
      .where('requested', '=', 1)
      .returning(followColumns)
      .executeTakeFirst();
    if (accepted !== undefined) {
      await count(db, accepted, 1);
      await forgetFollowNotifications(db, { account: accepted.followed_id, from: accepted.follower_id });
      await tell(accepted);
    }
  }
  return existing
    .set((columns) => ({
      reblogs: request.reblogs === undefined ? columns.ref('reblogs') : flag(request.reblogs),
      notify: request.notify === undefined ? columns.ref('notify') : flag(request.notify),
      languages: request.languages === undefined ? columns.ref('languages') : listText(request.languages),
    }))
    .returning(followColumns)
    .executeTakeFirst();
}

/** Always locks the smaller id first, so that two accounts that follow each other at once cannot deadlock. */
async function count(db: Db, pair: Pick<FollowTable, 'follower_id' | 'followed_id'>, change: 1 | -1): Promise<void> {
  const following = () =>
    db
      .updateTable('accounts')
      .set(({ eb }) => ({ following_count: eb('following_count', '+', change) }))
      .where('id', '=', pair.follower_id)
      .execute();
  const followers = () =>
    db
      .updateTable('accounts')
      .set(({ eb }) => ({ followers_count: eb('followers_count', '+', change) }))
      .where('id', '=', pair.followed_id)
      .execute();
  const inOrder = pair.follower_id < pair.followed_id ? [following, followers] : [followers, following];
  for (const update of inOrder) await update();
}

function acceptedFollows(db: Db, page: FollowPage) {
  return follows(db, page).where('requested', '=', 0);
}

function requestedFollows(db: Db, page: FollowPage) {
  return follows(db, page).where('requested', '=', 1);
}

function follows(db: Db, page: FollowPage) {
  let query = db.selectFrom('follows').select(followColumns).orderBy('id', 'desc').limit(page.limit);
  if (page.maxId !== undefined) query = query.where('id', '<', soughtId(page.maxId));
  if (page.sinceId !== undefined) query = query.where('id', '>', soughtId(page.sinceId));
  return query;
}

function followOf(row: FollowTable): Follow {
  return {
    id: idOf(row.id),
    followerId: idOf(row.follower_id),
    followedId: idOf(row.followed_id),
    requested: isSet(row.requested),
    reblogs: isSet(row.reblogs),
    notify: isSet(row.notify),
    languages: row.languages === null ? undefined : listOf(row.languages),
    createdAt: Number(row.created_at),
  };
}
