import type { Account } from '../../accounts/ports.ts';
import { facts, moment } from '../table.ts';

/** An account for scripts. What is shown is named here one by one, so that the password's hash never is. */
export function accountView(account: Account) {
  return {
    id: account.id,
    username: account.username,
    email: account.email,
    display_name: account.displayName,
    role: account.role,
    state: account.state,
    bot: account.bot,
    allows_password_grant: account.allowsPasswordGrant,
    followers_count: account.followersCount,
    following_count: account.followingCount,
    created_at: new Date(account.createdAt).toISOString(),
  };
}

/** An account for people. */
export function accountFacts(account: Account): string {
  return facts([
    ['Username', account.username],
    ['E-mail', account.email],
    ['Name', account.displayName],
    ['Role', account.role],
    ['State', account.state],
    ['Bot', account.bot ? 'yes' : 'no'],
    ['Password for apps', account.allowsPasswordGrant ? 'allowed' : 'not allowed'],
    ['Followers', String(account.followersCount)],
    ['Following', String(account.followingCount)],
    ['Created', moment(account.createdAt)],
    ['Id', account.id],
  ]);
}
