import type { DataExport } from '../accounts/export/data-export.ts';
import type { MailOutbox } from '../accounts/mail/mail-outbox.ts';
import type { Moderation } from '../accounts/moderation/moderation.ts';
import type { PasswordHashes } from '../accounts/password-hashes.ts';
import type { AccountPerson } from '../accounts/person.ts';
import type { Account, DirectoryStore } from '../accounts/ports.ts';
import type { LimitStore, Store, Swept } from '../flows/ports.ts';
import type { Route } from '../http/route.ts';
import type { RouteKit } from '../library/auth-server-options.ts';
import type { HostPerson } from '../library/host-person.ts';
import type { SecretKeys } from '../library/secret-keys.ts';
import type { Instant } from '../protocol/app.ts';
import type { SetUpLink } from './set-up-link.ts';

/** What the standalone server's own pages share. */
export interface SiteDeps {
  readonly kit: RouteKit<AccountPerson>;
  readonly store: Store & DirectoryStore & { readonly limits: LimitStore };
  readonly passwords: PasswordHashes;
  /** Encrypts what must be read again, such as TOTP seeds. */
  readonly secrets: SecretKeys;
  readonly mails: MailOutbox;
  /** What staff does to accounts. */
  readonly moderation: Moderation;
  readonly settings: SiteSettings;
  readonly setUpLink: SetUpLink;
  /** What is in force beside the {@link SiteSettings}, for staff to see. */
  readonly running: RunningServer;
  /** Does the housekeeping of every hour now; with `dryRun` only counts. */
  keepHouse(options: { readonly dryRun: boolean }): Promise<readonly Swept[]>;
  /** What else is kept about a person, for the export of their data. */
  exportMore(account: Account): Promise<DataExport>;
  readonly description: string;
  readonly version: string;
}

/** How a running server stands. */
export interface RunningServer {
  readonly passwordGrant: boolean;
  readonly requireAuthentication: 'off' | 'token' | 'user';
  /** Multiplies every rate limit; Infinity switches them off. */
  readonly rateLimitFactor: number;
  /** Whether mails are handed to a mail server, and not printed. */
  readonly sendsMail: boolean;
  /** The last round of housekeeping, whoever did it. */
  lastHousekeeping(): Promise<{ readonly at: Instant; readonly failed: boolean } | undefined>;
}

/** What the operator decided about accounts. */
export interface SiteSettings {
  /** Who may sign up. An invite opens a closed server, and spares the approval. */
  readonly registrations: 'closed' | 'approval' | 'open';
  /** In years; nobody is asked for an age when it is absent. */
  readonly minimumAge: number | undefined;
  /** Usernames beside the built-in ones that nobody may choose, in lower case. */
  readonly reservedUsernames: readonly string[];
  /** What people agree to who sign up. */
  readonly rules: readonly { readonly text: string }[];
  /** Who may make invites. */
  readonly invites: 'off' | 'staff' | 'everyone';
  /** Whose password alone is not enough. */
  readonly requireSecondFactor: 'off' | 'staff' | 'everyone';
}

/** A route of the site: its people are those of the built-in directory. */
export type SiteRoute = Route<HostPerson<AccountPerson>>;
