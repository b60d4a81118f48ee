import type { AccountId, Id, Instant } from '../../protocol/app.ts';
import type { NotificationType } from './notification-store.ts';

/** Whose notifications are pushed. */
export const pushPolicies = ['all', 'followed', 'follower', 'none'] as const;

/** One of {@link pushPolicies}. */
export type PushPolicy = (typeof pushPolicies)[number];

/** Where what an account is told of is pushed to. */
export interface PushSubscription {
  readonly id: Id;
  readonly tokenId: Id;
  readonly accountId: Id;
  /** Endpoint and keys, encrypted. */
  readonly sealedTarget: string;
  /** Whether the push service is spoken to as RFC 8291 has it, and not as its drafts had. */
  readonly standard: boolean;
  readonly alerts: readonly NotificationType[];
  readonly policy: PushPolicy;
  readonly createdAt: Instant;
}

/** Where push subscriptions are kept: one below each token, gone with it. */
export interface PushStore {
  /** Puts a subscription in the place of the token's former one. Undefined when the token is gone. */
  set(subscription: Omit<PushSubscription, 'id'>): Promise<PushSubscription | undefined>;
  /** That of a token, if there is one. Whether the token lives is for the caller to know, who was admitted with it. */
  find(tokenId: Id): Promise<PushSubscription | undefined>;
  /** Changes what is pushed; undefined when there is no subscription. */
  change(
    tokenId: Id,
    change: Partial<Pick<PushSubscription, 'alerts' | 'policy'>>,
  ): Promise<PushSubscription | undefined>;
  /** Those of an account below tokens that live at this time. */
  listOfAccount(accountId: AccountId, at: Instant): Promise<readonly PushSubscription[]>;
  /** Removes that of a token; with an id only this one, and not one that came in its place. */
  remove(tokenId: Id, id?: Id): Promise<void>;
}
