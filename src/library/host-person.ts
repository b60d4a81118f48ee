import { z } from 'zod';
import { HostFailure } from '../http/host-failure.ts';
import { pictureUrl } from '../mastodon/picture-paths.ts';
import { isAccountId } from '../protocol/account-id.ts';
import type { AccountState, Person } from '../protocol/person.ts';
import type { HostAccount } from './host-accounts.ts';
import { faultsIn } from './host-shapes.ts';

/** A person as the server knows them, with the host's own account, which its functions are given back. */
export interface HostPerson<A extends HostAccount = HostAccount> extends Person {
  readonly account: A;
}

const webAddress = z
  .string()
  .refine((text) => /^https?:\/\//i.test(text) && URL.canParse(text), 'must be a web address');

const shape = z.object({
  id: z.string('must be text').refine(isAccountId, 'must be 1 to 255 characters of well-formed text'),
  username: z.string('must be text').regex(/^[^\s@/?#\p{C}]{1,255}$/u, 'must be a name without spaces, @, / , ? and #'),
  displayName: z.string('must be text').optional(),
  state: z.enum(['active', 'unconfirmed', 'pending', 'disabled', 'suspended']).optional(),
  uri: webAddress.optional(),
  url: webAddress.optional(),
  avatarUrl: webAddress.optional(),
  allowsPasswordGrant: z.boolean('must be true or false').optional(),
  lacksSecondFactor: z.boolean('must be true or false').optional(),
  credential: z.string('must be text').optional(),
  locale: z.string('must be text').optional(),
});

/**
 * The person behind an account of the host, with what the host left out.
 * @param from names the function that gave the account
 * @throws HostFailure that names each member with a wrong value, and never the value
 */
export function personOf<A extends HostAccount>(account: A, issuer: string, from: string): HostPerson<A> {
  const checked = shape.safeParse(account);
  if (!checked.success) {
    throw new HostFailure(500, `${from} answered what is no account: ${faultsIn(checked.error)}`);
  }
  const { id, username } = account;
  return {
    id,
    username,
    displayName: account.displayName ?? username,
    state: stateOf(account),
    uri: account.uri ?? `${new URL(issuer).origin}/users/${username}`,
    url: account.url ?? `${new URL(issuer).origin}/@${username}`,
    avatarUrl: account.avatarUrl ?? pictureUrl('avatars', id, issuer),
    allowsPasswordGrant: account.allowsPasswordGrant ?? false,
    lacksSecondFactor: account.lacksSecondFactor ?? false,
    credential: account.credential,
    locale: account.locale,
    account,
  };
}

function stateOf({ state = 'active', lacksSecondFactor }: HostAccount): AccountState {
  return lacksSecondFactor && state === 'active' ? 'disabled' : state;
}
