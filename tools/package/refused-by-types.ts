/** What the public types must refuse. Compiled against the packed package, never run: a refusal that is gone is an error. */
import { appOnly, createAuthServer, type HostAccount, type Store, user } from 'mastodoor';
import type { CustomPages } from 'mastodoor/pages';
import { createResourceServer } from 'mastodoor/resource-server';

declare const store: Store;
const options = { issuer: 'https://example.org', store, secretKey: 'x' };
const find = (id: string): HostAccount => ({ id, username: 'alice' });

// @ts-expect-error: accounts without find
await createAuthServer({ ...options, accounts: {} });

// @ts-expect-error: an account without a name
await createAuthServer({ ...options, accounts: { find: (id: string) => ({ id }) } });

// @ts-expect-error: no store
await createAuthServer({ issuer: 'https://example.org', secretKey: 'x', accounts: { find } });

// @ts-expect-error: a misspelt option
await createAuthServer({ ...options, accounts: { find }, polices: {} });

// @ts-expect-error: a store that lacks the rest of its methods
await createAuthServer({ ...options, accounts: { find }, store: { findApp: async () => undefined } });

const auth = await createAuthServer({ ...options, accounts: { find } });

// @ts-expect-error: scopes are words
auth.requireScope(1);

// @ts-expect-error: an access is made by user, anyToken and their like
auth.require('read');

// @ts-expect-error: an account has no colour unless its host gave it one
(await auth.authenticate(new Request('https://example.org'), user('read'))).account.favouriteColour;

// @ts-expect-error: an app's own token has no account
(await auth.authenticate(new Request('https://example.org'), appOnly())).account.username;

// @ts-expect-error: whoever asks without saying whom may be an app alone
(await auth.authenticate(new Request('https://example.org'))).account.username;

/** There is no such page. */
// @ts-expect-error: pages have names
export const pages: CustomPages = (builtIn) => ({ concent: builtIn.consent });

// @ts-expect-error: a resource server needs its secret
createResourceServer({ issuer: auth.issuer, clientId: 'a' });
