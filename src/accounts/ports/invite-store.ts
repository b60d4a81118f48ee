import type { Id, Instant } from '../../protocol/app.ts';
import type { Digest } from '../../protocol/secret.ts';

/** A link by which people may sign up where others may not. Its code is known to those who were given it only. */
export interface Invite {
  readonly id: Id;
  /** Of its code. */
  readonly digest: Digest;
  /** Who made it; absent for the operator's. */
  readonly accountId: Id | undefined;
  /** What its maker wrote to tell it from others. */
  readonly label: string;
  readonly createdAt: Instant;
  /** From then on it is not good any more; absent when it does not expire. */
  readonly expiresAt: Instant | undefined;
  /** How many people may sign up with it; absent when any number may. */
  readonly maxUses: number | undefined;
  /** How many people signed up with it. */
  readonly uses: number;
  /** When its maker or staff ended it; absent while nobody did. */
  readonly endedAt: Instant | undefined;
}

/** Where invites are kept; they are used up by `AccountStore.addAccount`. */
export interface InviteStore {
  /** Keeps a new invite, which nobody used. */
  addInvite(invite: Omit<Invite, 'id' | 'uses' | 'endedAt'>): Promise<Invite>;
  /** Only a good one: neither ended, expired nor used up, and of the operator or of an account that is active. */
  findGoodInvite(digest: Digest, now: Instant): Promise<Invite | undefined>;
  /** Newest first, good or not. */
  listInvites(filter: {
    readonly limit: number;
    readonly accountId?: Id | undefined;
    readonly before?: Id | undefined;
  }): Promise<readonly Invite[]>;
  /** Those that are there of these, good or not, in no order. */
  findInvites(ids: readonly Id[]): Promise<readonly Invite[]>;
  /** Ends an invite; with `accountId`, only one of that account. The time of an earlier end stays; false then. */
  endInvite(id: Id, at: Instant, accountId?: Id): Promise<boolean>;
}
