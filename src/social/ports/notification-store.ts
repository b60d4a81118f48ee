import type { Id, Instant } from '../../protocol/app.ts';
import type { TimelinePage } from './status-store.ts';

/** What somebody may be told of (entity Notification). */
export const notificationTypes = ['mention', 'follow', 'follow_request'] as const;

/** One of {@link notificationTypes}. */
export type NotificationType = (typeof notificationTypes)[number];

/** What somebody is told of. */
export interface Notification {
  readonly id: Id;
  /** Who is told. */
  readonly accountId: Id;
  readonly type: NotificationType;
  /** Who did it. */
  readonly fromAccountId: Id;
  /** Of a mention. */
  readonly statusId: Id | undefined;
  readonly createdAt: Instant;
}

/** Which notifications a list has. */
export interface NotificationFilter {
  readonly types?: readonly NotificationType[] | undefined;
  readonly fromAccountId?: Id | undefined;
  /** Also what those did who are suspended, which nobody is shown. */
  readonly withSuspended?: boolean;
}

/**
 * Where notifications are kept. They are added by what they tell of, in its commit: a status that names somebody, a follow,
 * a request to follow; and go with it.
 */
export interface NotificationStore {
  /** Newest first. */
  list(accountId: Id, page: TimelinePage & NotificationFilter): Promise<readonly Notification[]>;
  /** Of this account only. */
  find(id: Id, accountId: Id): Promise<Notification | undefined>;
  /** Removes one of this account; false when there is none. */
  dismiss(id: Id, accountId: Id): Promise<boolean>;
  /** Removes all of this account. */
  clear(accountId: Id): Promise<void>;
  /** How many came after a place in the list, without those of the suspended; at most `limit` are counted. */
  countAfter(accountId: Id, after: Id | undefined, limit: number): Promise<number>;
}
