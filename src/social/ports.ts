/**
 * What the methods of a signed-in app need from a storage engine. The promises of `flows/ports.ts` hold here too: each
 * method is atomic and durable when it resolves, and rejects with `StoreUnavailable` when trying later may help.
 */
import type { MarkerStore } from './ports/marker-store.ts';
import type { NewsStore } from './ports/news.ts';
import type { NotificationStore } from './ports/notification-store.ts';
import type { PushStore } from './ports/push-store.ts';
import type { StatusStore } from './ports/status-store.ts';

export * from './ports/marker-store.ts';
export * from './ports/news.ts';
export * from './ports/notification-store.ts';
export * from './ports/push-store.ts';
export * from './ports/status.ts';
export * from './ports/status-store.ts';

/** Everything that statuses, notifications and what comes with them keep. One contract test proves it for every engine. */
export interface SocialStore extends NewsStore {
  readonly statuses: StatusStore;
  readonly notifications: NotificationStore;
  readonly markers: MarkerStore;
  readonly push: PushStore;
}
