import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openConsent, openForm, signedIn } from '../../test/support/browsing.ts';
import { authorizePath, type PageForm, redeem, TestBrowser } from '../../test/support/test-browser.ts';
import { PASSWORD, type RegisteredApp, TestServer } from '../../test/support/test-server.ts';
import type { Account } from '../accounts/ports.ts';

let server: TestServer;
let foreignToken: string;

before(async () => {
  server = await TestServer.start();
  await server.addAccount('mallory');
  const mallory = await signedIn(server, 'mallory');
  foreignToken = (await openForm(mallory, '/auth/sign_out', '/auth/sign_out')).fields.authenticity_token ?? '';
});

after(() => server.close());

/** A form that acts, opened in a browser of its own, and how to see whether it acted. */
interface OpenForm {
  readonly browser: TestBrowser;
  readonly form: PageForm;
  readonly values?: Readonly<Record<string, string>>;
  readonly acted: () => Promise<boolean>;
}

let people = 0;
async function newPerson(): Promise<{ account: Account; browser: TestBrowser; app: RegisteredApp }> {
  people += 1;
  const account = await server.addAccount(`person_${people}`);
  return { account, browser: await signedIn(server, account.username), app: await server.registerApp() };
}

async function letIn() {
  const person = await newPerson();
  const { browser, app, account } = person;
  const { approve } = await openConsent(browser, authorizePath(app));
  const location = (await browser.submit(approve)).headers.get('location') ?? '';
  await redeem(server, app, new URL(location).searchParams.get('code') ?? '');
  const [grant] = await server.store.listGrants(account.id);
  const acted = async () => (await server.store.listGrants(account.id)).length === 0;
  return { ...person, grantId: grant?.id ?? '', acted };
}

const list = '/oauth/authorized_applications';

const forms: Readonly<Record<string, () => Promise<OpenForm>>> = {
  'approve a request': async () => {
    const { account, browser, app } = await newPerson();
    const { approve } = await openConsent(browser, authorizePath(app, { scope: 'push' }));
    const acted = async () => (await server.store.listGrantsForApp(account.id, app.id)).length > 0;
    return { browser, form: approve, acted };
  },
  'deny a request': async () => {
    const { browser, app } = await newPerson();
    const { deny } = await openConsent(browser, authorizePath(app));
    const resume = `/oauth/authorize/resume?authorization=${deny.fields.authorization}`;
    return { browser, form: deny, acted: async () => (await browser.get(resume)).status === 409 };
  },
  'sign in': async () => {
    const { account } = await newPerson();
    const browser = new TestBrowser(server);
    const form = await openForm(browser, '/auth/sign_in', '/auth/sign_in');
    const values = { 'user[email]': account.username, 'user[password]': PASSWORD };
    return { browser, form, values, acted: async () => (await browser.get(list)).status === 200 };
  },
  'sign out': async () => {
    const { browser } = await newPerson();
    const form = await openForm(browser, '/auth/sign_out', '/auth/sign_out');
    return { browser, form, acted: async () => (await browser.get(list)).status !== 200 };
  },
  'switch to another account': async () => {
    const { account, browser } = await newPerson();
    const other = await server.addAccount(`other_${account.username}`);
    await browser.signIn(other.username, PASSWORD, '/auth/sign_in?another=1');
    const form = await openForm(browser, '/auth/accounts', '/auth/switch');
    const acted = async () => (await (await browser.get(list)).text()).includes(`@${account.username}@`);
    return { browser, form, acted };
  },
  'revoke one sign-in of an app': async () => {
    const { browser, app, grantId, acted } = await letIn();
    return { browser, acted, form: await openForm(browser, list, `${list}/${app.id}/sign_ins/${grantId}`) };
  },
  'revoke an app': async () => {
    const { browser, app, acted } = await letIn();
    return { browser, acted, form: await openForm(browser, list, `${list}/${app.id}`) };
  },
  'revoke all apps': async () => {
    const { browser, acted } = await letIn();
    return { browser, acted, form: await openForm(browser, list, list) };
  },
};

/** Ways in which a form that a stranger wrote, or an old page, arrives. */
const forgeries: Readonly<
  Record<string, (open: OpenForm) => { values?: Record<string, string>; headers?: Record<string, string> }>
> = {
  'an empty token': () => ({ values: { authenticity_token: '' } }),
  'a made-up token': () => ({ values: { authenticity_token: 'x'.repeat(43) } }),
  'the token with one character changed': ({ form }) => {
    const token = form.fields.authenticity_token ?? '';
    return { values: { authenticity_token: `${token[0] === 'A' ? 'B' : 'A'}${token.slice(1)}` } };
  },
  'the token of another browser': () => ({ values: { authenticity_token: foreignToken } }),
  'the right token, sent by a page of another site': () => ({ headers: { 'Sec-Fetch-Site': 'cross-site' } }),
  'the right token, sent by a sister site': () => ({ headers: { 'Sec-Fetch-Site': 'same-site' } }),
  'the right token, from another origin, where the browser sends no Fetch Metadata': () => ({
    headers: { 'Sec-Fetch-Site': '', Origin: 'https://evil.example' },
  }),
  'the right token, from an opaque origin': () => ({ headers: { 'Sec-Fetch-Site': '', Origin: 'null' } }),
  'the right token, from the same host over http': () => ({
    headers: { 'Sec-Fetch-Site': '', Origin: 'http://social.example' },
  }),
};

/** Sends a form as {@link TestBrowser.submit} does, without the headers that are empty. */
function send({ browser, form, values }: OpenForm, extra: ReturnType<(typeof forgeries)[string]> = {}) {
  const headers: Record<string, string> = { Origin: server.origin, 'Sec-Fetch-Site': 'same-origin', ...extra.headers };
  return browser.request(form.action, {
    method: form.method,
    body: new URLSearchParams({ ...form.fields, ...values, ...extra.values }),
    headers: Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== '')),
  });
}

for (const [name, open] of Object.entries(forms)) {
  describe(`the form to ${name} (contract §4.7, decisions 7 and 26)`, () => {
    test('acts for none of the forgeries: 422, and afterwards the rightful form still works', async () => {
      const opened = await open();
      for (const [forgery, forge] of Object.entries(forgeries)) {
        const response = await send(opened, forge(opened));
        assert.equal(response.status, 422, forgery);
        assert.equal(response.headers.get('location'), null, forgery);
        assert.equal(await opened.acted(), false, forgery);
      }
      const withoutToken = Object.entries(opened.form.fields).filter(([field]) => field !== 'authenticity_token');
      const bare = { ...opened, form: { ...opened.form, fields: Object.fromEntries(withoutToken) } };
      assert.equal((await send(bare)).status, 422, 'no token');
      assert.equal(await opened.acted(), false, 'no token');
      assert.ok((await send(opened)).status < 400);
      assert.equal(await opened.acted(), true);
    });

    test('does not act by GET or HEAD', async () => {
      const opened = await open();
      const query = new URLSearchParams({ ...opened.form.fields, ...opened.values });
      for (const method of ['GET', 'HEAD']) {
        await opened.browser.request(`${opened.form.action}?${query}`, { method });
        assert.equal(await opened.acted(), false, method);
      }
    });

    test('acts for an old browser that tells neither origin nor site, by its token alone', async () => {
      const opened = await open();
      const response = await send(opened, { headers: { Origin: '', 'Sec-Fetch-Site': '' } });
      assert.ok(response.status < 400);
      assert.equal(await opened.acted(), true);
    });

    test('acts for a JSON body with the same token, and not without it', async () => {
      const opened = await open();
      const post = (body: Record<string, string | undefined>) =>
        opened.browser.request(opened.form.action, {
          method: opened.form.method,
          headers: { 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin' },
          body: JSON.stringify({ ...opened.form.fields, ...opened.values, ...body }),
        });
      assert.equal((await post({ authenticity_token: undefined })).status, 422);
      assert.equal(await opened.acted(), false);
      assert.ok((await post({})).status < 400);
      assert.equal(await opened.acted(), true);
    });
  });
}

test('a token from before the sign-in is worthless after it, and the other way round', async () => {
  const { account, browser } = await newPerson();
  const after = await openForm(browser, '/auth/sign_out', '/auth/sign_out');
  await browser.submit(after);
  assert.equal((await browser.submit(after)).status, 422);
  const before = await openForm(browser, '/auth/sign_in', '/auth/sign_in');
  await browser.signIn(account.username);
  const late = await browser.submit({ ...after, fields: before.fields });
  assert.equal(late.status, 422);
  assert.equal((await browser.get(list)).status, 200, 'still signed in');
});

test('login CSRF: nobody can be signed in to a stranger’s account by a form of another site', async () => {
  const stranger = new TestBrowser(server);
  const form = await openForm(stranger, '/auth/sign_in', '/auth/sign_in');
  for (const victim of [new TestBrowser(server), await signedIn(server, 'mallory')]) {
    const response = await victim.request(form.action, {
      method: 'POST',
      headers: { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' },
      body: new URLSearchParams({ ...form.fields, 'user[email]': 'mallory', 'user[password]': PASSWORD }),
    });
    assert.equal(response.status, 422);
    assert.ok(!response.headers.getSetCookie().some((line) => line.includes('mastodoor_session=')));
  }
});
