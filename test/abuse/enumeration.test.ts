/**
 * Who has an account is nobody's business: whatever names one gets the same answer, after the same number of hashings, as
 * what names none. Status, headers, cookies and every word of the page are compared.
 */
import assert from 'node:assert/strict';
import { after, before, describe, mock, test } from 'node:test';
import { argon2id } from '../../src/accounts/password-hashes.ts';
import { digestOf } from '../../src/protocol/secret.ts';
import { openForm, signedIn } from '../support/browsing.ts';
import { mailedSecret } from '../support/mailed-link.ts';
import { TestBrowser } from '../support/test-browser.ts';
import { PASSWORD, type RegisteredApp, TestServer } from '../support/test-server.ts';

let server: TestServer;
let app: RegisteredApp;

before(async () => {
  server = await TestServer.start({ REGISTRATIONS: 'open', PASSWORD_GRANT: 'on' });
  await server.addAccount('alice');
  await server.addAccount('bot', { allowsPasswordGrant: true });
  const careful = await server.addAccount('careful');
  await server.store.setTotp(careful.id, { sealedSeed: 'sealed', lastStep: 0, createdAt: server.now() });
  for (const state of ['unconfirmed', 'pending', 'disabled', 'suspended'] as const) {
    await server.setState(await server.addAccount(state), state);
  }
  const gone = await server.addAccount('gone');
  await server.store.deleteAccount(gone.id, server.now());
  app = await server.registerApp();
});
after(() => server.close());

interface Seen {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly cookies: readonly string[];
  readonly body: string;
  readonly hashed: number;
  readonly compared: number;
}

const counters = [mock.method(argon2id, 'hashPassword'), mock.method(argon2id, 'verifyPassword')] as const;

type Look = () => Promise<Seen>;

/** What somebody sees of an answer, without what they typed themselves and what is new in each answer. */
const look =
  (typed: readonly string[], ask: () => Promise<Response>): Look =>
  async () => {
    for (const counter of counters) counter.mock.resetCalls();
    const response = await ask();
    const [hashed, compared] = counters.map((counter) => counter.mock.callCount());
    let body = await response.text();
    for (const text of typed) body = body.replaceAll(text, 'TYPED');
    return {
      status: response.status,
      headers: [...response.headers].filter(([name]) => !['x-request-id', 'set-cookie'].includes(name)),
      cookies: response.headers.getSetCookie().map((line) => line.replace(/=[^;]*/, '=…')),
      body: body
        .replaceAll(/(name="authenticity_token" value=")[^"]*/g, '$1…')
        .replaceAll(/("(?:access_token|created_at)": ?)("[^"]*"|\d+)/g, '$1…'),
      hashed: hashed ?? 0,
      compared: compared ?? 0,
    };
  };

/** Sends a form of a page from a browser that was never here. */
async function sendForm(page: string, action: string, values: Readonly<Record<string, string>>): Promise<Response> {
  const browser = new TestBrowser(server);
  const form = await openForm(browser, page, action);
  for (const counter of counters) counter.mock.resetCalls();
  return browser.submit(form, values);
}

async function assertAlike(one: Look, others: readonly Look[]): Promise<Seen> {
  const first = await one();
  assert.ok(first.status < 500);
  for (const other of others) assert.deepEqual(await other(), first);
  return first;
}

describe('the sign-in page', () => {
  const signIn = (login: string) =>
    look([login], () =>
      sendForm('/auth/sign_in', '/auth/sign_in', { 'user[email]': login, 'user[password]': 'not the password' }),
    );

  test('answers a wrong password of every kind of account as one of nobody’s', async () => {
    const known = ['alice', 'careful', 'unconfirmed', 'pending', 'disabled', 'suspended', 'gone', 'alice@example.org'];
    const seen = await assertAlike(signIn('nobody'), [...known.map(signIn), signIn('nobody@example.org')]);
    assert.deepEqual([seen.status, seen.compared, seen.hashed], [422, 1, 0]);
  });
});

describe('the password grant', () => {
  const ask = (username: string, password = 'not the password') => {
    const { client_id, client_secret } = app;
    const grant = { grant_type: 'password', client_id, client_secret, username, password };
    return look([username], () => server.post('/oauth/token', grant));
  };

  test('answers alike for nobody, for a wrong password, and for accounts that did not opt in', async () => {
    const seen = await assertAlike(ask('nobody'), [
      ask('alice'),
      ask('bot'),
      ask('suspended'),
      ask('gone'),
      ask('alice', PASSWORD),
    ]);
    assert.deepEqual([seen.status, seen.compared], [400, 1]);
  });
});

describe('asking for a new password', () => {
  const reset = (login: string) => look([login], () => sendForm('/auth/password/new', '/auth/password', { login }));

  test('answers alike for everybody and nobody, by name and by address, and hashes nothing', async () => {
    const logins = [
      'alice',
      'alice@example.org',
      'ALICE@example.org',
      'careful',
      'suspended',
      'disabled',
      'gone@example.org',
    ];
    const seen = await assertAlike(reset('nobody@example.org'), [...logins.map(reset), reset('nobody')]);
    assert.deepEqual([seen.status, seen.hashed, seen.compared], [200, 0, 0]);
  });

  test('tells nothing by a link that is used, out of time, another’s or made up', async () => {
    const alice = await server.store.findAccountByUsername('alice');
    assert.ok(alice);
    const used = await mailedSecret(server, 'reset password', alice);
    await server.store.takeTicket('reset password', digestOf(used), server.now());
    const moot = await mailedSecret(server, 'reset password', { ...alice, email: 'former@example.org' });
    const confirm = await mailedSecret(server, 'confirm email', alice);
    const open = (token: string) =>
      look([token], () => server.get(`/auth/password/edit?reset_password_token=${encodeURIComponent(token)}`));
    const seen = await assertAlike(open('made-up'), [open(used), open(moot), open(confirm), open('x'.repeat(500))]);
    assert.equal(seen.status, 404);
  });
});

describe('signing up', () => {
  let people = 0;
  const signUp = (email: string) => {
    people += 1;
    const username = `newcomer_${people}`;
    const password = 'an ostrich counts violet umbrellas';
    return look([username, email], () =>
      sendForm('/auth/sign_up', '/auth', { username, email, password, agreement: '1' }),
    );
  };

  test('in a browser answers alike for an address that is free and for one that somebody has', async () => {
    const taken = ['alice@example.org', 'ALICE@EXAMPLE.ORG', 'suspended@example.org', 'unconfirmed@example.org'];
    const seen = await assertAlike(signUp('free@example.org'), [...taken.map(signUp), signUp('gone@example.org')]);
    assert.ok(seen.status === 302 || seen.status === 303, String(seen.status));
    assert.equal(seen.hashed, 1);
  });

  test('and shows both the same page afterwards', async () => {
    const pageAfter = (email: string) => async () => {
      people += 1;
      const username = `newcomer_${people}`;
      const browser = new TestBrowser(server);
      const form = await openForm(browser, '/auth/sign_up', '/auth');
      const fields = { username, email, password: 'an ostrich counts violet umbrellas', agreement: '1' };
      const next = (await browser.submit(form, fields)).headers.get('location') ?? '';
      return look([username, email], () => browser.get(next))();
    };
    await assertAlike(pageAfter('also.free@example.org'), [pageAfter('alice@example.org')]);
  });

  test('through an app answers alike for an address that is free and for one that somebody has', async () => {
    const token = await server.appToken(app, 'write');
    const ask = (email: string) => {
      people += 1;
      const username = `newcomer_${people}`;
      const fields = {
        username,
        email,
        password: 'an ostrich counts violet umbrellas',
        agreement: 'true',
        locale: 'en',
      };
      return look([username, email], () =>
        server.post('/api/v1/accounts', fields, { Authorization: `Bearer ${token}` }),
      );
    };
    const seen = await assertAlike(ask('free.too@example.org'), [ask('bot@example.org'), ask('careful@example.org')]);
    assert.equal(seen.status, 200);
  });
});

describe('asking for the confirmation mail again', () => {
  const resend = (email: string) =>
    look([email], () => sendForm('/auth/confirmation/new', '/auth/confirmation', { email }));

  test('answers alike for an address that waits, that is confirmed, and that nobody has', async () => {
    const known = ['unconfirmed@example.org', 'alice@example.org', 'suspended@example.org', 'gone@example.org'];
    const seen = await assertAlike(resend('nobody.else@example.org'), known.map(resend));
    assert.deepEqual([seen.status, seen.hashed, seen.compared], [200, 0, 0]);
  });
});

describe('naming a new address', () => {
  test('answers alike for one that is free and for one that somebody has', async () => {
    const browser = await signedIn(server);
    const path = '/settings/account/email';
    const name = (email: string) => async () => {
      const form = await openForm(browser, path, path);
      return look([email], () => browser.submit(form, { email }))();
    };
    const seen = await assertAlike(name('quite.free@example.org'), [name('bot@example.org')]);
    assert.ok(seen.status === 302 || seen.status === 303);
  });
});

describe('an invite', () => {
  test('is answered alike whether it was ended, used up, out of time or never there', async () => {
    const owner = await server.addAccount('inviter');
    const make = async (code: string, change: { expiresAt?: number; maxUses?: number; ended?: boolean }) => {
      const invite = await server.store.addInvite({
        digest: digestOf(code),
        accountId: owner.id,
        label: '',
        createdAt: 1,
        expiresAt: change.expiresAt,
        maxUses: change.maxUses,
      });
      if (change.ended) await server.store.endInvite(invite.id, 2);
      return code;
    };
    const secret = () => server.world.randomSecret();
    const codes = [
      await make(secret(), { ended: true }),
      await make(secret(), { expiresAt: 2 }),
      await make(secret(), { maxUses: 0 }),
    ];
    const open = (code: string) => look([code], () => server.get(`/invite/${code}`));
    await assertAlike(open(secret()), [...codes.map(open), open('never-there')]);
  });
});
