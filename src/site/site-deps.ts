import type { PasswordHashes } from '../accounts/password-hashes.ts';
import type { AccountPerson } from '../accounts/person.ts';
import type { AccountStore } from '../accounts/ports.ts';
import type { RouteKit } from '../library/auth-server-options.ts';
import type { FirstAccountLink } from './first-account-link.ts';

/** What the standalone server's own pages share. */
export interface SiteDeps {
  readonly kit: RouteKit<AccountPerson>;
  readonly store: AccountStore;
  readonly passwords: PasswordHashes;
  readonly firstAccount: FirstAccountLink;
  readonly description: string;
  readonly version: string;
}
