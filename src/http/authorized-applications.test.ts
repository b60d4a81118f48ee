import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { countStored, membersOf, openConsent, openForm, signedIn } from '../../test/support/browsing.ts';
import { linksOf, textOf } from '../../test/support/read-page.ts';
import { authorizePath, formsOf, redeem, TestBrowser, userToken } from '../../test/support/test-browser.ts';
import { TestServer } from '../../test/support/test-server.ts';
import type { Account } from '../accounts/ports.ts';
import { digestOf } from '../protocol/secret.ts';

const list = '/oauth/authorized_applications';

let server: TestServer;
let people = 0;

before(async () => {
  server = await TestServer.start();
});

after(() => server.close());

/** A person whom no other test knows. */
async function newPerson(): Promise<Account> {
  people += 1;
  return server.addAccount(`person_${people}`);
}

const lives = async (token: string) =>
  (await server.get('/api/v1/accounts/verify_credentials', { Authorization: `Bearer ${token}` })).status === 200;

const json = { Accept: 'application/json' };

describe('GET /oauth/authorized_applications (contract §9)', () => {
  test('leads to the sign-in when nobody is signed in', async () => {
    for (const headers of [{}, json]) {
      const response = await new TestBrowser(server).get(list, headers);
      assert.equal(response.status, 302);
      assert.equal(response.headers.get('location'), '/auth/sign_in');
    }
  });

  test('groups the sign-ins by app, and lists no app of other people or without a token', async () => {
    const alice = await newPerson();
    const twice = await server.registerApp({ name: 'Twice' });
    const once = await server.registerApp({ name: 'Once' });
    const codeOnly = await server.registerApp({ name: 'Code Only' });
    const foreign = await server.registerApp({ name: 'Foreign' });
    await userToken(server, twice, alice.username);
    const browser = await signedIn(server, alice.username);
    const { approve } = await openConsent(browser, authorizePath(twice, { scope: 'write' }));
    await redeem(server, twice, membersOf((await browser.submit(approve)).headers.get('location')).get('code') ?? '');
    await userToken(server, once, alice.username);
    await browser.submit((await openConsent(browser, authorizePath(codeOnly))).approve);
    await userToken(server, foreign, (await newPerson()).username);
    const html = await (await browser.get(list)).text();
    const actions = formsOf(html).map(({ action }) => action);
    assert.deepEqual(
      actions.filter((action) => /\/\d+$/.test(action) && !action.includes('sign_ins')).sort(),
      [`${list}/${twice.id}`, `${list}/${once.id}`].sort(),
    );
    assert.equal(actions.filter((action) => action.startsWith(`${list}/${twice.id}/sign_ins/`)).length, 2);
    assert.equal(actions.filter((action) => action.startsWith(`${list}/${once.id}/sign_ins/`)).length, 1);
    assert.ok(!html.includes('Foreign'));
    assert.ok(!html.includes('Code Only'));
    assert.ok(linksOf(html).includes('https://app.example'), 'the website');
    assert.ok(textOf(html).includes('app.example'), 'where the sign-in went');
  });

  test('puts the latest used first and says when that was', async () => {
    const alice = await newPerson();
    const older = await server.registerApp({ name: 'Older' });
    const newer = await server.registerApp({ name: 'Newer' });
    const token = await userToken(server, older, alice.username);
    await userToken(server, newer, alice.username);
    const browser = await signedIn(server, alice.username);
    const before = textOf(await (await browser.get(list)).text());
    assert.ok(before.indexOf('Newer') < before.indexOf('Older'));
    assert.match(before, /Never used/);
    const used = await server.store.findToken(digestOf(token));
    assert.ok(used);
    await server.store.noteTokenUse(used, { at: server.now() + 1000, address: server.address });
    const after = textOf(await (await browser.get(list)).text());
    assert.ok(after.indexOf('Older') < after.indexOf('Newer'), after);
    assert.match(after, /Last used/);
  });

  test('as JSON lists id, name and date, and never a secret (CVE-2020-10187)', async () => {
    const alice = await newPerson();
    const app = await server.registerApp({ name: 'Listed' });
    await userToken(server, app, alice.username);
    const browser = await signedIn(server, alice.username);
    const response = await browser.get(list, json);
    assert.match(response.headers.get('content-type') ?? '', /^application\/json/);
    const apps = (await response.json()) as Record<string, unknown>[];
    assert.deepEqual(
      await (await browser.get(`${list}.json`)).json(),
      apps,
      'also by the end of the path (contract §9)',
    );
    assert.deepEqual(
      apps.map((entry) => Object.keys(entry)),
      [['id', 'name', 'created_at']],
    );
    assert.equal(apps[0]?.id, app.id);
    assert.match(String(apps[0]?.created_at), /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  });

  test('shows the name and the website of a hostile app as text (CVE-2018-1000088)', async () => {
    const alice = await newPerson();
    const app = await server.registerApp({ name: '<script>alert(1)</script><img src=x onerror=1>' });
    await userToken(server, app, alice.username);
    const html = await (await (await signedIn(server, alice.username)).get(list)).text();
    assert.ok(!/<script|<img src=x/.test(html));
    assert.ok(textOf(html).includes('<script>alert(1)</script>'));
  });

  test('has no form to revoke everything where there is nothing', async () => {
    const alice = await newPerson();
    const html = await (await (await signedIn(server, alice.username)).get(list)).text();
    assert.deepEqual(formsOf(html), []);
  });
});

describe('revoking (contract §9)', () => {
  const letIn = async (sign_ins = 1) => {
    const account = await newPerson();
    const app = await server.registerApp();
    const tokens: string[] = [];
    for (let index = 0; index < sign_ins; index += 1) {
      const browser = await signedIn(server, account.username);
      const page = await browser.open(authorizePath(app));
      const skipped = page.headers.get('location');
      const [approve] =
        skipped === null ? formsOf(await page.text()).filter(({ action }) => action === '/oauth/authorize') : [];
      const location = approve === undefined ? skipped : (await browser.submit(approve)).headers.get('location');
      const redeemed = await redeem(server, app, membersOf(location).get('code') ?? '');
      tokens.push(((await redeemed.json()) as { access_token: string }).access_token);
    }
    return { account, app, tokens, browser: await signedIn(server, account.username) };
  };

  test('one sign-in ends its token at once and leaves the other', async () => {
    const { account, app, tokens, browser } = await letIn(2);
    const [, oldest] = await server.store.listGrants(account.id);
    const form = await openForm(browser, list, `${list}/${app.id}/sign_ins/${oldest?.id}`);
    const response = await browser.submit(form);
    assert.equal(response.status, 302);
    assert.match(response.headers.get('location') ?? '', /^\/oauth\/authorized_applications/);
    assert.deepEqual(await Promise.all(tokens.map(lives)), [false, true]);
    const body = await server.get('/api/v1/accounts/verify_credentials', { Authorization: `Bearer ${tokens[0]}` });
    assert.equal(body.status, 401);
    assert.deepEqual(await body.json(), { error: 'The access token was revoked' });
  });

  test('an app ends all its sign-ins and its codes, and no other app', async () => {
    const { account, app, tokens, browser } = await letIn(2);
    const other = await userToken(server, await server.registerApp(), account.username);
    const { approve } = await openConsent(browser, authorizePath(app, { scope: 'write' }));
    const code = membersOf((await browser.submit(approve)).headers.get('location')).get('code') ?? '';
    await browser.submit(await openForm(browser, list, `${list}/${app.id}`));
    assert.deepEqual(await Promise.all([...tokens, other].map(lives)), [false, false, true]);
    assert.equal((await redeem(server, app, code)).status, 400);
    await openConsent(browser, authorizePath(app));
  });

  test('everything ends everything of this person and nothing of others', async () => {
    const { account, tokens, browser } = await letIn();
    const second = await userToken(server, await server.registerApp(), account.username);
    const bystander = await letIn();
    await browser.submit(await openForm(browser, list, list));
    assert.deepEqual(await Promise.all([...tokens, second, ...bystander.tokens].map(lives)), [false, false, true]);
    assert.equal((await browser.get(list)).status, 200, 'the person stays signed in');
  });

  test('other people’s grants cannot be touched, by app or by sign-in', async () => {
    const victim = await letIn();
    const attacker = await letIn();
    const [grant] = await server.store.listGrants(victim.account.id);
    const own = await openForm(attacker.browser, list, `${list}/${attacker.app.id}`);
    for (const action of [
      `${list}/${victim.app.id}`,
      `${list}/${victim.app.id}/sign_ins/${grant?.id}`,
      `${list}/${attacker.app.id}/sign_ins/${grant?.id}`,
    ]) {
      assert.equal((await attacker.browser.submit({ ...own, action })).status, 302, 'the same answer as for one’s own');
    }
    assert.ok(await lives(victim.tokens[0] ?? ''));
    assert.ok(await lives(attacker.tokens[0] ?? ''));
  });

  test('an unknown or malformed id gets the same answer, and nothing happens', async () => {
    const { app, tokens, browser } = await letIn();
    const own = await openForm(browser, list, `${list}/${app.id}`);
    for (const id of ['1', '0', '99999999999999999999', '-1', 'abc', '%27%20OR%201=1', '9223372036854775808', '%00']) {
      for (const action of [`${list}/${id}`, `${list}/${app.id}/sign_ins/${id}`]) {
        assert.equal((await browser.submit({ ...own, action })).status, 302, action);
      }
    }
    assert.ok(await lives(tokens[0] ?? ''));
  });

  test('as JSON by DELETE answers 204 (contract §9)', async () => {
    const { app, tokens, browser } = await letIn();
    const form = await openForm(browser, list, `${list}/${app.id}`);
    const response = await browser.submit({ ...form, method: 'DELETE' }, {}, json);
    assert.equal(response.status, 204);
    assert.equal(await response.text(), '');
    assert.equal(await lives(tokens[0] ?? ''), false);
  });

  test('is refused to those who are not signed in any more, with the way back', async () => {
    const { account, app, tokens, browser } = await letIn();
    const form = await openForm(browser, list, `${list}/${app.id}`);
    await server.store.endSessionsOfAccount(account.id);
    const response = await browser.submit(form);
    assert.equal(response.status, 422);
    assert.ok(linksOf(await response.text()).includes(list));
    assert.ok(await lives(tokens[0] ?? ''));
  });

  test('a suspended person may look, and not act', async () => {
    const { account, app, browser } = await letIn();
    await server.setState(account, 'suspended');
    const page = await browser.get(list);
    assert.equal(page.status, 200);
    const form = formsOf(await page.text()).find(({ action }) => action === `${list}/${app.id}`);
    assert.ok(form);
    assert.equal((await browser.submit(form)).status, 403);
    assert.equal((await server.store.listGrants(account.id)).length, 1);
  });

  test('leaves the apps’ own tokens alone', async () => {
    const { app, browser } = await letIn();
    const own = await server.appToken(app);
    await browser.submit(await openForm(browser, list, list));
    const response = await server.get('/api/v1/apps/verify_credentials', { Authorization: `Bearer ${own}` });
    assert.equal(response.status, 200);
  });

  test('racing a redemption leaves no token alive', async () => {
    const account = await newPerson();
    const app = await server.registerApp();
    const browser = await signedIn(server, account.username);
    await userToken(server, await server.registerApp(), account.username);
    const form = await openForm(browser, list, list);
    const codes: string[] = [];
    for (const scope of ['read', 'write', 'follow', 'push']) {
      const { approve } = await openConsent(browser, authorizePath(app, { scope }));
      codes.push(membersOf((await browser.submit(approve)).headers.get('location')).get('code') ?? '');
    }
    const [, ...redeemed] = await Promise.all([
      browser.submit(form),
      ...codes.map((code) => redeem(server, app, code)),
    ]);
    for (const response of redeemed) {
      const { access_token } = (await response.json()) as { access_token?: string };
      if (access_token !== undefined) assert.equal(await lives(access_token), false);
    }
    assert.equal((await server.store.listGrants(account.id)).length, 0);
    assert.ok((await countStored(server, 'codes')) > 0);
  });
});
