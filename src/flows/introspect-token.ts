import type { AccountId, App, Id } from '../protocol/app.ts';
import type { Token } from '../protocol/grant.ts';
import type { AccountState, Person } from '../protocol/person.ts';
import { digestOf } from '../protocol/secret.ts';
import { tokenStanding } from '../protocol/token.ts';
import { noteTokenUse } from './note-token-use.ts';
import type { World } from './ports.ts';

/** RFC 7662 §2.2, with the members that Mastodon answers (contract §7). */
export type Introspection =
  | { readonly active: false }
  | {
      readonly active: true;
      readonly scope: string;
      readonly client_id: string;
      readonly token_type: 'Bearer';
      /** Unix seconds. */
      readonly iat: number;
      readonly exp?: number;
    };

/**
 * What an app may learn of a token: all of its own living ones, nothing of any other (RFC 7662 §2.2).
 * @returns undefined for a token that is unknown or another app's
 */
export async function introspectToken(world: World, app: App, presented: string): Promise<Introspection | undefined> {
  const token = await world.store.findToken(digestOf(presented));
  if (token === undefined || token.app?.id !== app.id) return undefined;
  if (tokenStanding(token, world.now()) !== 'good') return { active: false };
  return {
    active: true,
    scope: token.scopes.join(' '),
    client_id: app.clientId,
    token_type: 'Bearer',
    ...times(token),
  };
}

/**
 * What a resource server learns of any token: enough to judge a request as this server itself would (contract §11). Every
 * answer names its issuer, by which a resource server knows that it is registered as one.
 */
export type FullIntrospection =
  | {
      readonly active: false;
      readonly iss: string;
      /**
       * Why a stored token is dead; absent for an unknown one, which a public method takes for none. RFC 7662 §2.2 advises
       * against it, but not towards the operator's own servers, which must answer the app in the contract's words.
       */
      readonly standing?: 'revoked' | 'expired' | 'invalid';
    }
  | {
      readonly active: true;
      readonly iss: string;
      readonly scope: string;
      readonly token_type: 'Bearer';
      readonly iat: number;
      readonly exp?: number;
      readonly token_id: Id;
      readonly grant_id: Id;
      /** Absent for a token without an app, as is `app`. */
      readonly client_id?: string;
      readonly app?: {
        readonly id: Id;
        readonly name: string;
        readonly website: string | null;
        readonly client_id: string;
      };
      /** The ActivityPub actor; absent for an app's own token, as are `username` and `account`. */
      readonly sub?: string;
      readonly username?: string;
      readonly account?: { readonly id: AccountId; readonly username: string; readonly state: AccountState };
    };

/**
 * Tells a registered resource server all that it needs of any token. Asking stands for using the token, and is noted as
 * its use, so that housekeeping does not take it for idle.
 */
export async function introspectFully(
  world: World,
  presented: string,
  server: { readonly issuer: string; readonly address: string },
): Promise<FullIntrospection> {
  const inactive = { active: false, iss: server.issuer } as const;
  const token = await world.store.findToken(digestOf(presented));
  if (token === undefined) return inactive;
  const standing = tokenStanding(token, world.now());
  if (standing !== 'good') return { ...inactive, standing };
  const person = token.accountId === undefined ? undefined : await world.directory.findPerson(token.accountId);
  if (token.accountId !== undefined && person === undefined) return { ...inactive, standing: 'invalid' };
  noteTokenUse(world, token, server.address);
  return {
    active: true,
    iss: server.issuer,
    scope: token.scopes.join(' '),
    token_type: 'Bearer',
    ...times(token),
    token_id: token.id,
    grant_id: token.grantId,
    ...(token.app && describeApp(token.app)),
    ...(person && describePerson(person)),
  };
}

function times(token: Token) {
  return {
    iat: Math.floor(token.createdAt / 1000),
    ...(token.expiresAt === undefined ? {} : { exp: Math.floor(token.expiresAt / 1000) }),
  };
}

function describeApp({ id, name, website, clientId }: App) {
  return { client_id: clientId, app: { id, name, website: website ?? null, client_id: clientId } };
}

function describePerson({ id, username, uri, state }: Person) {
  return { sub: uri, username, account: { id, username, state } };
}
