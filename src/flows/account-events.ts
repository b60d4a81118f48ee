import type { AccountId, Id } from '../protocol/app.ts';

/** What people do with their own accounts: told by a server that keeps accounts itself, for the log and the audit. */
export type AccountEvent =
  | {
      readonly event: 'password changed' | 'password reset';
      readonly accountId: AccountId;
      /** How many browsers and sign-ins of apps ended with the old one. */
      readonly sessions: number;
      readonly grants: number;
      readonly address: string;
    }
  /** `accountId` is absent when nobody has that name or address. */
  | {
      readonly event: 'password reset requested';
      readonly accountId: AccountId | undefined;
      readonly address: string;
    }
  | {
      readonly event: 'email change requested' | 'email change called off' | 'email changed';
      readonly accountId: AccountId;
      readonly address: string;
    }
  | { readonly event: 'profile changed'; readonly accountId: AccountId; readonly address: string }
  | {
      readonly event: 'sessions ended';
      readonly accountId: AccountId;
      readonly count: number;
      readonly address: string;
    }
  | {
      readonly event: 'personal token made';
      readonly accountId: AccountId;
      readonly tokenId: Id;
      readonly scopes: readonly string[];
      readonly address: string;
    }
  | {
      readonly event: 'personal token revoked';
      readonly accountId: AccountId;
      readonly grantId: Id;
      readonly address: string;
    }
  | {
      readonly event: 'password grant switched';
      readonly accountId: AccountId;
      readonly on: boolean;
      readonly address: string;
    }
  | { readonly event: 'export made'; readonly accountId: AccountId; readonly address: string }
  | { readonly event: 'account deleted'; readonly accountId: AccountId; readonly address: string };
