import type { GuardedAccess } from '../protocol/access.ts';
import type { AccountState } from '../protocol/person.ts';

/** Who calls, as the authorization server told it. */
export interface Caller {
  readonly tokenId: string;
  /** The approval that the token came from: one sign-in of an app. */
  readonly grantId: string;
  readonly scopes: readonly string[];
  /** Absent for a token without an app. */
  readonly app:
    | { readonly id: string; readonly name: string; readonly website: string | undefined; readonly clientId: string }
    | undefined;
  /** Absent for an app's own token. */
  readonly account: CallingAccount | undefined;
}

/** The person behind a token. */
export interface CallingAccount {
  readonly id: string;
  readonly username: string;
  /** The ActivityPub actor. */
  readonly uri: string;
  /** Anything but `active` gets through where no person is needed. */
  readonly state: AccountState;
}

/** What `authenticate` resolves to for an access: a person where one is needed, perhaps nobody where anyone may call. */
export type CallerOf<A extends GuardedAccess> = A extends { kind: 'public' }
  ? Caller | undefined
  : A extends { kind: 'user' }
    ? Caller & { readonly account: CallingAccount }
    : Caller;
