import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { Hono } from 'hono';
import { createBuiltInAccounts } from '../accounts/built-in-accounts.ts';
import { argon2id } from '../accounts/password-hashes.ts';
import { type AccountPerson, personOf } from '../accounts/person.ts';
import type { Account } from '../accounts/ports.ts';
import { testAccount } from '../accounts/test-account.ts';
import { ApiError } from '../http/api-error.ts';
import { FetchSource } from '../http/fetch-source.ts';
import { Incoming } from '../http/incoming.ts';
import { RateLimiter } from '../http/rate-limiter.ts';
import type { Route } from '../http/route.ts';
import { openSqliteStore } from '../storage/sqlite/open-sqlite-store.ts';
import type { InstanceDeps } from './instance-deps.ts';
import type { InstanceSettings } from './instance-settings.ts';
import type { MastodonDeps } from './mastodon-deps.ts';
import { accountRoutes, discoveryRoutes, instanceRoutes } from './routes.ts';

export const TEST_ORIGIN = 'https://social.example';

/** What a call of the surface under test came to. */
export interface TestAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON, to be compared with what is expected. */
  json(): unknown;
}

/** The routes of this folder over a real store, for tests of what the handlers do: the guard is not part of it. */
export async function openTestSurface() {
  const folder = mkdtempSync(join(tmpdir(), 'mastodoor-'));
  const store = await openSqliteStore({ path: join(folder, 'test.db') });
  after(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });
  const limiter = new RateLimiter({ factor: 1, now: Date.now });
  const accounts = createBuiltInAccounts({ store, passwords: argon2id, origin: TEST_ORIGIN, now: Date.now });
  const deps: MastodonDeps<AccountPerson> & Omit<InstanceDeps<AccountPerson>, 'people'> = {
    issuer: TEST_ORIGIN,
    directory: { findPerson: accounts.find },
    people: accounts,
    limiter,
    instance: {
      title: 'Social',
      description: 'A place',
      contactEmail: 'owner@social.example',
      contactUsername: undefined,
      rules: [],
    },
    vapidPublicKey: 'BVapid',
    version: '0.1.0',
  };

  let made = 0;
  /** Adds an account with a name and an address of its own. */
  async function addAccount(differences: Partial<Account> = {}): Promise<Account> {
    made += 1;
    const { id, followersCount, followingCount, ...account } = testAccount({
      username: `person${made}`,
      email: `person${made}@example.org`,
      ...differences,
    });
    return store.addAccount(account);
  }

  async function call(
    method: string,
    path: string,
    options: { readonly as?: Account; readonly body?: unknown; readonly instance?: InstanceSettings } = {},
  ): Promise<TestAnswer> {
    const instance = options.instance ?? deps.instance;
    // The app methods are tested beside their own file.
    const routes = [
      ...accountRoutes(deps),
      ...instanceRoutes({ ...deps, instance }),
      ...discoveryRoutes(TEST_ORIGIN, accounts),
    ];
    const hono = mount(routes, options.as);
    const init =
      options.body === undefined
        ? { method }
        : { method, body: JSON.stringify(options.body), headers: { 'Content-Type': 'application/json' } };
    const response = await hono.request(`${TEST_ORIGIN}${path}`, init);
    const bytes = await response.arrayBuffer();
    const text = new TextDecoder().decode(bytes);
    return { status: response.status, headers: response.headers, text, json: () => JSON.parse(text) };
  }

  return { store, limiter, accounts, addAccount, call };
}

function mount(routes: readonly Route<AccountPerson>[], as: Account | undefined): Hono {
  const hono = new Hono();
  const caller = as && { token: undefined, person: personOf(as, TEST_ORIGIN) };
  for (const { method, path, handle } of routes) {
    hono.on(method, path, async (context) => {
      try {
        const reply = await handle(
          new Incoming(new FetchSource(context), { address: '192.0.2.1', id: 'test' }),
          caller as never,
        );
        return new Response(reply.body, reply);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        return Response.json({ error: error.message, ...error.members }, { status: error.status });
      }
    });
  }
  return hono;
}
