import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { Authenticator, attestedByMaker } from '../../../../test/support/authenticator.ts';
import { countStored, openForm, signedIn } from '../../../../test/support/browsing.ts';
import { textOf } from '../../../../test/support/read-page.ts';
import {
  addApp,
  addPasskey,
  answerOf,
  ceremony,
  codeOf,
  nextStep,
  recoveryCodesOn,
  seedOn,
} from '../../../../test/support/second-factors.ts';
import { formsOf, TestBrowser, userToken } from '../../../../test/support/test-browser.ts';
import { PASSWORD, TestServer } from '../../../../test/support/test-server.ts';

const here = '/settings/second_factors';
const home = '/oauth/authorized_applications';
const MINUTE = 60_000;

let server: TestServer;
let browser: TestBrowser;
let accountId: string;

const start = async (settings: Readonly<Record<string, string>> = {}) => {
  server = await TestServer.start(settings);
  accountId = (await server.addAccount('alice')).id;
  browser = await signedIn(server);
  server.events.length = 0;
};

beforeEach(() => start());
afterEach(() => server.close());

const factors = () => server.store.findSecondFactors(accountId);
const hasFactor = async () => (await server.store.findAccount(accountId))?.hasSecondFactor;
const isSignedIn = async (one: TestBrowser) => (await one.get(home)).status === 200;
const nextMail = () => server.nextMail('alice@example.org', 'second factor changed');
const events = () => server.events.map(({ event }) => event);

/** Submits the form of the page that posts to a path. */
const press = async (action: string, values: Readonly<Record<string, string>> = {}, page = here) =>
  browser.submit(await openForm(browser, page, action), values);

describe('an authenticator app', () => {
  test('is set up by its first code; the recovery codes are shown once, and the owner gets a mail', async () => {
    const { seed, codes } = await addApp(server, browser);
    assert.equal(codes.length, 10);
    assert.equal(await hasFactor(), true);
    assert.equal((await factors()).recoveryCodesLeft, 10);
    const page = await (await browser.get(here)).text();
    for (const secret of [seed, ...codes]) assert.ok(!page.includes(secret));
    assert.match((await nextMail()).text, /authenticator app/);
    assert.deepEqual(events(), ['second factor added']);
  });

  test('changes nothing before a code was right, and shows the same picture again', async () => {
    const path = `${here}/totp`;
    const html = await (await browser.get(path)).text();
    const form = formsOf(html).find(({ action }) => action === path);
    assert.ok(form);
    for (const code of ['000000', '', 'x'.repeat(10_000)]) {
      const refused = await browser.submit(form, { code });
      assert.equal(refused.status, 422);
      assert.equal(seedOn(await refused.text()), seedOn(html));
    }
    assert.equal(await hasFactor(), false);
    assert.equal((await new TestBrowser(server).signIn('alice')).headers.get('location'), home);
  });

  test('replaces an earlier one, whose codes are worthless then; the recovery codes stay', async () => {
    const first = await addApp(server, browser);
    const path = `${here}/totp`;
    const html = await (await browser.get(path)).text();
    const answer = await press(path, { code: codeOf(seedOn(html), server.now()) }, path);
    // The page was opened twice, so the second seed is the one that counts.
    assert.equal(answer.status, 422);
    const again = await (await browser.get(path)).text();
    const form = formsOf(again).find(({ action }) => action === path);
    assert.ok(form);
    const done = await browser.submit(form, { code: codeOf(seedOn(again), server.now()) });
    assert.equal(done.headers.get('location'), `${here}?notice=totp_added`);
    nextStep(server);
    const other = new TestBrowser(server);
    await other.signIn('alice');
    const step = await openForm(other, '/auth/second_factor', '/auth/second_factor');
    assert.equal((await other.submit(step, { code: codeOf(first.seed, server.now()) })).status, 422);
    assert.equal((await other.submit(step, { code: codeOf(seedOn(again), server.now()) })).status, 303);
    assert.equal((await factors()).recoveryCodesLeft, 10);
  });

  test('is removed, and the recovery codes with it: the password is enough again', async () => {
    await addApp(server, browser);
    await nextMail();
    const done = await press(`${here}/totp/remove`);
    assert.equal(done.headers.get('location'), `${here}?notice=totp_removed`);
    assert.match(textOf(await (await browser.get(`${here}?notice=totp_removed`)).text()), /app was removed/);
    assert.equal(await hasFactor(), false);
    assert.equal((await factors()).recoveryCodesLeft, 0);
    assert.ok(await nextMail());
    assert.equal((await new TestBrowser(server).signIn('alice')).headers.get('location'), home);
  });
});

describe('a passkey', () => {
  let authenticator: Authenticator;

  beforeEach(() => {
    authenticator = new Authenticator(server.origin);
  });

  test('is added with a name; as the first factor it brings recovery codes, and a mail', async () => {
    const done = await addPasskey(browser, authenticator, '  My\n phone ');
    assert.equal(done.status, 200);
    assert.equal(recoveryCodesOn(await done.text()).length, 10);
    const [passkey] = (await factors()).passkeys;
    assert.equal(passkey?.name, 'My phone');
    assert.deepEqual(passkey?.transports, ['internal']);
    assert.equal(await hasFactor(), true);
    assert.match((await nextMail()).text, /passkey/);
    const second = await addPasskey(browser, new Authenticator(server.origin), 'Other');
    assert.equal(second.headers.get('location'), `${here}?notice=passkey_added`);
    assert.match(textOf(await (await browser.get(here)).text()), /My phone/);
  });

  test('is shown as text, whatever its name', async () => {
    await addPasskey(browser, authenticator, '<img src=x onerror=alert(1)>\u202e');
    const html = await (await browser.get(here)).text();
    assert.ok(!/<img src=x|\u202e/.test(html));
    assert.match(html, /&lt;img src=x/);
  });

  test('has a name of at most 60 characters', async () => {
    await addPasskey(browser, authenticator, '😀'.repeat(500));
    assert.equal([...((await factors()).passkeys[0]?.name ?? '')].length, 60);
  });

  for (const [what, faults] of Object.entries({
    'for another site (phishing)': { origin: 'https://evil.example' },
    'for another relying party': { rpId: 'evil.example' },
    'that nobody touched': { userPresent: false },
    'to a challenge that was never asked': { challenge: 'z'.repeat(43) },
    'of another kind': { type: 'webauthn.get' },
    'within a page of somebody else': { crossOrigin: true },
    'with a certificate of its maker, whose issuer would have to be asked': { attestation: attestedByMaker },
  })) {
    test(`is refused ${what}`, async () => {
      const page = { path: here, action: `${here}/passkeys` };
      const refused = await ceremony(browser, page, authenticator, faults);
      assert.equal(refused.status, 422);
      assert.match(textOf(await refused.text()), /could not be added/);
      assert.equal(await hasFactor(), false);
    });
  }

  test('is registered once, with one account', async () => {
    const form = await openForm(browser, here, `${here}/passkeys`);
    const [one, other] = [await answerOf(browser, form, authenticator), await answerOf(browser, form, authenticator)];
    assert.equal((await browser.submit(form, { credential: one })).status, 200);
    assert.equal((await browser.submit(form, { credential: one })).status, 422, 'a challenge is good once');
    assert.equal(
      (await browser.submit(form, { credential: other })).status,
      422,
      'a change ends what was begun before',
    );
    await server.addAccount('bob');
    const bob = await signedIn(server, 'bob');
    const bobForm = await openForm(bob, here, `${here}/passkeys`);
    const { authenticity_token = '' } = bobForm.fields;
    const asked = await bob.submit({ ...bobForm, action: `${here}/passkeys/options`, fields: { authenticity_token } });
    const options = (await asked.json()) as never;
    // The same credential again, as a hostile authenticator might make it.
    const [held] = authenticator.passkeys;
    const made = new Authenticator(server.origin).create(options);
    const forged = JSON.parse(made) as { id: string; rawId: string; response: { attestationObject: string } };
    const object = Buffer.from(forged.response.attestationObject, 'base64url').toString('hex');
    const ownId = Buffer.from(forged.id, 'base64url').toString('hex');
    const heldId = Buffer.from(held?.id ?? '', 'base64url').toString('hex');
    forged.response.attestationObject = Buffer.from(object.replace(ownId, heldId), 'hex').toString('base64url');
    const credential = JSON.stringify({ ...forged, id: held?.id, rawId: held?.id });
    const refused = await bob.submit(bobForm, { credential });
    assert.equal(refused.status, 422);
    assert.match(textOf(await refused.text()), /registered already/);
  });

  test('is kept once, also when its answer comes fifty times at the same time', async () => {
    const form = await openForm(browser, here, `${here}/passkeys`);
    const credential = await answerOf(browser, form, authenticator);
    const answers = await Promise.all(Array.from({ length: 50 }, () => browser.submit(form, { credential })));
    assert.equal(answers.filter(({ status }) => status === 200).length, 1);
    assert.equal((await factors()).passkeys.length, 1);
    assert.equal((await factors()).recoveryCodesLeft, 10);
  });

  test('is renamed and removed by its owner only', async () => {
    await addPasskey(browser, authenticator, 'Phone');
    const [passkey] = (await factors()).passkeys;
    const path = `${here}/passkeys/${passkey?.id}`;
    await server.addAccount('bob');
    const bob = await signedIn(server, 'bob');
    await addPasskey(bob, new Authenticator(server.origin));
    assert.equal((await bob.get(path)).status, 404);
    const bobForm = await openForm(bob, here, `${here}/recovery_codes`);
    for (const action of [path, `${path}/remove`]) {
      const refused = await bob.submit({ ...bobForm, action }, { name: 'Mine' });
      assert.equal(refused.headers.get('location'), `${here}?notice=absent`);
    }
    assert.equal((await factors()).passkeys[0]?.name, 'Phone');
    assert.equal((await press(path, { name: 'New' }, path)).headers.get('location'), `${here}?notice=passkey_renamed`);
    assert.equal((await factors()).passkeys[0]?.name, 'New');
    assert.equal((await press(`${path}/remove`)).headers.get('location'), `${here}?notice=passkey_removed`);
    assert.equal(await hasFactor(), false);
    for (const id of ['0', 'x', '9'.repeat(30), '-1']) {
      assert.equal((await browser.get(`${here}/passkeys/${id}`)).status, 404, id);
    }
  });
});

describe('recovery codes', () => {
  test('are made anew, and the earlier ones are worthless', async () => {
    const { codes } = await addApp(server, browser);
    const made = recoveryCodesOn(await (await press(`${here}/recovery_codes`)).text());
    assert.equal(made.length, 10);
    assert.equal(new Set([...codes, ...made]).size, 20);
    const other = new TestBrowser(server);
    await other.signIn('alice');
    const forms = formsOf(await (await other.get('/auth/second_factor')).text());
    const form = forms.find(({ fields }) => 'recovery_code' in fields);
    assert.ok(form);
    assert.equal((await other.submit(form, { recovery_code: codes[0] ?? '' })).status, 422);
    assert.equal((await other.submit(form, { recovery_code: made[0] ?? '' })).status, 303);
    assert.ok(events().includes('recovery codes made'));
  });

  test('are not there without a factor', async () => {
    const form = await openForm(browser, `${here}/totp`, `${here}/totp`);
    const refused = await browser.submit({ ...form, action: `${here}/recovery_codes` });
    assert.equal(refused.headers.get('location'), `${here}?notice=absent`);
    assert.equal((await factors()).recoveryCodesLeft, 0);
  });
});

describe('every change of a second factor', () => {
  test('signs the other browsers out and leaves this one and the apps (decision 19)', async () => {
    const app = await server.registerApp();
    const token = await userToken(server, app, 'alice');
    const other = await signedIn(server);
    await addApp(server, browser);
    assert.equal(await isSignedIn(other), false);
    assert.ok(await isSignedIn(browser));
    assert.equal(await countStored(server, 'sessions'), 1);
    const verify = await server.get('/api/v1/accounts/verify_credentials', { Authorization: `Bearer ${token}` });
    assert.equal(verify.status, 200);
  });

  test('ends sign-ins that were half finished', async () => {
    await addApp(server, browser);
    const half = new TestBrowser(server);
    await half.signIn('alice');
    assert.equal((await half.get('/auth/second_factor')).status, 200);
    await press(`${here}/totp/remove`);
    assert.equal((await half.get('/auth/second_factor')).headers.get('location'), '/auth/sign_in');
  });

  test('asks for a fresh proof: page, forms and what the script asks', async () => {
    await addApp(server, browser);
    await addPasskey(browser, new Authenticator(server.origin));
    const [passkey] = (await factors()).passkeys;
    const html = await (await browser.get(here)).text();
    const [form] = formsOf(html).filter(({ action }) => action.startsWith(here));
    assert.ok(form);
    server.clockOffset += 16 * MINUTE;
    const asks = '/auth/confirm_identity?page=%2Fsettings%2Fsecond_factors';
    for (const path of ['', '/totp', `/passkeys/${passkey?.id}`]) {
      assert.equal((await browser.get(here + path)).headers.get('location'), asks, path);
    }
    const actions = [
      '/totp',
      '/totp/remove',
      '/recovery_codes',
      '/passkeys',
      '/passkeys/options',
      `/passkeys/${passkey?.id}`,
    ];
    for (const path of [...actions, `/passkeys/${passkey?.id}/remove`]) {
      const answer = await browser.submit({ ...form, action: here + path });
      assert.deepEqual([answer.status, answer.headers.get('location')], [303, asks], path);
    }
    assert.equal((await factors()).passkeys.length, 1);
    assert.ok((await factors()).totp);
    const confirm = await openForm(browser, asks, '/auth/confirm_identity');
    assert.equal((await browser.submit(confirm, { password: PASSWORD })).headers.get('location'), here);
    assert.equal((await browser.get(here)).status, 200);
  });

  test('takes no form of another site (CSRF)', async () => {
    await addApp(server, browser);
    await addPasskey(browser, new Authenticator(server.origin));
    const posts = formsOf(await (await browser.get(here)).text()).filter(({ action }) => action.startsWith(here));
    assert.ok(posts.length >= 4);
    for (const form of posts) {
      assert.equal((await browser.submit(form, {}, { 'Sec-Fetch-Site': 'cross-site' })).status, 422, form.action);
      assert.equal((await browser.submit(form, { authenticity_token: 'x' })).status, 422, form.action);
    }
    assert.equal((await factors()).passkeys.length, 1);
    assert.equal((await factors()).recoveryCodesLeft, 10);
  });

  test('is closed to those who are not signed in', async () => {
    assert.equal((await new TestBrowser(server).get(here)).headers.get('location'), '/auth/sign_in');
  });
});

describe('the last factor of an account that must have one', () => {
  test('cannot be removed, and the page says why; any other can', async () => {
    await server.close();
    await start({ REQUIRE_SECOND_FACTOR: 'staff' });
    await addApp(server, browser);
    await addPasskey(browser, new Authenticator(server.origin));
    await server.store.changeAccount(accountId, { role: 'admin' });
    const [passkey] = (await factors()).passkeys;
    assert.equal((await press(`${here}/passkeys/${passkey?.id}/remove`)).status, 303);
    const refused = await press(`${here}/totp/remove`);
    assert.equal(refused.status, 422);
    assert.match(textOf(await refused.text()), /your last second factor/);
    assert.equal(await hasFactor(), true);
  });
});

describe('confirming who one is by a passkey', () => {
  const page = {
    path: '/auth/confirm_identity?page=/settings/second_factors',
    action: '/auth/confirm_identity/passkey',
  };

  test('renews the session; it must be one’s own, and a PIN or finger is asked for', async () => {
    const authenticator = new Authenticator(server.origin);
    await addPasskey(browser, authenticator);
    server.clockOffset += 16 * MINUTE;
    assert.equal((await ceremony(browser, page, authenticator, { userVerified: false })).status, 422);
    await server.addAccount('bob');
    const bob = await signedIn(server, 'bob');
    const others = new Authenticator(server.origin);
    await addPasskey(bob, others);
    const form = await openForm(browser, page.path, page.action);
    const { authenticity_token = '' } = form.fields;
    const asked = await browser.submit({ ...form, action: `${page.action}/options`, fields: { authenticity_token } });
    const { challenge, rpId } = (await asked.json()) as { challenge: string; rpId: string };
    assert.equal((await browser.submit(form, { credential: others.get({ challenge, rpId }) })).status, 422);
    // A challenge that the same browser was given for a new passkey of the same account.
    server.clockOffset -= 16 * MINUTE;
    const add = await openForm(browser, here, `${here}/passkeys`);
    const forAdding = await browser.submit({ ...add, action: `${here}/passkeys/options` });
    const { challenge: other } = (await forAdding.json()) as { challenge: string };
    assert.equal(
      (await browser.submit(form, { credential: authenticator.get({ challenge: other, rpId }) })).status,
      422,
    );
    server.clockOffset += 16 * MINUTE;
    const before = browser.cookies.get('__Host-mastodoor_session');
    const done = await ceremony(browser, page, authenticator);
    assert.deepEqual([done.status, done.headers.get('location')], [303, here]);
    assert.notEqual(browser.cookies.get('__Host-mastodoor_session'), before);
    assert.equal((await browser.get(here)).status, 200);
  });
});
