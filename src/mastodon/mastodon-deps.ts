import type { AccountStore, FollowStore } from '../accounts/ports.ts';
import type { Incoming } from '../http/incoming.ts';
import type { Id, Instant } from '../protocol/app.ts';
import type { InstanceSettings } from './instance-settings.ts';

/** What the accounts and instance methods need; put together once by whoever mounts them. */
export interface MastodonDeps {
  /** Public origin without a trailing slash. Configured, never guessed from a request. */
  readonly origin: string;
  readonly store: AccountStore & FollowStore;
  readonly instance: InstanceSettings;
  readonly vapidPublicKey: string;
  /** Of this software: three numbers. */
  readonly version: string;
  now(): Instant;
  /** Counts a new follow against its limit and shows it in the answer (contract §1.6); throws when there were too many. */
  countFollow(request: Pick<Incoming, 'tallies'>, accountId: Id): void;
}
