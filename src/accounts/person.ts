import type { Person } from '../protocol/person.ts';
import { pictureUrl } from './picture-urls.ts';
import type { Account } from './ports.ts';

/** A person of the built-in directory, with the account behind them, so that handlers need not read it again. */
export interface AccountPerson extends Person {
  readonly account: Account;
}

/**
 * What the authorization server knows of an account.
 * @param origin public origin without a trailing slash
 */
export function personOf(account: Account, origin: string): AccountPerson {
  return {
    id: account.id,
    username: account.username,
    displayName: account.displayName,
    state: account.state,
    uri: actorUri(account, origin),
    url: profileUrl(account, origin),
    avatarUrl: pictureUrl('avatars', account.id, origin),
    allowsPasswordGrant: account.allowsPasswordGrant && !account.hasSecondFactor,
    locale: account.locale,
    account,
  };
}

/** The ActivityPub actor URI of an account: the `sub` of userinfo (contract §8). */
export function actorUri({ username }: Pick<Account, 'username'>, origin: string): string {
  return `${origin}/users/${username}`;
}

/** The profile page of an account. */
export function profileUrl({ username }: Pick<Account, 'username'>, origin: string): string {
  return `${origin}/@${username}`;
}
