import type { Access, Caller, CallerOf } from '../http/access.ts';
import type { AccountId, Id, Instant } from '../protocol/app.ts';
import type { HostAccount } from './host-accounts.ts';
import type { HostPerson } from './host-person.ts';

/** What a request may do, and for whom: proven by its access token. */
export interface AccessGrant<A extends HostAccount = HostAccount> {
  /** The host's own account; undefined for an app's own token. */
  readonly account: A | undefined;
  readonly accountId: AccountId | undefined;
  /** The app that the token was given to. */
  readonly app:
    | { readonly id: Id; readonly clientId: string; readonly name: string; readonly website: string | undefined }
    | undefined;
  readonly scopes: readonly string[];
  /** Of the sign-in that the token belongs to. */
  readonly grantId: Id;
  readonly tokenId: Id;
  readonly createdAt: Instant;
}

/** The grant of a person's token. */
export interface UserGrant<A extends HostAccount = HostAccount> extends AccessGrant<A> {
  readonly account: A;
  readonly accountId: AccountId;
}

/** What a guard with this access finds out: a person for `user`, perhaps nobody for `public`, nothing for `open`. */
export type GrantOf<Wanted extends Access, A extends HostAccount> =
  CallerOf<Wanted, HostPerson<A>> extends infer Who
    ? Who extends undefined
      ? undefined
      : Who extends { readonly person: HostPerson<A> }
        ? UserGrant<A>
        : AccessGrant<A>
    : never;

/** A caller in the host's terms. */
export function grantOf<A extends HostAccount>({ token, person }: Caller<HostPerson<A>>): AccessGrant<A> {
  const { app } = token;
  return {
    account: person?.account,
    accountId: person?.id,
    app: app && { id: app.id, clientId: app.clientId, name: app.name, website: app.website },
    scopes: token.scopes,
    grantId: token.grantId,
    tokenId: token.id,
    createdAt: token.createdAt,
  };
}
