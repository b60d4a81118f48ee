import type { Person } from '../protocol/person.ts';
import { digestOf } from '../protocol/secret.ts';
import { pictureUrlOf } from './picture-urls.ts';
import type { Account } from './ports.ts';
import { lacksSecondFactor, type SecondFactorDemand } from './second-factor/demand.ts';

/** A person of the built-in directory, with the account behind them, so that handlers need not read it again. */
export interface AccountPerson extends Person {
  readonly account: Account;
}

/**
 * What the authorization server knows of an account. Whoever has yet to set up the second factor that is demanded of them
 * counts as disabled, and a password alone opens nothing to apps where there is a second factor.
 * @param origin public origin without a trailing slash
 */
export function personOf(account: Account, origin: string, demand: SecondFactorDemand = 'off'): AccountPerson {
  const lacking = lacksSecondFactor(account, demand);
  return {
    id: account.id,
    username: account.username,
    displayName: account.displayName,
    state: lacking ? 'disabled' : account.state,
    uri: actorUri(account, origin),
    url: profileUrl(account, origin),
    avatarUrl: pictureUrlOf('avatars', account, origin),
    allowsPasswordGrant: account.allowsPasswordGrant && !account.hasSecondFactor,
    lacksSecondFactor: lacking,
    ...proofOf(account),
    locale: account.locale,
    account,
  };
}

/** By what people prove who they are to this account: another one when the password is replaced. */
export function proofOf({ passwordHash }: Pick<Account, 'passwordHash'>): { readonly credential: string } {
  return { credential: digestOf(passwordHash) };
}

/** The ActivityPub actor URI of an account: the `sub` of userinfo (contract §8). */
export function actorUri({ username }: Pick<Account, 'username'>, origin: string): string {
  return `${origin}/users/${username}`;
}

/** The profile page of an account. */
export function profileUrl({ username }: Pick<Account, 'username'>, origin: string): string {
  return `${origin}/@${username}`;
}
