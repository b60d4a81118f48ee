/** Docs, methods/admin/accounts and entities/Admin_Account; contract §11; scopes.json. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { signedIn } from '../../test/support/browsing.ts';
import { type RegisteredApp, TestServer } from '../../test/support/test-server.ts';
import type { AccountInput } from '../accounts/new-account.ts';
import type { Account, AccountRole } from '../accounts/ports.ts';
import { testAccount } from '../accounts/test-account.ts';
import type { AccountState } from '../protocol/person.ts';
import { digestOf } from '../protocol/secret.ts';
import type { AdminAccountEntity } from './entities/admin-account.ts';

let server: TestServer;
let app: RegisteredApp;
const staff = new Map<AccountRole, Account>();
let serial = 0;

before(async () => {
  server = await TestServer.start();
  app = await server.registerApp({ scopes: 'read admin:read admin:write' });
  for (const role of ['owner', 'admin', 'moderator', 'user'] as const) {
    staff.set(role, await server.addAccount(`the_${role}`, { role }));
  }
});
after(async () => {
  assert.deepEqual(
    server.answered.filter(({ error }) => error !== undefined),
    [],
  );
  await server.close();
});

/** Nobody signs in to these: many are needed, and hashing is not what is tested here. */
async function add(options: { readonly role?: AccountRole; readonly state?: AccountState } = {}): Promise<Account> {
  serial += 1;
  const names = { username: `person${serial}`, email: `person${serial}@example.org` };
  return server.store.addAccount(testAccount({ ...names, ...options }));
}

async function tokenOf(account: Account | undefined, scopes: readonly string[]): Promise<string> {
  const secret = server.world.randomSecret();
  const grant = { appId: app.id, accountId: account?.id, scopes, redirectUri: undefined, createdAt: server.now() };
  await server.store.addGrantWithToken(grant, {
    digest: digestOf(secret),
    createdAt: server.now(),
    expiresAt: undefined,
  });
  return secret;
}

async function call(method: string, path: string, as: AccountRole | string = 'admin', body?: Record<string, unknown>) {
  const person = staff.get(as as AccountRole);
  const token = person === undefined ? as : await tokenOf(person, ['admin:read', 'admin:write']);
  const response = await server.request(path, {
    method,
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    ...(body === undefined || method === 'GET' ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, link: response.headers.get('link'), body: JSON.parse(text) as never, text };
}

const one = (account: Account, act = '') => `/api/v1/admin/accounts/${account.id}${act && `/${act}`}`;
const notAllowed = { error: 'This action is not allowed' };

async function list(query: string, version = 'v2', as: AccountRole = 'admin') {
  const { status, body, link } = await call('GET', `/api/${version}/admin/accounts?${query}`, as);
  assert.equal(status, 200, JSON.stringify(body));
  return { names: (body as AdminAccountEntity[]).map(({ username }) => username), link };
}

describe('the entity Admin::Account', () => {
  test('has every member of the documentation, with what is known of the account', async () => {
    const maker = await server.addAccount('maker');
    const digest = digestOf('an invite of the test');
    const facts = { label: '', createdAt: 1, expiresAt: undefined, maxUses: undefined };
    await server.store.addInvite({ digest, accountId: maker.id, ...facts });
    const { id, state, unconfirmedEmail, hasSecondFactor, followersCount, followingCount, ...like } = maker;
    const names = { username: 'invited', email: 'Invited@example.org', createdAt: Date.UTC(2026, 1, 3, 4, 5, 6, 7) };
    const account = await server.store.addAccount(
      { ...like, ...names, reason: 'Because <b>I</b> say so', locale: 'de', appId: app.id, approvedAt: undefined },
      { invite: { digest, at: 2 } },
    );
    await server.store.changeAccount(account.id, { approvedAt: server.now() });
    server.address = '192.0.2.44';
    await signedIn(server, 'invited');
    server.address = '192.0.2.1';
    const { body } = await call('GET', one(account));
    const entity = body as AdminAccountEntity;
    const [session] = await server.store.listSessions(account.id);
    assert.deepEqual(
      { ...entity, account: entity.account.acct },
      {
        id: account.id,
        username: 'invited',
        domain: null,
        created_at: '2026-02-03T04:05:06.007Z',
        email: 'Invited@example.org',
        ip: '192.0.2.44',
        ips: [{ ip: '192.0.2.44', used_at: new Date(session?.lastUsedAt ?? 0).toISOString() }],
        role: { id: '-99', name: '', permissions: '65536', color: '', highlighted: false, collection_limit: 0 },
        confirmed: true,
        approved: true,
        disabled: false,
        suspended: false,
        silenced: false,
        sensitized: false,
        locale: 'de',
        invite_request: 'Because <b>I</b> say so',
        account: 'invited',
        created_by_application_id: app.id,
        invited_by_account_id: maker.id,
      },
    );
    const known = await server.request(`/api/v1/accounts/${account.id}`);
    assert.deepEqual(entity.account, await known.json());
  });

  test('of an account of which little is known has nulls, and leaves out who made it', async () => {
    const { body } = await call('GET', one(await add()));
    const entity = body as AdminAccountEntity;
    assert.deepEqual([entity.ip, entity.ips, entity.locale, entity.invite_request], [null, [], null, null]);
    assert.ok(!('created_by_application_id' in entity) && !('invited_by_account_id' in entity));
  });

  test('tells each state, and the role as everywhere else', async () => {
    const facts = async (account: Account) => {
      const { confirmed, approved, disabled, suspended, role } = (await call('GET', one(account)))
        .body as AdminAccountEntity;
      return { confirmed, approved, disabled, suspended, role: role.name };
    };
    const plain = { confirmed: true, approved: true, disabled: false, suspended: false, role: '' };
    assert.deepEqual(await facts(await add({ state: 'unconfirmed' })), { ...plain, confirmed: false });
    assert.deepEqual(await facts(await add({ state: 'pending' })), { ...plain, approved: false });
    assert.deepEqual(await facts(await add({ state: 'disabled' })), { ...plain, disabled: true });
    assert.deepEqual(await facts(await add({ state: 'suspended' })), { ...plain, suspended: true });
    assert.deepEqual(await facts(staff.get('moderator') as Account), { ...plain, role: 'Moderator' });
  });

  test('tells a moderator the address of mail, and from where people come only an admin', async () => {
    await server.addAccount('traveller');
    server.address = '192.0.2.45';
    await signedIn(server, 'traveller');
    server.address = '192.0.2.1';
    const seen = async (as: AccountRole) => {
      const { body } = await call('GET', '/api/v2/admin/accounts?username=traveller', as);
      const [{ email, ip, ips }] = body as [AdminAccountEntity];
      return [email, ip, ips.length];
    };
    assert.deepEqual(await seen('moderator'), ['traveller@example.org', null, 0]);
    for (const role of ['admin', 'owner'] as const) {
      assert.deepEqual(await seen(role), ['traveller@example.org', '192.0.2.45', 1]);
    }
    for (const version of ['v1', 'v2']) {
      const asked = `/api/${version}/admin/accounts?ip=192.0.2.45`;
      assert.deepEqual((await call('GET', asked, 'moderator')).body, notAllowed);
      assert.equal(((await call('GET', asked, 'admin')).body as unknown[]).length, 1);
    }
  });

  test('carries no secret', async () => {
    const { text } = await call('GET', one(await add()));
    assert.doesNotMatch(text, /argon2|password|digest/i);
  });
});

describe('who may call the admin methods', () => {
  const methods: readonly (readonly [string, string])[] = [
    ['GET', ''],
    ['POST', 'approve'],
    ['POST', 'reject'],
    ['POST', 'enable'],
    ['POST', 'unsuspend'],
    ['POST', 'unsilence'],
    ['POST', 'unsensitive'],
    ['POST', 'action'],
    ['DELETE', ''],
  ];

  test('nobody without a role, whatever the scopes (contract §11), and nothing is told of who exists', async () => {
    const target = await add({ state: 'pending' });
    for (const [method, act] of methods) {
      const known = await call(method, one(target, act), 'user', { type: 'suspend' });
      const unknown = await call(method, one({ ...target, id: '1' }, act), 'user', { type: 'suspend' });
      for (const { status, body } of [known, unknown]) {
        assert.deepEqual([status, body], [403, notAllowed], `${method} ${act}`);
      }
    }
    for (const path of ['/api/v1/admin/accounts', '/api/v2/admin/accounts?status=nonsense']) {
      assert.deepEqual((await call('GET', path, 'user')).body, notAllowed);
    }
    assert.equal((await server.store.findAccount(target.id))?.state, 'pending');
  });

  test('no longer who lost the role after the token was issued', async () => {
    const former = await add({ role: 'admin' });
    const token = await tokenOf(former, ['admin:read', 'admin:write']);
    const target = await add();
    assert.equal((await call('GET', one(target), token)).status, 200);
    await server.store.changeAccount(former.id, { role: 'user' });
    assert.equal((await call('GET', one(target), token)).status, 403);
    assert.equal((await call('POST', one(target, 'action'), token, { type: 'suspend' })).status, 403);
    assert.equal((await server.store.findAccount(target.id))?.state, 'active');
  });

  test('not with the other scope, and not staff whose own account cannot be used (contract §11)', async () => {
    const moderator = staff.get('moderator');
    const target = await add();
    const reading = await tokenOf(moderator, ['admin:read']);
    const writing = await tokenOf(moderator, ['admin:write:accounts']);
    assert.equal((await call('POST', one(target, 'action'), reading, { type: 'none' })).status, 403);
    assert.equal((await call('POST', one(target, 'action'), writing, { type: 'none' })).status, 200);
    assert.equal((await call('GET', one(target), writing)).status, 403);
    const own = await tokenOf(undefined, ['admin:read']);
    assert.deepEqual((await call('GET', one(target), own)).body, {
      error: 'This method requires an authenticated user',
    });
    const suspended = await add({ role: 'admin', state: 'suspended' });
    const theirs = await call('GET', one(target), await tokenOf(suspended, ['admin:read']));
    assert.deepEqual([theirs.status, theirs.body], [403, { error: 'Your login is currently disabled' }]);
  });

  test('each act by each role on each role, as the table of rights has it', async () => {
    const roles = ['user', 'moderator', 'admin', 'owner'] as const;
    const acts = [
      { path: 'approve', state: 'pending', needs: 1, body: undefined },
      { path: 'reject', state: 'pending', needs: 1, body: undefined },
      { path: 'enable', state: 'disabled', needs: 1, body: undefined },
      { path: 'unsuspend', state: 'suspended', needs: 1, body: undefined },
      { path: 'action', state: 'active', needs: 1, body: { type: 'disable' } },
      { path: 'action', state: 'active', needs: 1, body: { type: 'suspend' } },
      { path: '', state: 'suspended', needs: 2, body: undefined },
    ] as const;
    for (const [mine, by] of roles.entries()) {
      for (const [theirs, role] of roles.entries()) {
        for (const { path, state, needs, body } of acts) {
          const target = await add({ role, state });
          const { status } = await call(path === '' ? 'DELETE' : 'POST', one(target, path), by, body);
          const may = mine >= needs && theirs < mine;
          assert.equal(status, may ? 200 : 403, `${by} ${path} ${JSON.stringify(body)} ${role}`);
        }
      }
    }
  });
});

describe('acts on accounts', () => {
  test('approve, enable and unsuspend answer the account as it then stands', async () => {
    const pending = await call('POST', one(await add({ state: 'pending' }), 'approve'), 'moderator');
    assert.deepEqual([pending.status, (pending.body as AdminAccountEntity).approved], [200, true]);
    const disabled = await add({ state: 'disabled' });
    for (const _ of ['once', 'again']) {
      const { status, body } = await call('POST', one(disabled, 'enable'), 'moderator');
      assert.deepEqual([status, (body as AdminAccountEntity).disabled], [200, false]);
    }
    const suspended = await add({ state: 'suspended' });
    const { status, body } = await call('POST', one(suspended, 'unsuspend'), 'moderator');
    assert.deepEqual([status, (body as AdminAccountEntity).suspended], [200, false]);
    assert.equal((await server.store.findAccount(suspended.id))?.state, 'active');
  });

  test('reject and DELETE answer the account as it stood, and then it is gone', async () => {
    const rejected = await add({ state: 'pending' });
    const removed = await call('POST', one(rejected, 'reject'), 'moderator');
    assert.deepEqual([removed.status, (removed.body as AdminAccountEntity).approved], [200, false]);
    const suspended = await add({ state: 'suspended' });
    const deleted = await call('DELETE', one(suspended), 'admin');
    assert.deepEqual([deleted.status, (deleted.body as AdminAccountEntity).email], [200, suspended.email]);
    for (const account of [rejected, suspended]) {
      assert.equal(await server.store.findAccount(account.id), undefined);
      assert.deepEqual((await call('GET', one(account))).body, { error: 'Record not found' });
    }
  });

  test('action suspends and disables, also when it is so already, and answers an empty object', async () => {
    for (const [type, state] of [
      ['suspend', 'suspended'],
      ['disable', 'disabled'],
      ['none', 'active'],
    ] as const) {
      const target = await add();
      for (const _ of ['once', 'again']) {
        const { status, body } = await call('POST', one(target, 'action'), 'moderator', { type, text: 'Spam' });
        assert.deepEqual([status, body], [200, {}]);
      }
      assert.equal((await server.store.findAccount(target.id))?.state, state);
      const told = server.events.filter(
        (event) => 'actorId' in event && 'accountId' in event && event.accountId === target.id,
      );
      assert.equal(told.length, type === 'none' ? 0 : 1);
    }
  });

  test('a suspension holds at the next use of a token, and ends with it', async () => {
    const target = await add();
    const token = await tokenOf(target, ['read']);
    const use = async () => (await call('GET', '/api/v1/accounts/verify_credentials', token)).status;
    assert.equal(await use(), 200);
    await call('POST', one(target, 'action'), 'moderator', { type: 'suspend' });
    assert.equal(await use(), 403);
    await call('POST', one(target, 'unsuspend'), 'moderator');
    assert.equal(await use(), 200);
  });

  test('unsilence and unsensitive have nothing to end and say so by the account', async () => {
    for (const act of ['unsilence', 'unsensitive']) {
      const target = await add();
      const { status, body } = await call('POST', one(target, act), 'moderator');
      assert.deepEqual([status, (body as AdminAccountEntity).id], [200, target.id]);
    }
  });

  test('what makes no sense is refused as the documentation has it', async () => {
    const active = await add();
    for (const act of ['approve', 'reject', 'unsuspend']) {
      assert.deepEqual((await call('POST', one(active, act))).body, notAllowed, act);
    }
    assert.deepEqual((await call('DELETE', one(active))).body, notAllowed);
    for (const [type, words] of [
      ['silence', 'Type silence is not supported by this server'],
      ['sensitive', 'Type sensitive is not supported by this server'],
      ['__proto__', 'Type is not included in the list'],
      ['ban', 'Type is not included in the list'],
      ['', "Type can't be blank"],
      [undefined, "Type can't be blank"],
      [{ a: 1 }, "Type can't be blank"],
    ] as const) {
      const { status, body } = await call('POST', one(active, 'action'), 'admin', { type });
      assert.deepEqual([status, body], [422, { error: `Validation failed: ${words}` }]);
    }
    assert.deepEqual(await server.store.findAccount(active.id), active);
  });

  test('an id that is none, or nobody’s, is not found', async () => {
    for (const id of ['1', 'x', '%00', '99999999999999999999', "1'--"]) {
      for (const [method, act] of [
        ['GET', ''],
        ['POST', '/approve'],
        ['POST', '/action'],
        ['DELETE', ''],
      ]) {
        const { status } = await call(String(method), `/api/v1/admin/accounts/${id}${act}`, 'owner', {
          type: 'suspend',
        });
        assert.equal(status, 404, `${method} ${id}${act}`);
      }
    }
  });

  test('of many who act at once each gets an answer that fits what became of the account', async () => {
    const target = await add({ state: 'pending' });
    const acts = Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? 'approve' : 'reject'));
    const answers = await Promise.all(
      acts.map(async (act) => (await call('POST', one(target, act), 'moderator')).status),
    );
    assert.equal(answers.filter((status) => status === 200).length, 1);
    assert.deepEqual(
      answers.filter((status) => ![200, 403, 404, 409].includes(status)),
      [],
    );
  });
});

describe('lists of accounts', () => {
  let hill: TestServer;
  let before_: TestServer;
  const people = new Map<string, Account>();

  before(async () => {
    // A server of its own, so that every account of the list is known.
    before_ = server;
    hill = await TestServer.start();
    server = hill;
    const make = async (username: string, options: Partial<AccountInput> = {}) =>
      people.set(username, await hill.addAccount(username, options));
    const root = await hill.addAccount('root', { role: 'owner' });
    staff.set('admin', root);
    people.set('root', root);
    app = await hill.registerApp({ scopes: 'admin:read' });
    await make('mona', { role: 'moderator', displayName: 'Mona 100%' });
    await make('alice', { displayName: 'Alice in Wonderland' });
    await make('pending_pia', { state: 'pending' });
    await make('dora', { state: 'disabled' });
    await make('sam', { state: 'suspended', displayName: 'Sam "O\'Neill" \\ _' });
    await make('ulla', { state: 'unconfirmed' });
    hill.address = '2001:db8::7';
    await signedIn(hill, 'alice');
    hill.address = '192.0.2.1';
  });
  after(async () => {
    assert.deepEqual(
      hill.answered.filter(({ error }) => error !== undefined),
      [],
    );
    await hill.close();
    server = before_;
  });

  const everybody = ['ulla', 'sam', 'dora', 'pending_pia', 'alice', 'mona', 'root'];

  test('hold everybody, newest first', async () => {
    assert.deepEqual((await list('', 'v1')).names, everybody);
    assert.deepEqual((await list('', 'v2')).names, everybody);
    assert.equal((await list('', 'v2')).link?.includes('rel="next"'), false);
  });

  const cases: readonly (readonly ['v1' | 'v2', string, readonly string[]])[] = [
    ['v2', 'origin=local', everybody],
    ['v2', 'origin=remote', []],
    ['v2', 'status=active', ['alice', 'mona', 'root']],
    ['v2', 'status=pending', ['pending_pia']],
    ['v2', 'status=disabled', ['dora']],
    ['v2', 'status=suspended', ['sam']],
    ['v2', 'status=silenced', []],
    ['v2', 'permissions=staff', ['mona', 'root']],
    ['v2', 'permissions=staff&role_ids[]=1&role_ids[]=-99', ['mona']],
    ['v2', 'role_ids[]=1&role_ids[]=3', ['mona', 'root']],
    ['v2', 'role_ids[]=777', []],
    ['v2', 'username=%40AL', ['alice']],
    ['v2', 'username=_', []],
    ['v2', 'display_name=100%25', ['mona']],
    ['v2', 'display_name=%22O%27Neill%22%20%5C', ['sam']],
    ['v2', 'email=DORA%40', ['dora']],
    ['v2', 'ip=2001:db8::7', ['alice']],
    ['v2', 'ip=198.51.100.1', []],
    ['v2', 'by_domain=elsewhere.example', []],
    ['v2', 'invited_by=1', []],
    ['v2', 'username=&status=&role_ids[]=&by_domain=', everybody],
    ['v2', 'status=active&username=m', ['mona']],
    ['v2', 'username[a]=x', everybody],
    ['v1', 'local=true', everybody],
    ['v1', 'remote=true', []],
    ['v1', 'remote=false&silenced=0', everybody],
    ['v1', 'active=true', ['alice', 'mona', 'root']],
    ['v1', 'pending=1', ['pending_pia']],
    ['v1', 'disabled=true', ['dora']],
    ['v1', 'suspended=true', ['sam']],
    ['v1', 'suspended=true&disabled=true', []],
    ['v1', 'silenced=true', []],
    ['v1', 'sensitized=true', []],
    ['v1', 'staff=true', ['mona', 'root']],
    ['v1', 'username=al', ['alice']],
    ['v1', 'email=alice%40example.org', ['alice']],
  ];
  for (const [version, query, expected] of cases) {
    test(`${version} ?${query}`, async () => assert.deepEqual((await list(query, version)).names, expected));
  }

  test('are walked along their links in both directions, filters included', async () => {
    const walk = async (start: string, rel: string) => {
      const pages: string[][] = [];
      for (let path: string | undefined = start; path !== undefined; ) {
        const answer = await call('GET', path);
        const names = (answer.body as AdminAccountEntity[]).map(({ username }) => username);
        if (names.length > 0) pages.push(names);
        const link = new RegExp(`<https://social\\.example([^>]*)>; rel="${rel}"`).exec(answer.link ?? '')?.[1];
        path = names.length === 0 ? undefined : link;
        if (pages.length > 9) throw new Error('the walk does not end');
      }
      return pages;
    };
    const forwards = await walk('/api/v2/admin/accounts?limit=2&status=active', 'next');
    assert.deepEqual(forwards, [['alice', 'mona'], ['root']]);
    const oldest = people.get('root')?.id;
    const backwards = await walk(`/api/v2/admin/accounts?limit=3&min_id=${oldest}`, 'prev');
    assert.deepEqual(backwards, [
      ['pending_pia', 'alice', 'mona'],
      ['ulla', 'sam', 'dora'],
    ]);
    const { link } = await call('GET', '/api/v2/admin/accounts?limit=1&role_ids[]=1&role_ids[]=3&username=m');
    const next = new URL(/<([^>]*)>; rel="next"/.exec(link ?? '')?.[1] ?? '');
    assert.deepEqual(next.searchParams.getAll('role_ids[]'), ['1', '3']);
    assert.deepEqual([next.searchParams.get('username'), next.searchParams.get('limit')], ['m', '1']);
  });

  test('since_id and max_id bound them, and what is no id bounds nothing away silently', async () => {
    const id = (name: string) => people.get(name)?.id ?? '';
    assert.deepEqual((await list(`since_id=${id('dora')}`)).names, ['ulla', 'sam']);
    assert.deepEqual((await list(`since_id=${id('root')}&limit=2`)).names, ['ulla', 'sam']);
    assert.deepEqual((await list(`max_id=${id('alice')}`)).names, ['mona', 'root']);
    assert.deepEqual((await list(`max_id=${id('alice')}&since_id=${id('root')}`)).names, ['mona']);
    assert.deepEqual((await list('max_id=nonsense')).names, []);
    assert.deepEqual((await list('limit=0')).names, []);
    assert.equal((await list('limit=-3')).names.length, 3);
    assert.equal((await list('limit=100000')).names.length, everybody.length);
  });

  test('refuse a filter that they do not know with its name', async () => {
    for (const name of ['status', 'origin', 'permissions']) {
      const { status, body } = await call('GET', `/api/v2/admin/accounts?${name}=nonsense`);
      assert.deepEqual([status, body], [400, { error: `Unknown filter: ${name}` }]);
    }
  });
});
