import { introspectToken } from '../../src/flows/introspect-token.ts';
import type { Access } from '../../src/http/access.ts';
import { anyToken, app as appOnly, publicTo, user } from '../../src/http/access.ts';
import { ApiError } from '../../src/http/api-error.ts';
import { admit, type RequireAuthentication } from '../../src/http/guard.ts';
import { answerUserinfo } from '../../src/http/userinfo.ts';
import type { App } from '../../src/protocol/app.ts';
import type { Token } from '../../src/protocol/grant.ts';
import type { AccountState } from '../../src/protocol/person.ts';
import { tokenBody } from '../../src/protocol/token.ts';
import { exampleIssuer } from './declared-routes.ts';

const now = Date.UTC(2027, 0, 1);

const app: App = {
  id: '1',
  clientId: 'RSP7pQV8ROPmSvOVJzOUIXQ9zgaqYRBNNU4OZ9NSwKE',
  secretDigest: undefined,
  confidential: true,
  resourceServer: false,
  name: 'An app',
  website: undefined,
  redirectUris: [],
  scopes: ['read'],
  createdAt: now,
};

const token: Token = {
  id: '1',
  grantId: '1',
  app,
  accountId: '1',
  scopes: ['read'],
  createdAt: now,
  expiresAt: undefined,
  lastUsedAt: now,
  revokedAt: undefined,
};

const personIn = (state: AccountState) => ({
  id: '1',
  username: 'alice',
  displayName: 'Alice',
  state,
  uri: `${exampleIssuer}/users/alice`,
  url: `${exampleIssuer}/@alice`,
  avatarUrl: `${exampleIssuer}/pictures/avatars/1.png`,
  allowsPasswordGrant: false,
});

/** What the token endpoint answers, made by the code that answers it. */
export function tokenExample(): unknown {
  return tokenBody('f3Cu2Y9SbHm6Aq9cVQbi0u3WGe2oYV7S0r2n8KXw1Zg' as never, token);
}

/** What introspection answers about a living token. */
export async function introspectionExample(): Promise<unknown> {
  const world = { store: { findToken: async () => token }, now: () => now };
  return introspectToken(world as never, app, 'any');
}

/** What userinfo answers. */
export function userinfoExample(): unknown {
  const reply = answerUserinfo({ issuer: exampleIssuer } as never)(undefined as never, {
    token,
    person: personIn('active'),
  });
  return JSON.parse(String(reply.body));
}

interface Caller {
  readonly when: string;
  readonly access: Exclude<Access, { kind: 'open' }>;
  readonly token?: Partial<Token>;
  readonly state?: AccountState;
  readonly demanded?: RequireAuthentication;
}

const ofPerson = user('read', 'read:accounts');

/** In the order in which the guard asks, so that the first that holds is the answer. */
const callers: readonly Caller[] = [
  { when: 'no token, or one that nobody knows', access: ofPerson },
  { when: 'the same on a public method', access: publicTo('read') },
  { when: 'the same on a server that demands a token', access: publicTo('read'), demanded: 'token' },
  { when: 'the same on a server that demands a person', access: publicTo('read'), demanded: 'user' },
  { when: 'a revoked token, also on a public method', access: publicTo('read'), token: { revokedAt: now } },
  { when: 'an expired token (none expires by itself today)', access: ofPerson, token: { expiresAt: now } },
  { when: 'an account that is suspended, on every method', access: publicTo('read'), token: {}, state: 'suspended' },
  { when: 'none of the scopes of the method', access: ofPerson, token: { scopes: ['write'] }, state: 'active' },
  { when: "an app's own token where a person is needed", access: ofPerson, token: { accountId: undefined } },
  { when: "a person's token where an app's own is needed", access: appOnly('read'), token: {}, state: 'active' },
  { when: 'an account whose e-mail address is not confirmed', access: ofPerson, token: {}, state: 'unconfirmed' },
  { when: 'an account that waits for approval', access: ofPerson, token: {}, state: 'pending' },
  { when: 'an account that is disabled', access: ofPerson, token: {}, state: 'disabled' },
  { when: 'otherwise', access: anyToken('read'), token: {}, state: 'active' },
];

/** What became of one kind of call. */
export interface GuardRow {
  readonly when: string;
  readonly status: number;
  readonly body: unknown;
  readonly challenge: string | undefined;
}

/** The rows of the guard, found by asking it. */
export async function guardRows(): Promise<readonly GuardRow[]> {
  const rows: GuardRow[] = [];
  for (const { when, access, token: changes, state, demanded = 'off' } of callers) {
    const world = { now: () => now, directory: { findPerson: async () => state && personIn(state) } };
    const presented = changes && { ...token, ...changes };
    try {
      await admit(world as never, access, presented, { demanded, address: '192.0.2.1' });
      rows.push({ when, status: 200, body: undefined, challenge: undefined });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const { status, message, headers } = error;
      rows.push({ when, status, body: { error: message }, challenge: headers['WWW-Authenticate'] });
    }
  }
  return rows;
}
