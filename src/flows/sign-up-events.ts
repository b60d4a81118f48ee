import type { AccountId, Id } from '../protocol/app.ts';

/** What happens on the way to an account. */
export type SignUpEvent =
  /** `appId`: the app through which it was made; absent for a browser. */
  | {
      readonly event: 'signed up';
      readonly accountId: AccountId;
      readonly appId: Id | undefined;
      readonly address: string;
    }
  /** The owner of an account that waits asked for the mail again, or named another address. */
  | { readonly event: 'confirmation asked for'; readonly accountId: AccountId; readonly address: string }
  | { readonly event: 'email confirmed'; readonly accountId: AccountId; readonly address: string }
  /** Without `actorId`: by the operator. */
  | {
      readonly event: 'invite made' | 'invite ended';
      readonly inviteId: Id;
      readonly actorId: AccountId | undefined;
      readonly address: string | undefined;
    };
