import type { PasswordHashes } from '../accounts/password-hashes.ts';
import type { AccountPerson } from '../accounts/person.ts';
import type { AccountStore, FollowStore } from '../accounts/ports.ts';
import type { HttpDeps } from '../http/http-deps.ts';
import type { FirstAccountLink } from './first-account-link.ts';

/** What the standalone server's own pages share. */
export interface SiteDeps {
  readonly http: HttpDeps<AccountPerson>;
  readonly store: AccountStore & FollowStore;
  readonly passwords: PasswordHashes;
  readonly firstAccount: FirstAccountLink;
  readonly description: string;
  readonly version: string;
}
