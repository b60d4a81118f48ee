import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, test } from 'node:test';
import { until } from '../support/nodes.ts';
import { Person } from '../support/person.ts';
import { type Registered, register } from '../support/register.ts';
import { RunningServer } from '../support/running-server.ts';
import { onSqlite } from '../support/test-stores.ts';

/** The server may be writing what it does beside its answers, such as the audit log: the other process waits its turn. */
const WAIT = 5000;

describe('another process on the same database', () => {
  let server: RunningServer;
  let app: Registered;

  before(async () => {
    server = await RunningServer.start();
    await server.addAccount('alice');
    app = await register(server, { redirect_uris: 'https://app.example/callback', scopes: 'read write' });
  });
  after(() => server.dispose());

  const redemption = (code: string) => ({
    grant_type: 'authorization_code',
    client_id: app.client_id,
    client_secret: app.client_secret,
    redirect_uri: app.redirect_uri,
    code,
  });
  const authorizePath = (force = 'true') =>
    `/oauth/authorize?${new URLSearchParams({
      response_type: 'code',
      client_id: app.client_id,
      redirect_uri: app.redirect_uri,
      force_login: force,
    })}`;

  async function approvedCode(): Promise<string> {
    const location = await new Person(server, 'alice').approve(authorizePath());
    return new URL(location).searchParams.get('code') ?? '';
  }

  async function userToken(): Promise<string> {
    const response = await server.post('/oauth/token', redemption(await approvedCode()));
    return ((await response.json()) as { access_token: string }).access_token;
  }

  const me = (token: string) => server.get('/api/v1/accounts/verify_credentials', { Authorization: `Bearer ${token}` });

  test('disables an account, and that holds at once', async () => {
    const token = await userToken();
    assert.equal((await me(token)).status, 200);

    const disable = await server.command('account', 'disable', 'alice');
    assert.equal(disable.ending?.code, 0, disable.stderr);
    const refused = await me(token);
    assert.equal(refused.status, 403);
    assert.deepEqual(await refused.json(), { error: 'Your login is currently disabled' });

    const enable = await server.command('account', 'enable', 'alice');
    assert.equal(enable.ending?.code, 0, enable.stderr);
    assert.equal((await me(token)).status, 200);
  });

  test('ends a token, and that holds for the very next request', async () => {
    await server.withStore(async (store) => {
      for (let round = 0; round < 3; round++) {
        const token = await userToken();
        assert.equal((await me(token)).status, 200);
        const [newest] = await store.listTokens({ limit: 1 });
        assert.ok(newest);
        await store.revokeToken(newest.id, Date.now());
        assert.equal((await me(token)).status, 401);
      }
    });
  });

  test('holds the write lock a moment, and writes wait for it', onSqlite, async () => {
    const code = await approvedCode();
    const database = new DatabaseSync(server.databasePath, { timeout: WAIT });
    try {
      database.exec('begin exclusive');
      const waiting = server.post('/oauth/token', redemption(code));
      assert.equal((await server.get('/api/v1/instance')).status, 200);
      database.exec('rollback');
      assert.equal((await waiting).status, 200);
    } finally {
      database.close();
    }
  });

  test('holds the write lock: writes are refused in time, reads go on, and nothing is undone', onSqlite, async () => {
    const token = await userToken();
    const unused = await userToken();
    const code = await approvedCode();
    const database = new DatabaseSync(server.databasePath, { timeout: WAIT });
    try {
      database.exec('begin exclusive');
      let areWritesAnswered = false;
      const writes = Promise.all([
        server.post('/oauth/token', redemption(code)),
        server.post('/oauth/revoke', { client_id: app.client_id, client_secret: app.client_secret, token }),
        server.post('/api/v1/apps', { client_name: 'Locked out', redirect_uris: 'urn:ietf:wg:oauth:2.0:oob' }),
        server.get(authorizePath()),
        server.get('/health'),
      ]).finally(() => {
        areWritesAnswered = true;
      });

      let reads = 0;
      while (!areWritesAnswered) {
        // A read that waited for the lock would be refused with the writes. The second token is used for the first time,
        // which is noted some time, but never waited for.
        const [instance, account, again] = await Promise.all([server.get('/api/v1/instance'), me(token), me(unused)]);
        assert.deepEqual([instance.status, account.status, again.status], [200, 200, 200]);
        reads += 1;
      }
      assert.ok(reads > 3, `only ${reads} reads were answered`);

      for (const response of await writes) {
        assert.equal(response.status, 503, response.url);
        assert.match(response.headers.get('retry-after') ?? '', /^[1-9]\d*$/);
      }
      const [refusedToken, refusedRevocation, refusedApp, refusedPage] = await writes;
      for (const response of [refusedToken, refusedRevocation]) {
        const { error } = (await response.json()) as { error: string };
        assert.equal(error, 'temporarily_unavailable');
      }
      assert.match(((await refusedApp.json()) as { error: string }).error, /^There was a temporary problem/);
      assert.match(refusedPage.headers.get('content-type') ?? '', /^text\/html/);
    } finally {
      database.close();
    }

    // What was refused did not happen, and works now; what was answered before still holds.
    assert.equal((await me(token)).status, 200);
    assert.equal((await me(unused)).status, 200);
    assert.equal((await server.post('/oauth/token', redemption(code))).status, 200);
    const revocation = { client_id: app.client_id, client_secret: app.client_secret, token };
    assert.equal((await server.post('/oauth/revoke', revocation)).status, 200);
    assert.equal((await me(token)).status, 401);
    const apps = await server.withStore((store) => store.listApps({ limit: 9 }));
    assert.deepEqual(
      apps.map(({ name }) => name),
      ['Client test'],
    );
    // Whoever was refused was not told the cause, so the operator has to be.
    const outages = () => server.log.filter(({ msg }) => msg === 'the database cannot be used');
    await until('the line is written', () => outages().length > 0);
    const [{ level, err } = {}] = outages();
    assert.deepEqual([level, /database is busy/.test(JSON.stringify(err))], [50, true]);
  });
});
