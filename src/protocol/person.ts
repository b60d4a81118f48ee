import type { AccountId } from './app.ts';

/** What an account may do, as contract §11 tells the states apart. */
export type AccountState = 'active' | 'unconfirmed' | 'pending' | 'disabled' | 'suspended';

/** What the authorization server needs to know of an account; the directory that it comes from may know more. */
export interface Person {
  readonly id: AccountId;
  readonly username: string;
  readonly displayName: string;
  readonly state: AccountState;
  /** ActivityPub actor URI: the `sub` of userinfo. */
  readonly uri: string;
  /** Profile page. */
  readonly url: string;
  readonly avatarUrl: string;
  /** Whether apps may sign in to this account with its password: off unless the person, or the operator for a bot, chose it. */
  readonly allowsPasswordGrant: boolean;
  /**
   * Whether the second factor that is demanded of this person is not set up yet. The account counts as disabled until then,
   * and its sessions as none: signing in again leads to setting one up.
   */
  readonly lacksSecondFactor?: boolean | undefined;
  /**
   * Another text whenever the password is another, such as a digest of its hash: what a proof by the old one was about to
   * open, when it was replaced, comes to nothing. Never shown. Absent: not looked at.
   */
  readonly credential?: string | undefined;
  /** Language of the pages that this person reads, as a BCP 47 tag, when they chose one. */
  readonly locale?: string | undefined;
}
