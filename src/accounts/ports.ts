/**
 * What the built-in directory of people needs from a storage engine. The promises of `flows/ports.ts` hold here too:
 * each method is atomic and durable when it resolves, and rejects with `StoreUnavailable` when trying later may help.
 */
import type { AccountStore } from './ports/account-store.ts';
import type { AuditStore } from './ports/audit-store.ts';
import type { DirectoryHousekeepingStore } from './ports/directory-sweeping.ts';
import type { FollowStore } from './ports/follow-store.ts';
import type { InviteStore } from './ports/invite-store.ts';
import type { MailStore } from './ports/mail-store.ts';
import type { PictureStore } from './ports/picture-store.ts';
import type { SecondFactorStore } from './ports/second-factor-store.ts';
import type { TicketStore } from './ports/ticket-store.ts';

export * from './ports/account-store.ts';
export * from './ports/audit-store.ts';
export * from './ports/directory-sweeping.ts';
export * from './ports/follow-store.ts';
export * from './ports/invite-store.ts';
export * from './ports/mail-store.ts';
export * from './ports/picture-store.ts';
export * from './ports/second-factor-store.ts';
export * from './ports/ticket-store.ts';

/** Everything that the built-in directory keeps. One contract test proves it for every engine. */
export interface DirectoryStore
  extends AccountStore,
    FollowStore,
    TicketStore,
    SecondFactorStore,
    InviteStore,
    MailStore,
    AuditStore,
    PictureStore,
    DirectoryHousekeepingStore {}
