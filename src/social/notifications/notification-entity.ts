import type { AccountEntity } from '../../mastodon/entities/account.ts';
import { accountEntity } from '../../mastodon/entities/account.ts';
import type { Notification, NotificationType } from '../ports.ts';
import type { SocialDeps, SocialPerson } from '../social-deps.ts';
import { readableOf } from '../statuses/find-readable.ts';
import { showStatuses } from '../statuses/show-statuses.ts';
import type { StatusEntity } from '../statuses/status-entity.ts';

/** Mastodon's entity Notification. */
export interface NotificationEntity {
  readonly id: string;
  readonly type: NotificationType;
  readonly created_at: string;
  /** No others are in its group. */
  readonly group_key: string;
  readonly account: AccountEntity;
  /** Of a mention. */
  readonly status?: StatusEntity;
}

/** Notifications as the person sees them whom they tell. What tells of somebody or something that is gone is left out. */
export async function showNotifications(
  deps: Pick<SocialDeps, 'kit' | 'origin' | 'store'>,
  person: SocialPerson,
  notifications: readonly Notification[],
): Promise<readonly NotificationEntity[]> {
  const ids = [...new Set(notifications.map(({ fromAccountId }) => fromAccountId))];
  const people = ids.length === 0 ? [] : ((await deps.kit.people.findMany?.(ids)) ?? []);
  const accounts = new Map<string, AccountEntity>();
  for (const other of people.filter(({ state }) => state !== 'suspended')) {
    accounts.set(other.id, accountEntity(other, (await deps.kit.people.profile?.(other)) ?? {}));
  }
  const told = notifications.flatMap(({ statusId }) => statusId ?? []);
  const found = told.length === 0 ? [] : await deps.store.statuses.findMany([...new Set(told)]);
  const shown = await showStatuses(deps, person, await readableOf(deps, person, found));
  const statuses = new Map(shown.map((status) => [status.id, status]));
  return notifications.flatMap(({ id, type, createdAt, fromAccountId, statusId }) => {
    const account = accounts.get(fromAccountId);
    const status = statusId === undefined ? undefined : statuses.get(statusId);
    if (account === undefined || (statusId !== undefined && status === undefined)) return [];
    const at = new Date(createdAt).toISOString();
    return [{ id, type, created_at: at, group_key: `ungrouped-${id}`, account, ...(status && { status }) }];
  });
}
