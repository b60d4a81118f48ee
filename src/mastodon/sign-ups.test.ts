import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import { userToken } from '../../test/support/test-browser.ts';
import { PASSWORD, type RegisteredApp, TestServer } from '../../test/support/test-server.ts';
import { issueToken } from '../flows/issue-token.ts';
import { DAY } from '../protocol/lifetimes.ts';
import { digestOf } from '../protocol/secret.ts';

let server: TestServer;
let app: RegisteredApp;

afterEach(() => server.close());

async function start(settings: Readonly<Record<string, string>> = {}): Promise<void> {
  server = await TestServer.start({ REGISTRATIONS: 'open', ...settings });
  app = await server.registerApp();
}

const choice = { username: 'alice', email: 'alice@mail.example', password: PASSWORD, agreement: true, locale: 'en' };

async function signUp(body: unknown = choice, scope = 'write:accounts'): Promise<Response> {
  const Authorization = `Bearer ${await server.appToken(app, scope)}`;
  return server.postJson('/api/v1/accounts', body, { Authorization });
}

/** Status and body of an answer. */
async function read(response: Response | Promise<Response>): Promise<[number, unknown]> {
  const answer = await response;
  return [answer.status, await answer.json()];
}

async function tokenOf(response: Response): Promise<string> {
  assert.equal(response.status, 200);
  return ((await response.json()) as { access_token: string }).access_token;
}

const as = (token: string) => ({ Authorization: `Bearer ${token}` });

/** What the details of a refusal say, as parameter and code. */
async function problemsOf(response: Response): Promise<readonly string[]> {
  assert.equal(response.status, 422);
  const { error, details } = (await response.json()) as { error: string; details: Record<string, { error: string }[]> };
  assert.match(error, /^Validation failed: /);
  return Object.entries(details).flatMap(([name, list]) => list.map((detail) => `${name} ${detail.error}`));
}

describe('POST /api/v1/accounts (contract §12.2)', () => {
  test('gives a token with the scopes of the token that asked, and never more (decision 32)', async () => {
    await start();
    const response = await signUp(choice, 'write:accounts read');
    assert.equal(response.headers.get('cache-control'), 'private, no-store');
    assert.equal(response.headers.get('pragma'), 'no-cache');
    const body = (await response.json()) as Record<string, unknown>;
    assert.deepEqual(Object.keys(body), ['access_token', 'token_type', 'scope', 'created_at']);
    assert.equal(body.scope, 'write:accounts read');
    const account = await server.store.findAccountByUsername('alice');
    assert.equal(account?.state, 'unconfirmed');
    assert.equal(account.appId, app.id);
    assert.ok(server.events.some((event) => event.event === 'signed up' && event.appId === app.id));
  });

  test('makes an account that opens nothing until the link in the mail was followed', async () => {
    await start();
    const token = await tokenOf(await signUp(choice, 'write:accounts read'));
    const missing = [403, { error: 'Your login is missing a confirmed e-mail address' }];
    assert.deepEqual(await read(server.get('/api/v1/accounts/verify_credentials', as(token))), missing);
    assert.deepEqual(await read(server.get('/api/v1/emails/check_confirmation', as(token))), [200, false]);
    const mail = await server.nextMail('alice@mail.example', 'confirm email');
    assert.equal(mail.links.filter((link) => link.includes('confirmation_token=')).length, 1);
    const account = await server.store.findAccountByUsername('alice');
    await server.setState({ id: account?.id ?? '' }, 'active');
    assert.deepEqual(await read(server.get('/api/v1/emails/check_confirmation', as(token))), [200, true]);
    assert.equal((await server.get('/api/v1/accounts/verify_credentials', as(token))).status, 200);
  });

  test('refuses in the order of the contract: token, scope, person, closed, choice', async () => {
    await start({ REGISTRATIONS: 'closed' });
    await server.addAccount('bob');
    const post = (token?: string) => read(server.postJson('/api/v1/accounts', {}, token ? as(token) : {}));
    assert.deepEqual(await post(), [401, { error: 'The access token is invalid' }]);
    assert.deepEqual(await post('unknown'), [401, { error: 'The access token is invalid' }]);
    const outside = [403, { error: 'This action is outside the authorized scopes' }];
    assert.deepEqual(await post(await server.appToken(app, 'read')), outside);
    const byPerson = [403, { error: 'This method requires an client credentials authentication' }];
    assert.deepEqual(await post(await userToken(server, app, 'bob', 'write')), byPerson);
    assert.deepEqual(await post(await server.appToken(app, 'write')), [403, { error: 'Forbidden' }]);
  });

  test('is closed without a good invite where registrations are closed, and open with one', async () => {
    await start({ REGISTRATIONS: 'closed' });
    const invite = { accountId: undefined, label: '', createdAt: server.now(), expiresAt: undefined };
    await server.store.addInvite({ ...invite, digest: digestOf('come-in'), maxUses: 1 });
    for (const invite_code of ['unknown', '', ['come-in'], { a: 1 }])
      assert.deepEqual(await read(signUp({ ...choice, invite_code })), [403, { error: 'Forbidden' }]);
    await tokenOf(await signUp({ ...choice, invite_code: 'come-in' }));
    const late = { ...choice, username: 'late', email: 'late@mail.example', invite_code: 'come-in' };
    assert.deepEqual(await read(signUp(late)), [403, { error: 'Forbidden' }]);
  });

  test('names everything that is wrong, in words and for programs (entities, ValidationError)', async () => {
    await start({ REGISTRATIONS: 'approval', MINIMUM_AGE: '16' });
    assert.deepEqual(await read(signUp({ username: 'a b', email: 'x', password: 'short', agreement: false })), [
      422,
      {
        error:
          "Validation failed: Username must contain only letters, numbers and underscores, E-mail address is invalid, Password is too short (minimum is 8 characters), Date of birth can't be blank, Reason can't be blank, Service agreement must be accepted",
        details: {
          username: [{ error: 'ERR_INVALID', description: 'must contain only letters, numbers and underscores' }],
          email: [{ error: 'ERR_INVALID', description: 'is invalid' }],
          password: [{ error: 'ERR_TOO_SHORT', description: 'is too short (minimum is 8 characters)' }],
          date_of_birth: [{ error: 'ERR_BLANK', description: "can't be blank" }],
          reason: [{ error: 'ERR_BLANK', description: "can't be blank" }],
          agreement: [{ error: 'ERR_ACCEPTED', description: 'must be accepted' }],
        },
      },
    ]);
  });

  test('has the contract’s code for each rule', async () => {
    await start({ MINIMUM_AGE: '16', REGISTRATIONS: 'approval', RESERVED_USERNAMES: 'Kaffee' });
    await server.addAccount('taken');
    const good = { ...choice, date_of_birth: '07.08.1990', reason: 'Because' };
    const cases: readonly (readonly [object, string])[] = [
      [{ username: '' }, 'username ERR_BLANK'],
      [{ username: 'ünï' }, 'username ERR_INVALID'],
      [{ username: 'a\u202eb' }, 'username ERR_INVALID'],
      [{ username: '<b>' }, 'username ERR_INVALID'],
      [{ username: 'x'.repeat(31) }, 'username ERR_TOO_LONG'],
      [{ username: 'TAKEN' }, 'username ERR_TAKEN'],
      [{ username: 'admin' }, 'username ERR_RESERVED'],
      [{ username: 'kaffee' }, 'username ERR_RESERVED'],
      [{ email: '' }, 'email ERR_BLANK'],
      [{ email: 'a@b.example\r\nBcc: c@d.example' }, 'email ERR_INVALID'],
      [{ email: `${'x'.repeat(310)}@mail.example` }, 'email ERR_TOO_LONG'],
      [{ password: '' }, 'password ERR_BLANK'],
      [{ password: '1234567' }, 'password ERR_TOO_SHORT'],
      [{ password: 'vurzel-quampf-'.repeat(6) }, 'password ERR_TOO_LONG'],
      [{ password: 'password1' }, 'password ERR_INVALID'],
      [{ agreement: 'no' }, 'agreement ERR_ACCEPTED'],
      [{ date_of_birth: '2026-02-30' }, 'date_of_birth ERR_INVALID'],
      [{ date_of_birth: '2020-01-01' }, 'date_of_birth ERR_BELOW_LIMIT'],
      [{ reason: 'x'.repeat(421) }, 'reason ERR_TOO_LONG'],
    ];
    for (const [change, expected] of cases)
      assert.deepEqual(await problemsOf(await signUp({ ...good, ...change })), [expected], JSON.stringify(change));
    await tokenOf(await signUp(good));
    const account = await server.store.findAccountByUsername('alice');
    assert.deepEqual([account?.reason, account?.approvedAt], ['Because', undefined]);
  });

  test('takes agreement as true, "true" or "1", in JSON and in a form, and a locale that is none as none', async () => {
    await start();
    for (const [index, agreement] of [true, 'true', '1', 1].entries()) {
      const body = { ...choice, username: `a${index}`, email: `a${index}@mail.example`, agreement, locale: 'xx' };
      await tokenOf(await signUp(body));
    }
    const form = { username: 'form', email: 'form@mail.example', password: PASSWORD, agreement: 'true' };
    await tokenOf(await server.post('/api/v1/accounts', form, as(await server.appToken(app, 'write'))));
    assert.equal((await server.store.findAccountByUsername('a0'))?.locale, undefined);
  });

  test('takes what is no single text as absent, and never fails by it (contract §1.1)', async () => {
    await start();
    for (const odd of [['alice'], { a: 1 }, [[]], null]) {
      const problems = await problemsOf(await signUp({ ...choice, username: odd, email: odd, password: odd }));
      assert.equal(problems.length, 3, JSON.stringify(odd));
    }
    for (const odd of [['x'], { x: 1 }, null])
      await tokenOf(
        await signUp({
          ...choice,
          username: `u${JSON.stringify(odd).length}`,
          email: `u${JSON.stringify(odd).length}@mail.example`,
          locale: odd,
          reason: odd,
          invite_code: odd,
          date_of_birth: odd,
        }),
      );
    assert.equal((await signUp({ ...choice, username: 'a\0' })).status, 400);
    assert.equal((await signUp({ ...choice, reason: 'x'.repeat(8 * 1024 * 1024) })).status, 413);
    assert.equal((await signUp([choice])).status, 400);
    assert.deepEqual(
      server.answered.filter(({ status }) => status >= 500),
      [],
    );
  });

  test('reads nothing from the query: passwords do not belong into logs', async () => {
    await start();
    const query = new URLSearchParams({ username: 'alice', email: 'a@b.example', password: PASSWORD, agreement: '1' });
    const response = await server.post(`/api/v1/accounts?${query}`, {}, as(await server.appToken(app, 'write')));
    assert.equal((await problemsOf(response)).length, 4);
  });

  test('answers a known address as a new one, and tells its owner alone (enumeration)', async () => {
    await start();
    await server.addAccount('olga', { email: 'olga@mail.example' });
    const fresh = await signUp({ ...choice, username: 'first' });
    const known = await signUp({ ...choice, username: 'second', email: 'OLGA@mail.example' });
    assert.deepEqual([known.status, [...known.headers.keys()]], [fresh.status, [...fresh.headers.keys()]]);
    const token = await tokenOf(known);
    assert.deepEqual(await read(server.get('/api/v1/emails/check_confirmation', as(token))), [
      403,
      { error: 'This action is outside the authorized scopes' },
    ]);
    assert.deepEqual(await read(server.postJson('/api/v1/emails/confirmations', {}, as(token))), [200, {}]);
    await server.nextMail('olga@mail.example', 'address known');
    await server.nextMail('olga@mail.example', 'address known');
    assert.equal((await server.mailbox()).to('olga@mail.example').length, 2);
    // A right address puts it right.
    const answer = server.postJson('/api/v1/emails/confirmations', { email: 'mine@mail.example' }, as(token));
    assert.deepEqual(await read(answer), [200, {}]);
    await server.nextMail('mine@mail.example', 'confirm email');
  });

  test('of 50 parallel sign-ups with one name exactly one gets a token', async () => {
    await start();
    const token = await server.appToken(app, 'write');
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        server.postJson('/api/v1/accounts', { ...choice, email: `a${index}@mail.example` }, as(token)),
      ),
    );
    const refused = answers.filter(({ status }) => status !== 200);
    assert.equal(refused.length, 49);
    for (const response of refused) assert.deepEqual(await problemsOf(response), ['username ERR_TAKEN']);
  });
});

describe('The limits of signing up through apps (contract §1.6)', () => {
  test('are 5 in 30 minutes for an address, and for all of an IPv6 /64', async () => {
    await start({ RATE_LIMIT_FACTOR: '1' });
    const token = await server.appToken(app, 'write');
    const ask = async (address: string) => {
      server.address = address;
      return server.postJson('/api/v1/accounts', {}, as(token));
    };
    for (let count = 0; count < 5; count += 1) assert.equal((await ask(`2001:db8:1:2::${count}`)).status, 422);
    const refused = await ask('2001:db8:1:2:ffff::1');
    assert.equal(refused.headers.get('x-ratelimit-limit'), '5');
    assert.deepEqual(await read(refused), [429, { error: 'Too many requests' }]);
    assert.equal((await ask('2001:db8:1:3::1')).status, 422);
  });

  test('count mails to one address from anywhere, known or not, so that nobody’s mailbox is filled', async () => {
    await start({ RATE_LIMIT_FACTOR: '1' });
    await server.addAccount('olga', { email: 'olga@mail.example' });
    const token = await server.appToken(app, 'write');
    for (const email of ['olga@mail.example', 'nobody@mail.example']) {
      const statuses: number[] = [];
      for (let count = 0; count < 6; count += 1) {
        server.address = `198.51.100.${count}`;
        const username = `u_${count}_${email.length}`;
        const body = { ...choice, username, email: count % 2 === 0 ? email : email.toUpperCase() };
        statuses.push((await server.postJson('/api/v1/accounts', body, as(token))).status);
      }
      assert.deepEqual(statuses, [200, 200, 200, 200, 200, 429], email);
    }
  });
});

describe('POST /api/v1/emails/confirmations (contract §12.2)', () => {
  test('sends the mail again, also to another address, whose old link is dead then', async () => {
    await start();
    const token = await tokenOf(await signUp());
    await server.nextMail('alice@mail.example', 'confirm email');
    assert.deepEqual(await read(server.postJson('/api/v1/emails/confirmations', {}, as(token))), [200, {}]);
    await server.nextMail('alice@mail.example', 'confirm email');
    const change = server.postJson('/api/v1/emails/confirmations', { email: ' other@mail.example ' }, as(token));
    assert.deepEqual(await read(change), [200, {}]);
    await server.nextMail('other@mail.example', 'confirm email');
    assert.equal((await server.store.findAccountByUsername('alice'))?.email, 'other@mail.example');
  });

  test('refuses what is no address, and says so as the sign-up does', async () => {
    await start();
    const token = await tokenOf(await signUp());
    for (const [email, code] of [
      ['', 'email ERR_BLANK'],
      ['nowhere', 'email ERR_INVALID'],
      [['a@b.example'], 'email ERR_BLANK'],
      ['a@b.example\nBcc: c@d.example', 'email ERR_INVALID'],
    ] as const) {
      const response = await server.postJson('/api/v1/emails/confirmations', { email }, as(token));
      assert.deepEqual(await problemsOf(response), [code], String(email));
    }
    assert.equal((await server.store.findAccountByUsername('alice'))?.email, 'alice@mail.example');
  });

  test('is for the app alone through which the account was made, and while the address waits', async () => {
    await start();
    await tokenOf(await signUp());
    const accountId = (await server.store.findAccountByUsername('alice'))?.id ?? '';
    const other = await server.store.findApp((await server.registerApp({ name: 'Other' })).id);
    assert.ok(other);
    const issue = { grantType: 'test', accountId, scopes: ['write'] };
    const { access_token } = await issueToken(server.world, other, issue);
    assert.deepEqual(await read(server.postJson('/api/v1/emails/confirmations', {}, as(access_token))), [
      403,
      { error: 'This method is only available to the application the user originally signed-up with' },
    ]);
  });

  test('has a limit for each account (contract §1.6)', async () => {
    await start({ RATE_LIMIT_FACTOR: '1' });
    const token = await tokenOf(await signUp());
    const statuses: number[] = [];
    for (let count = 0; count < 6; count += 1) {
      server.address = `198.51.100.${count}`;
      const email = `a${count}@mail.example`;
      statuses.push((await server.postJson('/api/v1/emails/confirmations', { email }, as(token))).status);
    }
    assert.deepEqual(statuses, [200, 200, 200, 200, 200, 429]);
  });
});

describe('What instance methods tell of joining (entities, Instance)', () => {
  for (const [settings, expected] of [
    [{ REGISTRATIONS: 'closed' }, [false, false, false, null, false]],
    [{ REGISTRATIONS: 'open', MINIMUM_AGE: '16' }, [true, false, false, 16, false]],
    [{ REGISTRATIONS: 'approval', INVITES: 'everyone' }, [true, true, true, null, true]],
  ] as const) {
    test(`is true with ${JSON.stringify(settings)}`, async () => {
      await start(settings);
      type V2 = { registrations: Record<string, unknown> };
      type V1 = { registrations: boolean; approval_required: boolean; invites_enabled: boolean };
      const { registrations: v2 } = (await (await server.get('/api/v2/instance')).json()) as V2;
      const v1 = (await (await server.get('/api/v1/instance')).json()) as V1;
      const nodeinfo = (await (await server.get('/nodeinfo/2.0')).json()) as { openRegistrations: boolean };
      assert.deepEqual(
        [v2.enabled, v2.approval_required, v2.reason_required, v2.min_age, v1.invites_enabled],
        expected,
      );
      assert.deepEqual([v1.registrations, v1.approval_required], [v2.enabled, v2.approval_required]);
      assert.equal(nodeinfo.openRegistrations, v2.enabled);
      assert.deepEqual([v2.message, v2.url], [null, null]);
    });
  }
});

test('An account that was never confirmed is removed after its time, and its name is free again', async () => {
  await start();
  await tokenOf(await signUp());
  server.clockOffset = 8 * DAY;
  await server.composed.auth.admin.keepHouse();
  await tokenOf(await signUp());
});
