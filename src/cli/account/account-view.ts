import type { Account } from '../../accounts/ports.ts';
import { shownAddress } from '../../accounts/sign-up/claimed-address.ts';
import { facts, moment } from '../table.ts';

/** An account for scripts. What is shown is named here one by one, so that the password's hash never is. */
export function accountView(account: Account) {
  return {
    id: account.id,
    username: account.username,
    email: shownAddress(account),
    display_name: account.displayName,
    role: account.role,
    state: account.state,
    second_factor: account.hasSecondFactor,
    reason: account.reason ?? null,
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
    ['E-mail', `${shownAddress(account)}${account.confirmedAt === undefined ? ' (not confirmed)' : ''}`],
    ['Name', account.displayName],
    ['Role', account.role],
    ['State', account.state],
    ['Second factor', account.hasSecondFactor ? 'yes' : 'no'],
    ...(account.reason === undefined ? [] : [['Reason', account.reason] as const]),
    ['Bot', account.bot ? 'yes' : 'no'],
    ['Password for apps', account.allowsPasswordGrant ? 'allowed' : 'not allowed'],
    ['Followers', String(account.followersCount)],
    ['Following', String(account.followingCount)],
    ['Created', moment(account.createdAt)],
    ['Id', account.id],
  ]);
}
