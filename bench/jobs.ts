import { randomBytes } from 'node:crypto';
import { factsOf } from '../src/accounts/account-facts.ts';
import { digestOf } from '../src/protocol/secret.ts';
import { openSqliteStore } from '../src/storage/sqlite/open-sqlite-store.ts';
import type { BenchRequest } from './load.ts';

const registration = {
  client_name: 'Bench',
  redirect_uris: 'https://bench.example/callback',
  scopes: 'read write',
  website: 'https://bench.example',
};

/** One thing to measure. */
export interface Job {
  readonly name: string;
  requests(round: number): Promise<readonly BenchRequest[]>;
}

/** An app, a person and their tokens, made through the storage as the server itself would make them. */
export async function prepareJobs(server: string, databasePath: string, revocable: number): Promise<readonly Job[]> {
  const registered = await post(server, '/api/v1/apps', registration);
  const app = (await registered.json()) as { client_id: string; client_secret: string };
  const credentials = { client_id: app.client_id, client_secret: app.client_secret };
  const store = await openSqliteStore({ path: databasePath });
  const { id: appId } = (await store.findAppByClientId(app.client_id)) ?? { id: '' };
  const account = await store.addAccount({
    username: 'bench',
    email: 'bench@example.org',
    displayName: 'Bench',
    note: 'Measured, not tested.',
    fields: [{ name: 'Site', value: 'https://example.org' }],
    locked: false,
    bot: false,
    discoverable: true,
    hideCollections: undefined,
    ...factsOf('active', Date.now()),
    role: 'user',
    passwordHash: 'none',
    allowsPasswordGrant: false,
    locale: undefined,
    reason: undefined,
    appId: undefined,
    inviteId: undefined,
    createdAt: Date.now(),
  });
  const newToken = async (accountId: string | undefined) => {
    const token = randomBytes(32).toString('base64url');
    const now = Date.now();
    await store.addGrantWithToken(
      { appId, accountId, scopes: ['read'], redirectUri: undefined, createdAt: now },
      { digest: digestOf(token), createdAt: now, expiresAt: undefined },
    );
    return token;
  };
  const appToken = await newToken(undefined);
  const userToken = await newToken(account.id);
  const get = (path: string, token: string): BenchRequest => ({
    method: 'GET',
    path,
    headers: { Authorization: `Bearer ${token}` },
  });
  return [
    { name: 'app verify_credentials', requests: async () => [get('/api/v1/apps/verify_credentials', appToken)] },
    {
      name: 'account verify_credentials',
      requests: async () => [get('/api/v1/accounts/verify_credentials', userToken)],
    },
    {
      name: 'client_credentials issuance (durable)',
      requests: async () => [form('/oauth/token', { grant_type: 'client_credentials', ...credentials })],
    },
    { name: 'app registration (durable)', requests: async () => [form('/api/v1/apps', registration)] },
    {
      name: 'revocation (durable)',
      requests: async () => {
        const tokens = await Promise.all(Array.from({ length: revocable }, () => newToken(undefined)));
        return tokens.map((token) => form('/oauth/revoke', { token, ...credentials }));
      },
    },
  ];
}

function form(path: string, fields: Readonly<Record<string, string>>): BenchRequest {
  return {
    method: 'POST',
    path,
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  };
}

function post(server: string, path: string, fields: Readonly<Record<string, string>>): Promise<Response> {
  return fetch(new URL(path, server), { method: 'POST', body: new URLSearchParams(fields) });
}
