import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { TestBrowser } from '../../test/support/test-browser.ts';
import type { Answered } from '../http/mount-routes.ts';
import { digestOf } from '../protocol/secret.ts';
import { openSqliteStore } from '../storage/sqlite/open-sqlite-store.ts';
import type { FullStore } from '../storage/store.ts';
import type { AuthServer } from './auth-server.ts';
import type { AuditEvent, AuthServerOptions } from './auth-server-options.ts';
import { createAuthServer } from './create-auth-server.ts';
import type { HostAccount, HostAccounts } from './host-accounts.ts';

/** The password of everybody in {@link testPeople}. */
export const HOST_PASSWORD = 'open sesame, and no other';

/** The accounts of a small host, by ids that only the host understands. */
export const testPeople: Readonly<Record<string, HostAccount>> = {
  'ulid-01HZALICE': { id: 'ulid-01HZALICE', username: 'alice' },
  'ulid-01HZBOT': { id: 'ulid-01HZBOT', username: 'bot', allowsPasswordGrant: true },
};

const byName = (name: string) => Object.values(testPeople).find(({ username }) => username === name);

/** What a small host offers. */
export const testAccounts: HostAccounts = {
  find: (id) => testPeople[id],
  authenticate: (login, password) => (password === HOST_PASSWORD ? byName(login) : undefined),
  identify: (login) => byName(login)?.id,
  profile: () => ({ note: 'Hello' }),
  findByUsername: byName,
  count: () => 2,
  countStatuses: () => 3,
};

/** An authorization server over a small host, and what it told. */
export interface TestHost {
  readonly auth: AuthServer;
  readonly store: FullStore;
  readonly events: AuditEvent[];
  readonly answered: Answered[];
  /** A browser without scripts, before the server's pages. */
  newBrowser(): TestBrowser;
  request(path: string, init?: RequestInit): Promise<Response>;
  post(path: string, fields: Readonly<Record<string, string>>): Promise<Response>;
  registerApp(): Promise<{ readonly id: string; readonly client_id: string; readonly client_secret: string }>;
}

/** Where the test's app waits for its answers. */
export const CALLBACK = 'https://app.example/callback';

/** A new store in a temporary folder, which is gone after the tests. */
export async function newTestStore(): Promise<FullStore> {
  const folder = mkdtempSync(join(tmpdir(), 'mastodoor-host-'));
  const store = await openSqliteStore({ path: join(folder, 'test.db') });
  after(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });
  return store;
}

/** Makes an authorization server over {@link testAccounts}, with what a test wants different. */
export async function startTestHost(
  changes: Partial<AuthServerOptions> & { readonly host?: Partial<HostAccounts> } = {},
): Promise<TestHost> {
  const { host, ...options } = changes;
  const store = (options.store as FullStore | undefined) ?? (await newTestStore());
  const events: AuditEvent[] = [];
  const answered: Answered[] = [];
  const auth = await createAuthServer({
    issuer: 'https://host.example',
    store,
    secretKey: 'a key of the tests that everybody may know',
    accounts: { ...testAccounts, ...host },
    rateLimitFactor: Number.POSITIVE_INFINITY,
    clientAddress: () => '192.0.2.7',
    hostTimeout: 50,
    housekeeping: false,
    onEvent: (event) => events.push(event),
    onAnswered: (one) => answered.push(one),
    ...options,
  });
  const { origin } = new URL(auth.issuer);
  const request = (path: string, init: RequestInit = {}) => auth.fetch(new Request(new URL(path, origin), init));
  const post = (path: string, fields: Readonly<Record<string, string>>) =>
    request(path, { method: 'POST', body: new URLSearchParams(fields) });
  const prefix = new URL(auth.issuer).pathname.replace(/\/$/, '');
  return {
    auth,
    store,
    events,
    answered,
    newBrowser: () => new TestBrowser({ origin, request }),
    request,
    post,
    async registerApp() {
      const fields = { client_name: 'App', redirect_uris: CALLBACK, scopes: 'read write' };
      const response = await post(`${prefix}/api/v1/apps`, fields);
      if (response.status !== 200) throw new Error(await response.text());
      return (await response.json()) as { id: string; client_id: string; client_secret: string };
    },
  };
}

let serial = 0;

/** A token straight from the store; an app's own where no account is named. */
export async function tokenOf(
  { auth, store }: Pick<TestHost, 'auth' | 'store'>,
  scopes: readonly string[],
  accountId?: string,
): Promise<string> {
  const secret = `token-of-the-tests-${serial++}`;
  const { app } = await auth.admin.createApp({ name: 'App', redirectUris: [CALLBACK] });
  const now = Date.now();
  await store.addGrantWithToken(
    { appId: app.id, accountId, scopes, redirectUri: undefined, createdAt: now },
    { digest: digestOf(secret), createdAt: now, expiresAt: undefined },
  );
  return secret;
}
