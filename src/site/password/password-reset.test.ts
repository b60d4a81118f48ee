import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { authorizationOf, openForm, signedIn } from '../../../test/support/browsing.ts';
import { mailedSecret } from '../../../test/support/mailed-link.ts';
import { linksOf, textOf } from '../../../test/support/read-page.ts';
import { authorizePath, consentForms, formsOf, TestBrowser, userToken } from '../../../test/support/test-browser.ts';
import { PASSWORD, TestServer } from '../../../test/support/test-server.ts';
import { HOUR } from '../../protocol/lifetimes.ts';
import { digestOf } from '../../protocol/secret.ts';

const NEW = 'seventeen wandering teapots';
const askPath = '/auth/password/new';
const editPath = (secret: string) => `/auth/password/edit?reset_password_token=${secret}`;

let server: TestServer;
let people = 0;

before(async () => {
  server = await TestServer.start();
});

after(() => server.close());

/** A person whom no other test knows. */
function newPerson() {
  people += 1;
  return server.addAccount(`forgetful_${people}`);
}

async function ask(login: string, browser = new TestBrowser(server), page = askPath): Promise<Response> {
  return browser.submit(await openForm(browser, page, '/auth/password'), { login });
}

async function mailsTo(email: string) {
  return (await server.store.listMails({ limit: 1000 })).filter(({ to }) => to === email);
}

async function reset(secret: string, password = NEW, browser = new TestBrowser(server)): Promise<Response> {
  return browser.submit(await openForm(browser, editPath(secret), '/auth/password/edit'), { password });
}

const opens = async (username: string, password: string) =>
  (await new TestBrowser(server).signIn(username, password)).status === 302;

describe('asking for a link (contract §1.6)', () => {
  test('queues one mail for the account, by name or address, with no secret in it', async () => {
    const account = await newPerson();
    await ask(account.username);
    await ask(account.email.toUpperCase());
    const mails = await mailsTo(account.email);
    assert.deepEqual(
      mails.map(({ kind, accountId, facts }) => ({ kind, accountId, facts })),
      Array(2).fill({ kind: 'reset password', accountId: account.id, facts: {} }),
    );
  });

  test('answers the same for people in every state and for nobody, and only the queue tells them apart', async () => {
    const states = ['active', 'unconfirmed', 'pending', 'disabled', 'suspended'] as const;
    const answers = await Promise.all(
      [...states, undefined].map(async (state) => {
        const account = await newPerson();
        if (state !== undefined) await server.setState(account, state);
        const response = await ask(state === undefined ? 'nobody_at_all' : account.username);
        const html = (await response.text()).replaceAll(/value="[^"]*"/g, '');
        const queued = (await mailsTo(account.email)).length;
        return { status: response.status, html, queued: queued - (state === undefined ? 0 : 1) };
      }),
    );
    for (const answer of answers) assert.deepEqual(answer, answers[0]);
    assert.equal(answers[0]?.status, 200);
  });

  test('neither a blank login nor a very long one finds anybody', async () => {
    assert.equal((await ask('  ')).status, 422);
    assert.equal((await ask('x'.repeat(100_000))).status, 200);
  });

  test('is refused to forms of other sites, and nothing is sent', async () => {
    const account = await newPerson();
    const browser = new TestBrowser(server);
    const form = await openForm(browser, askPath, '/auth/password');
    const fields = { login: account.username };
    assert.equal((await browser.submit(form, fields, { 'Sec-Fetch-Site': 'cross-site' })).status, 422);
    assert.equal((await browser.submit(form, { ...fields, authenticity_token: 'x' })).status, 422);
    assert.deepEqual(await mailsTo(account.email), []);
  });

  test('is reported with the address that asked, and with no login', async () => {
    const account = await newPerson();
    server.address = '198.51.100.77';
    await ask(account.email);
    server.address = '192.0.2.1';
    const { at: _, ...event } = server.events.at(-1) ?? { at: 0 };
    assert.deepEqual(event, {
      event: 'password reset requested',
      accountId: account.id,
      address: '198.51.100.77',
    });
  });
});

describe('a mailed link', () => {
  test('opens a form that tells nobody where it came from, and opening it changes nothing', async () => {
    const account = await newPerson();
    const secret = await mailedSecret(server, 'reset password', account);
    for (let visits = 0; visits < 3; visits += 1) {
      const response = await new TestBrowser(server).get(editPath(secret));
      assert.equal(response.status, 200);
      assert.equal(response.headers.get('referrer-policy'), 'no-referrer');
      assert.match(textOf(await response.text()), new RegExp(`@${account.username}@social\\.example`));
    }
    assert.ok(await opens(account.username, PASSWORD));
  });

  test('sets the password once, and signs nobody in', async () => {
    const account = await newPerson();
    const secret = await mailedSecret(server, 'reset password', account);
    const browser = new TestBrowser(server);
    const response = await reset(secret, NEW, browser);
    assert.equal(response.status, 200);
    assert.ok(linksOf(await response.text()).includes('/auth/sign_in'));
    assert.equal((await browser.get('/oauth/authorized_applications')).status, 302);
    assert.equal((await new TestBrowser(server).get(editPath(secret))).status, 404);
    assert.ok(await opens(account.username, NEW));
    assert.ok(!(await opens(account.username, PASSWORD)));
  });

  test('ends every session, every token, and every other link (decision 19, CVE-2025-62174)', async () => {
    const account = await newPerson();
    const token = await userToken(server, await server.registerApp(), account.username);
    const browser = await signedIn(server, account.username);
    const others = await Promise.all(
      (['reset password', 'change email'] as const).map((kind) => mailedSecret(server, kind, account)),
    );
    await server.store.changeAccount(account.id, { unconfirmedEmail: 'mallory@example.org' });
    await reset(await mailedSecret(server, 'reset password', account));
    const api = await server.get('/api/v1/accounts/verify_credentials', { Authorization: `Bearer ${token}` });
    assert.equal(api.status, 401);
    assert.equal((await browser.get('/oauth/authorized_applications')).status, 302);
    assert.deepEqual(await server.store.listSessions(account.id), []);
    for (const [place, kind] of (['reset password', 'change email'] as const).entries()) {
      assert.equal(await server.store.findTicket(kind, digestOf(others[place] ?? ''), server.now()), undefined);
    }
    assert.equal((await server.store.findAccount(account.id))?.unconfirmedEmail, undefined);
    const { at: _, ...event } = server.events.find(({ event }) => event === 'password reset') ?? { at: 0 };
    assert.ok('sessions' in event && 'grants' in event);
  });

  test('sends the account a mail that its password is another, in the commit that makes it so', async () => {
    const account = await newPerson();
    await reset(await mailedSecret(server, 'reset password', account));
    const [mail] = await mailsTo(account.email);
    assert.deepEqual([mail?.kind, mail?.facts], ['password changed', { how: 'reset' }]);
  });

  test('stays good while the password is refused, and says why', async () => {
    const account = await newPerson();
    const secret = await mailedSecret(server, 'reset password', account);
    const browser = new TestBrowser(server);
    const refused = await reset(secret, 'password1', browser);
    const html = await refused.text();
    assert.equal(refused.status, 422);
    assert.match(textOf(html), /known to everybody who guesses/);
    assert.ok(!html.includes('password1'));
    const [form] = formsOf(html);
    assert.ok(form);
    assert.equal((await browser.submit(form, { password: NEW })).status, 200);
  });

  test('of two forms that are sent at once exactly one sets its password', async () => {
    const account = await newPerson();
    const secret = await mailedSecret(server, 'reset password', account);
    const browsers = [new TestBrowser(server), new TestBrowser(server)];
    const forms = await Promise.all(
      browsers.map((browser) => openForm(browser, editPath(secret), '/auth/password/edit')),
    );
    const passwords = [NEW, `${NEW} again`];
    const statuses = await Promise.all(
      browsers.map(async (browser, place) => {
        const form = forms[place];
        assert.ok(form);
        return (await browser.submit(form, { password: passwords[place] ?? '' })).status;
      }),
    );
    assert.deepEqual([...statuses].sort(), [200, 404]);
    const winner = passwords[statuses.indexOf(200)] ?? '';
    assert.ok(await opens(account.username, winner));
    assert.ok(!(await opens(account.username, passwords[statuses.indexOf(404)] ?? '')));
  });

  test('is dead after two hours, after a change of the address, after the account is gone, and when it is made up', async () => {
    const late = await mailedSecret(server, 'reset password', await newPerson());
    const moved = await newPerson();
    const toOldAddress = await mailedSecret(server, 'reset password', moved);
    await server.store.changeAccount(moved.id, { email: `new-${moved.email}` });
    const gone = await newPerson();
    const toNobody = await mailedSecret(server, 'reset password', gone);
    await server.store.deleteAccount(gone.id, server.now());
    for (const secret of [toOldAddress, toNobody, '', 'x', 'x'.repeat(43), 'x'.repeat(9000)]) {
      const response = await new TestBrowser(server).get(editPath(secret));
      assert.equal(response.status, 404);
      assert.match(textOf(await response.text()), /This link does not work/);
    }
    server.clockOffset = 2 * HOUR + 1;
    assert.equal((await new TestBrowser(server).get(editPath(late))).status, 404);
    server.clockOffset = 0;
  });

  test('works for nothing else, and no other link works for it', async () => {
    const account = await newPerson();
    for (const kind of ['change email', 'confirm email'] as const) {
      const secret = await mailedSecret(server, kind, account);
      assert.equal((await new TestBrowser(server).get(editPath(secret))).status, 404);
    }
  });

  test('cannot be used by a form of another site', async () => {
    const account = await newPerson();
    const secret = await mailedSecret(server, 'reset password', account);
    const browser = new TestBrowser(server);
    const form = await openForm(browser, editPath(secret), '/auth/password/edit');
    for (const [fields, headers] of [
      [{}, { 'Sec-Fetch-Site': 'cross-site' }],
      [{ authenticity_token: 'x' }, {}],
    ] as const) {
      assert.equal((await browser.submit(form, { password: NEW, ...fields }, headers)).status, 422);
    }
    assert.ok(await opens(account.username, PASSWORD));
    assert.equal((await browser.submit(form, { password: NEW })).status, 200);
  });

  test('refuses arrays, repetitions and bodies of 8 MB with a 4xx', async () => {
    const secret = await mailedSecret(server, 'reset password', await newPerson());
    const browser = new TestBrowser(server);
    const { fields } = await openForm(browser, editPath(secret), '/auth/password/edit');
    const headers = { Origin: server.origin, 'Sec-Fetch-Site': 'same-origin' };
    const json = { ...headers, 'Content-Type': 'application/json' };
    const array = JSON.stringify({ ...fields, password: [NEW, NEW] });
    assert.equal(
      (await browser.request('/auth/password/edit', { method: 'POST', body: array, headers: json })).status,
      400,
    );
    const body = new URLSearchParams({ ...fields, password: 'x'.repeat(8 * 1024 * 1024) });
    assert.equal((await browser.request('/auth/password/edit', { method: 'POST', body, headers })).status, 413);
  });
});

describe('an app’s request that waits', () => {
  test('survives a reset: after the sign-in in the same browser the app gets its answer', async () => {
    const account = await newPerson();
    const app = await server.registerApp();
    const browser = new TestBrowser(server);
    const signIn = (await browser.get(authorizePath(app))).headers.get('location') ?? '';
    const authorization = authorizationOf(signIn);
    const sent = await ask(account.username, browser, `${askPath}?authorization=${authorization}`);
    assert.ok(linksOf(await sent.text()).includes(`${askPath}?authorization=${authorization}`));
    const [mail] = await mailsTo(account.email);
    assert.deepEqual(mail?.facts, { authorization });
    const done = await reset(await mailedSecret(server, 'reset password', account, { authorization }), NEW, browser);
    const next = linksOf(await done.text()).find((href) => href.startsWith('/auth/sign_in')) ?? '';
    assert.equal(authorizationOf(next), authorization);
    const back = await browser.signIn(account.username, NEW, next);
    const consent = consentForms(await (await browser.open(back.headers.get('location') ?? '')).text());
    assert.match((await browser.submit(consent.approve)).headers.get('location') ?? '', /[?&]code=/);
  });

  test('is never an address: only what can be the id of a request is kept', async () => {
    const account = await newPerson();
    for (const authorization of ['https://evil.example/', '//evil.example', 'x'.repeat(5000), '']) {
      const page = `${askPath}?${new URLSearchParams({ authorization })}`;
      const html = await (await ask(account.username, new TestBrowser(server), page)).text();
      assert.ok(!html.includes('evil'));
    }
    assert.ok((await mailsTo(account.email)).every(({ facts }) => Object.keys(facts).length === 0));
  });
});

describe('limits of resets', () => {
  test('count by address, by what was typed, and in silence by account', async () => {
    const strict = await TestServer.start({ RATE_LIMIT_FACTOR: '1' });
    try {
      const account = await strict.addAccount('often');
      const browser = new TestBrowser(strict);
      const form = await openForm(browser, askPath, '/auth/password');
      const statuses = [];
      for (let tries = 0; tries < 6; tries += 1) statuses.push((await browser.submit(form, { login: 'often' })).status);
      assert.deepEqual(statuses, [200, 200, 200, 200, 200, 429]);
      const unknown = [];
      for (let tries = 0; tries < 6; tries += 1) unknown.push((await browser.submit(form, { login: 'nobody' })).status);
      assert.deepEqual(unknown, statuses, 'nobody is counted alike');
      assert.equal(
        (await browser.submit(form, { login: account.email })).status,
        200,
        'another spelling looks the same',
      );
      assert.equal((await strict.store.listMails({ limit: 100 })).length, 5, 'and sends nothing more');
      for (let tries = 0; tries < 12; tries += 1) await browser.submit(form, { login: `guess_${tries}` });
      assert.equal((await browser.submit(form, { login: 'guess' })).status, 429, 'by address');
      strict.address = '2001:db8:1:2::1';
      assert.equal((await browser.submit(form, { login: 'guess' })).status, 200, 'not from elsewhere');
    } finally {
      await strict.close();
    }
  });
});
