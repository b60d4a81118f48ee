import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Account } from '../../src/accounts/ports.ts';
import { testDatabases, withPostgres } from '../../src/storage/postgres/testing/test-databases.ts';
import { openForm } from '../support/browsing.ts';
import { Door, Nodes, underLoad } from '../support/nodes.ts';
import { type Registered, redeem, register } from '../support/register.ts';
import { addAppNow, codeOf } from '../support/second-factors.ts';
import { authorizePath, consentForms, TestBrowser } from '../support/test-browser.ts';
import { PASSWORD } from '../support/test-server.ts';

/** How many requests each node has in flight while the others are made. */
const IN_FLIGHT = 100;

/** Of what happens on one node and is asked of the other; each is a chance to be wrong. */
const ROUNDS = 2;

const CALLBACK = 'https://app.example/callback';

describe('What one of two nodes did is true on the other for the next request, under load', withPostgres, () => {
  let nodes: Nodes;
  let app: Registered;
  let staff: string;
  let steady: string;
  const accounts: Record<string, Account> = {};

  before(async () => {
    nodes = await Nodes.start(await newDatabase());
    for (const name of ['alice', 'bob', 'carol', 'steady']) accounts[name] = await nodes.a.addAccount(name);
    await nodes.a.addAccount('owner', { role: 'owner' });
    app = await newApp('read write admin:read admin:write');
    staff = await newToken('owner', 'admin:write');
    steady = await newToken('steady');
  });
  after(() => nodes?.dispose());
  // After the hooks: what is declared first is ended first.
  const { newDatabase } = testDatabases();

  const newApp = (scopes = 'read write') => register(nodes.door(nodes.a), { redirect_uris: CALLBACK, scopes });

  async function signedIn(username: string, door = nodes.door(nodes.a)): Promise<TestBrowser> {
    const browser = new TestBrowser(door);
    assert.equal((await browser.signIn(username)).status, 302);
    return browser;
  }

  async function newCode(username: string, scope = 'read', client = app): Promise<string> {
    const browser = await signedIn(username);
    const page = await browser.open(authorizePath(client as never, { scope }));
    const answer = page.headers.has('location') ? page : await browser.submit(consentForms(await page.text()).approve);
    return new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? '';
  }

  async function newToken(username: string, scope = 'read', client = app): Promise<string> {
    const answer = await redeem(nodes.door(nodes.b), client, await newCode(username, scope, client));
    return ((await answer.json()) as { access_token: string }).access_token;
  }

  const me = (door: Door, token: string) =>
    door.get('/api/v1/accounts/verify_credentials', { Authorization: `Bearer ${token}` });

  const moderate = async (door: Door, id: string, path: string, fields: Readonly<Record<string, string>> = {}) => {
    const answer = await door.post(`/api/v1/admin/accounts/${id}/${path}`, fields, {
      Authorization: `Bearer ${staff}`,
    });
    assert.equal(answer.status, 200, await answer.text());
  };

  /** While both nodes answer somebody else, who must notice nothing. */
  async function busily(work: () => Promise<void>): Promise<void> {
    const doors = [nodes.door(nodes.a), nodes.door(nodes.b)];
    const { answered } = await underLoad(doors, IN_FLIGHT, (door) => me(door, steady), work);
    assert.deepEqual([...answered.keys()], [200]);
  }

  test('a token that was revoked', async () => {
    const tokens = await Promise.all(Array.from({ length: ROUNDS * 2 }, () => newToken('alice')));
    const { client_id, client_secret } = app;
    await busily(async () => {
      for (const [from, to] of nodes.bothWays) {
        for (let round = 0; round < ROUNDS; round++) {
          const token = tokens.pop() ?? '';
          assert.deepEqual([(await me(from, token)).status, (await me(to, token)).status], [200, 200]);
          await from.post('/oauth/revoke', { client_id, client_secret, token });
          assert.equal((await me(to, token)).status, 401);
        }
      }
    });
  });

  test('an account that was disabled, and enabled again', async () => {
    const token = await newToken('bob');
    const { id = '' } = accounts.bob ?? {};
    await busily(async () => {
      for (const [from, to] of nodes.bothWays) {
        for (let round = 0; round < ROUNDS; round++) {
          await moderate(from, id, 'action', { type: 'disable' });
          assert.equal((await me(to, token)).status, 403);
          await moderate(to, id, 'enable');
          assert.equal((await me(from, token)).status, 200);
        }
      }
    });
  });

  test('a person who was suspended: what they may do, and what others see of them', async () => {
    const token = await newToken('carol');
    const { id = '' } = accounts.carol ?? {};
    const seen = async (door: Door) => {
      const entity = (await (await door.get(`/api/v1/accounts/${id}`)).json()) as { readonly suspended?: true };
      return { status: (await me(door, token)).status, suspended: entity.suspended };
    };
    await busily(async () => {
      for (const [from, to] of nodes.bothWays) {
        await moderate(from, id, 'action', { type: 'suspend' });
        assert.deepEqual(await seen(to), { status: 403, suspended: true });
        await moderate(from, id, 'unsuspend');
        assert.deepEqual(await seen(to), { status: 200, suspended: undefined });
      }
    });
  });

  test('an app that staff deleted on a page', async () => {
    const owner = await signedIn('owner');
    const doomed = await newApp();
    const token = await newToken('alice', 'read', doomed);
    const code = await newCode('alice', 'read', doomed);
    const page = `/admin/apps/${doomed.id}/delete`;
    const form = await openForm(owner, page, page);
    await busily(async () => {
      for (const answer of await nodes.atBoth((door) => me(door, token))) assert.equal(answer.status, 200);
      const done = await owner.submit(form);
      const [a, b] = [nodes.door(nodes.a), nodes.door(nodes.b)];
      assert.deepEqual(
        [done.status, (await me(b, token)).status, (await redeem(b, doomed, code)).status],
        [303, 401, 401],
      );
      assert.deepEqual([(await me(a, token)).status, (await redeem(a, doomed, code)).status], [401, 401]);
    });
  });

  test('an app that the operator deleted, by a command of a third process', async () => {
    const doomed = await newApp();
    const token = await newToken('alice', 'read', doomed);
    const code = await newCode('alice', 'read', doomed);
    await busily(async () => {
      const { ending, stderr } = await nodes.a.command('app', 'delete', doomed.client_id, '--yes');
      assert.equal(ending?.code, 0, stderr);
      for (const answer of await nodes.atBoth((door) => me(door, token))) assert.equal(answer.status, 401);
      for (const answer of await nodes.atBoth((door) => redeem(door, doomed, code))) assert.equal(answer.status, 401);
    });
  });

  test('a code that was redeemed: of fifty redemptions on both nodes exactly one gets a token', async () => {
    const codes = await Promise.all(Array.from({ length: ROUNDS }, () => newCode('alice')));
    await busily(async () => {
      for (const code of codes) {
        const doors = Array.from({ length: 50 }, (_, index) => nodes.door(index % 2 === 0 ? nodes.a : nodes.b));
        const answers = await Promise.all(doors.map((door) => redeem(door, app, code)));
        assert.deepEqual(answers.map(({ status }) => status).sort(), [200, ...Array(49).fill(400)]);
        const bodies = await Promise.all(answers.map((answer) => answer.json() as Promise<{ access_token?: string }>));
        const access_token = bodies.find((body) => body.access_token !== undefined)?.access_token ?? '';
        // A code that came again was stolen, perhaps: what it bought is worth nothing any more (RFC 6749 §4.1.2).
        for (const answer of await nodes.atBoth((door) => me(door, access_token))) assert.equal(answer.status, 401);
      }
    });
  });

  test('a code of an authenticator app that was used', async () => {
    const username = 'dora';
    await nodes.a.addAccount(username);
    const { seed } = await addAppNow(await signedIn(username), Date.now());
    // The app's clock is a little ahead, as it may be: the code of the step that follows the one of the set-up.
    const code = codeOf(seed, Date.now() + 30_000);
    const browsers = await Promise.all(
      Array.from({ length: 10 }, async (_, index) => {
        const browser = new TestBrowser(nodes.door(index % 2 === 0 ? nodes.a : nodes.b));
        const step = await browser.signIn(username);
        assert.equal(step.headers.get('location'), '/auth/second_factor');
        return { browser, form: await openForm(browser, '/auth/second_factor', '/auth/second_factor') };
      }),
    );
    await busily(async () => {
      const answers = await Promise.all(browsers.map(({ browser, form }) => browser.submit(form, { code })));
      assert.deepEqual(answers.map(({ status }) => status).sort(), [303, ...Array(9).fill(422)]);
    });
  });

  test('a browser that was signed out, by itself and from elsewhere', async () => {
    const home = '/oauth/authorized_applications';
    await busily(async () => {
      for (const [from, to] of nodes.bothWays) {
        for (let round = 0; round < ROUNDS; round++) {
          const door = new Door(nodes.origin, from.node);
          const browser = await signedIn('alice', door);
          const form = await openForm(browser, '/auth/sign_out', '/auth/sign_out');
          const kept = new Map(browser.cookies);
          assert.equal((await browser.submit(form)).status, 302);
          for (const [name, value] of kept) browser.cookies.set(name, value);
          door.node = to.node;
          assert.match((await browser.get(home)).headers.get('location') ?? '', /\/auth\/sign_in/);
        }
      }
      const door = nodes.door(nodes.b);
      const browser = await signedIn('alice', door);
      assert.equal((await browser.get(home)).status, 200);
      const { ending, stderr } = await nodes.a.command('account', 'sign-out', 'alice');
      assert.equal(ending?.code, 0, stderr);
      assert.match((await browser.get(home)).headers.get('location') ?? '', /\/auth\/sign_in/);
    });
  });

  test('a password that was changed: the old one opens nothing, and the browsers are out', async () => {
    await nodes.a.addAccount('erin');
    const other = await signedIn('erin', nodes.door(nodes.b));
    await busily(async () => {
      const browser = await signedIn('erin');
      const page = '/settings/account/password';
      const answer = await browser.submit(await openForm(browser, page, page), { password: `not ${PASSWORD}` });
      assert.equal(answer.headers.get('location'), '/settings/account?done=password');
      assert.match((await other.get('/oauth/authorized_applications')).headers.get('location') ?? '', /sign_in/);
      assert.equal((await new TestBrowser(nodes.door(nodes.b)).signIn('erin')).status, 422);
    });
  });
});
