import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { Authenticator } from '../../../test/support/authenticator.ts';
import { authorizationOf, countStored, openForm, signedIn } from '../../../test/support/browsing.ts';
import { textOf } from '../../../test/support/read-page.ts';
import { redeem } from '../../../test/support/register.ts';
import { addApp, addPasskey, answerOf, ceremony, codeOf, nextStep } from '../../../test/support/second-factors.ts';
import { authorizePath, consentForms, formsOf, TestBrowser } from '../../../test/support/test-browser.ts';
import { PASSWORD, TestServer } from '../../../test/support/test-server.ts';

const path = '/auth/second_factor';
const passkeyPath = `${path}/passkey`;
const home = '/oauth/authorized_applications';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let server: TestServer;
/** Signed in, and where the factors were set up. */
let first: TestBrowser;
let seed: string;
let codes: readonly string[];

const start = async (settings: Readonly<Record<string, string>> = {}) => {
  server = await TestServer.start(settings);
  await server.addAccount('alice');
  first = await signedIn(server);
  ({ seed, codes } = await addApp(server, first));
  server.events.length = 0;
};

beforeEach(() => start());
afterEach(() => server.close());

/** A browser in which the password was right. */
async function halfSignedIn(username = 'alice', password = PASSWORD): Promise<TestBrowser> {
  const browser = new TestBrowser(server);
  const response = await browser.signIn(username, password);
  assert.equal(response.status, 302);
  assert.equal(response.headers.get('location'), path);
  return browser;
}

const stepForm = (browser: TestBrowser, page = path) => openForm(browser, page, path);

const recoveryForm = async (browser: TestBrowser) => {
  const forms = formsOf(await (await browser.get(path)).text());
  const form = forms.find(({ fields }) => 'recovery_code' in fields);
  assert.ok(form);
  return form;
};

const isSignedIn = async (browser: TestBrowser) => (await browser.get(home)).status === 200;

const code = () => codeOf(seed, server.now());

const eventsOf = (event: string) => server.events.filter((one) => one.event === event);

describe('a right password of an account with a second factor', () => {
  test('signs nobody in: there is no session, and no page or app of the account opens', async () => {
    const before = await countStored(server, 'sessions');
    const browser = await halfSignedIn();
    assert.equal(await countStored(server, 'sessions'), before);
    assert.equal(browser.cookies.has('__Host-mastodoor_session'), false);
    assert.equal((await browser.get(home)).status, 302);
    assert.equal(eventsOf('signed in').length, 0);
    assert.equal(eventsOf('second step asked').length, 1);
  });

  test('leads to the second step, which names the account and keeps the password out of everything', async () => {
    const browser = await halfSignedIn();
    const html = await (await browser.get(path)).text();
    assert.match(textOf(html), /@alice@social\.example/);
    assert.ok(!html.includes(PASSWORD));
  });

  test('opens nothing by itself to apps: the password grant refuses it like any other (decisions, Password grant)', async () => {
    const bot = await server.addAccount('bot', { allowsPasswordGrant: true });
    const app = await server.registerApp();
    const ask = async () => {
      const { client_id, client_secret } = app;
      const fields = { grant_type: 'password', username: 'bot', password: PASSWORD, client_id, client_secret };
      const answer = await server.post('/oauth/token', { ...fields, scope: 'read' });
      return { status: answer.status, body: await answer.json() };
    };
    assert.equal((await ask()).status, 200);
    const browser = await signedIn(server, 'bot');
    await addApp(server, browser);
    const refused = await ask();
    assert.equal(refused.status, 400);
    await server.store.changeAccount(bot.id, { allowsPasswordGrant: false });
    assert.deepEqual(await ask(), refused, 'the same words as for an account that does not allow it');
  });

  test('a wrong one is told as before, whether there is a factor or not', async () => {
    await server.addAccount('plain');
    const answers = await Promise.all(
      ['alice', 'plain'].map(async (username) => {
        const browser = new TestBrowser(server);
        const response = await browser.signIn(username, 'wrong words');
        return [response.status, response.headers.get('location'), browser.cookies.has('__Host-mastodoor_second_step')];
      }),
    );
    assert.deepEqual(answers[0], [422, null, false]);
    assert.deepEqual(answers[0], answers[1]);
  });
});

describe('a code of the authenticator app', () => {
  test('signs in, and the half-finished sign-in is over', async () => {
    const browser = await halfSignedIn();
    const response = await browser.submit(await stepForm(browser), { code: code() });
    assert.deepEqual([response.status, response.headers.get('location')], [303, home]);
    assert.ok(await isSignedIn(browser));
    assert.equal(browser.cookies.has('__Host-mastodoor_second_step'), false);
    assert.deepEqual(
      server.events.map(({ event }) => event),
      ['second step asked', 'second factor used', 'signed in'],
    );
  });

  test('is taken in groups and in Arabic digits', async () => {
    const browser = await halfSignedIn();
    const arabic = [...code()].map((digit) => String.fromCharCode(0x0660 + Number(digit)));
    const typed = `${arabic.slice(0, 3).join('')} ${arabic.slice(3).join('')}`;
    assert.equal((await browser.submit(await stepForm(browser), { code: typed })).status, 303);
  });

  test('that is wrong is refused in words, signs nobody in, and leaves the step open', async () => {
    const browser = await halfSignedIn();
    const form = await stepForm(browser);
    for (const wrong of ['000000', '', 'x', code().slice(1), '9'.repeat(100_000)]) {
      const response = await browser.submit(form, { code: wrong === code() ? '000001' : wrong });
      assert.equal(response.status, 422, wrong.slice(0, 9));
      assert.match(textOf(await response.text()), /That code does not fit/);
    }
    assert.equal(await isSignedIn(browser), false);
    assert.equal((await browser.submit(form, { code: code() })).status, 303);
  });

  test('works once, also when fifty browsers send it at the same time (RFC 6238 §5.2)', async () => {
    const browsers = await Promise.all(Array.from({ length: 50 }, () => halfSignedIn()));
    const forms = await Promise.all(browsers.map((browser) => stepForm(browser)));
    const given = code();
    const before = await countStored(server, 'sessions');
    const answers = await Promise.all(
      browsers.map((browser, index) => browser.submit(forms[index] as (typeof forms)[0], { code: given })),
    );
    assert.equal(answers.filter(({ status }) => status === 303).length, 1);
    assert.equal(answers.filter(({ status }) => status === 422).length, 49);
    assert.equal(await countStored(server, 'sessions'), before + 1);
  });

  test('does not work after it was used, nor does an earlier one', async () => {
    const earlier = code();
    nextStep(server);
    const now = code();
    const browser = await halfSignedIn();
    assert.equal((await browser.submit(await stepForm(browser), { code: now })).status, 303);
    const late = await halfSignedIn();
    const form = await stepForm(late);
    assert.equal((await late.submit(form, { code: now })).status, 422);
    assert.equal((await late.submit(form, { code: earlier })).status, 422);
  });

  test('that set the app up does not sign in as well', async () => {
    await server.addAccount('bob');
    const browser = await signedIn(server, 'bob');
    const { seed: own } = await addApp(server, browser);
    server.clockOffset -= 30_000;
    const again = await halfSignedIn('bob');
    const used = codeOf(own, server.now());
    assert.equal((await again.submit(await stepForm(again), { code: used })).status, 422);
  });

  test('of another account does not fit', async () => {
    await server.addAccount('bob');
    const bob = await addApp(server, await signedIn(server, 'bob'));
    const browser = await halfSignedIn();
    const form = await stepForm(browser);
    assert.equal((await browser.submit(form, { code: codeOf(bob.seed, server.now()) })).status, 422);
    assert.equal((await browser.submit(form, { recovery_code: bob.codes[0] ?? '' })).status, 422);
  });

  test('finishes one half-finished sign-in once, also when fifty forms of it come at the same time', async () => {
    const browser = await halfSignedIn();
    const form = await stepForm(browser);
    const before = await countStored(server, 'sessions');
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        browser.submit(form, index % 2 === 0 ? { code: code() } : { code: '', recovery_code: codes[index % 10] ?? '' }),
      ),
    );
    assert.ok(answers.some(({ status }) => status === 303));
    assert.equal(await countStored(server, 'sessions'), before + 1);
    assert.equal(eventsOf('signed in').length, 1);
  });
});

describe('a recovery code', () => {
  test('signs in once, in any spelling, and its owner is told how many are left', async () => {
    await server.nextMail('alice@example.org', 'second factor changed');
    const browser = await halfSignedIn();
    const typed = ` ${codes[0]?.toUpperCase().replaceAll('-', ' ')} `;
    assert.equal((await browser.submit(await recoveryForm(browser), { recovery_code: typed })).status, 303);
    assert.ok(await isSignedIn(browser));
    const mail = await server.nextMail('alice@example.org', 'second factor changed');
    assert.match(mail.text, /recovery code/i);
    assert.match(mail.text, /9/);
    const again = await halfSignedIn();
    const refused = await again.submit(await recoveryForm(again), { recovery_code: codes[0] ?? '' });
    assert.equal(refused.status, 422);
    assert.match(textOf(await refused.text()), /not one of your recovery codes/);
  });

  test('works once, also when fifty browsers send it at the same time', async () => {
    const browsers = await Promise.all(Array.from({ length: 50 }, () => halfSignedIn()));
    const forms = await Promise.all(browsers.map((browser) => recoveryForm(browser)));
    const before = await countStored(server, 'sessions');
    const answers = await Promise.all(
      browsers.map((browser, index) =>
        browser.submit(forms[index] as (typeof forms)[0], { recovery_code: codes[3] ?? '' }),
      ),
    );
    assert.equal(answers.filter(({ status }) => status === 303).length, 1);
    assert.equal(await countStored(server, 'sessions'), before + 1);
    const account = await server.store.findAccountByUsername('alice');
    assert.equal((await server.store.findSecondFactors(account?.id ?? '')).recoveryCodesLeft, 9);
  });

  test('is kept as a digest, and the seed encrypted: neither is in the database', async () => {
    const account = await server.store.findAccountByUsername('alice');
    const key = await server.store.findTotp(account?.id ?? '');
    assert.ok(key);
    assert.ok(!JSON.stringify(key).includes(seed));
    assert.match(key.sealedSeed, /^v1\./);
  });
});

describe('a passkey as the second step', () => {
  let authenticator: Authenticator;

  beforeEach(async () => {
    authenticator = new Authenticator(server.origin);
    assert.equal((await addPasskey(first, authenticator, 'Telephone')).status, 303);
    server.events.length = 0;
  });

  const step = { path, action: passkeyPath };

  test('signs in, without a PIN or a finger: the password was the other factor', async () => {
    const browser = await halfSignedIn();
    const response = await ceremony(browser, step, authenticator, { userVerified: false });
    assert.deepEqual([response.status, response.headers.get('location')], [303, home]);
    assert.ok(await isSignedIn(browser));
  });

  for (const [what, faults] of Object.entries({
    'of another site (phishing)': { origin: 'https://social.example.evil' },
    'for another relying party': { rpId: 'evil.example' },
    'that nobody touched': { userPresent: false },
    'whose counter went back (WebAuthn §6.1.1)': { counter: 0 },
    'to a challenge that was never asked': { challenge: 'x'.repeat(43) },
    'of another kind': { type: 'webauthn.create' },
    'within a page of somebody else': { crossOrigin: true },
    'of an unknown credential': { credentialId: 'AAAA' },
  })) {
    test(`refuses an answer ${what}`, async () => {
      // A used counter, so that going back is told from never having counted.
      const before = await halfSignedIn();
      assert.equal((await ceremony(before, step, authenticator)).status, 303);
      const browser = await halfSignedIn();
      const response = await ceremony(browser, step, authenticator, faults);
      assert.equal(response.status, 422);
      assert.match(textOf(await response.text()), /could not be accepted/);
      assert.equal(await isSignedIn(browser), false);
      assert.equal(eventsOf('second factor failed').length, 1);
    });
  }

  test('refuses a signature by another key, and the passkey of another account', async () => {
    await server.addAccount('bob');
    const bob = await signedIn(server, 'bob');
    const others = new Authenticator(server.origin);
    await addPasskey(bob, others);
    const browser = await halfSignedIn();
    const key = others.passkeys[0]?.key;
    assert.ok(key);
    assert.equal((await ceremony(browser, step, authenticator, { key })).status, 422);
    const form = await openForm(browser, path, passkeyPath);
    const { authenticity_token = '' } = form.fields;
    const asked = await browser.submit({ ...form, action: `${passkeyPath}/options`, fields: { authenticity_token } });
    const { challenge, rpId } = (await asked.json()) as { challenge: string; rpId: string };
    const credential = others.get({ challenge, rpId });
    assert.equal((await browser.submit(form, { credential })).status, 422);
    assert.equal(await isSignedIn(browser), false);
  });

  test('takes one answer once, also fifty times at the same time', async () => {
    const browser = await halfSignedIn();
    const form = await openForm(browser, path, passkeyPath);
    const credential = await answerOf(browser, form, authenticator);
    const before = await countStored(server, 'sessions');
    const answers = await Promise.all(Array.from({ length: 50 }, () => browser.submit(form, { credential })));
    assert.equal(answers.filter(({ status }) => status === 303).length, 1);
    assert.equal(await countStored(server, 'sessions'), before + 1);
    assert.equal(eventsOf('signed in').length, 1);
    const later = await halfSignedIn();
    const replayed = await later.submit(await openForm(later, path, passkeyPath), { credential });
    assert.equal(replayed.status, 422);
  });

  test('takes no answer of another browser, of another purpose, or five minutes late', async () => {
    const [one, other] = [await halfSignedIn(), await halfSignedIn()];
    const form = await openForm(one, path, passkeyPath);
    const ofOther = await answerOf(other, await openForm(other, path, passkeyPath), authenticator);
    assert.equal((await one.submit(form, { credential: ofOther })).status, 422);
    const signInForm = await openForm(new TestBrowser(server), '/auth/sign_in', '/auth/passkey');
    assert.ok(signInForm);
    const stranger = new TestBrowser(server);
    const forSignIn = await answerOf(
      stranger,
      await openForm(stranger, '/auth/sign_in', '/auth/passkey'),
      authenticator,
    );
    assert.equal((await one.submit(form, { credential: forSignIn })).status, 422);
    const late = await answerOf(one, form, authenticator);
    server.clockOffset += 5 * MINUTE + 1;
    assert.equal((await one.submit(form, { credential: late })).status, 422);
    assert.equal(await isSignedIn(one), false);
  });

  test('survives anything that is no answer', async () => {
    const browser = await halfSignedIn();
    const form = await openForm(browser, path, passkeyPath);
    for (const credential of [
      '',
      'null',
      '[]',
      '{}',
      '{"id":1}',
      '{"id":"x","response":null}',
      '{"id":"x","response":{"clientDataJSON":1}}',
      '{"id":"x","response":{"clientDataJSON":"bnVsbA"}}',
      `{"id":"x","response":{"clientDataJSON":"${Buffer.from('{"challenge":{}}').toString('base64url')}"}}`,
      '{"__proto__":{"id":"x"}}',
      '['.repeat(50_000),
    ]) {
      assert.equal((await browser.submit(form, { credential })).status, 422, credential.slice(0, 60));
    }
  });

  test('is offered where the account has one, and the page’s policy lets its script run there only', async () => {
    const browser = await halfSignedIn();
    const withPasskey = await browser.get(path);
    assert.match(
      withPasskey.headers.get('content-security-policy') ?? '',
      /script-src https:\/\/social\.example\/assets/,
    );
    await server.addAccount('bob');
    await addApp(server, await signedIn(server, 'bob'));
    const other = await halfSignedIn('bob');
    const without = await other.get(path);
    assert.match(without.headers.get('content-security-policy') ?? '', /script-src 'none'/);
    assert.doesNotMatch(await without.text(), /<script|data-passkey/);
  });
});

describe('a half-finished sign-in', () => {
  test('goes on in its own browser only', async () => {
    const browser = await halfSignedIn();
    const thief = new TestBrowser(server);
    await thief.get('/auth/sign_in');
    thief.cookies.set('__Host-mastodoor_second_step', browser.cookies.get('__Host-mastodoor_second_step') ?? '');
    assert.equal((await thief.get(path)).headers.get('location'), '/auth/sign_in');
    const form = await stepForm(browser);
    const token = (await openForm(thief, '/auth/sign_in', '/auth/sign_in')).fields.authenticity_token ?? '';
    const stolen = await thief.submit(form, { authenticity_token: token, code: code() });
    assert.equal(stolen.status, 422);
    assert.equal(await isSignedIn(thief), false);
  });

  test('lasts a quarter of an hour, and says that it is over', async () => {
    const browser = await halfSignedIn();
    const form = await stepForm(browser);
    server.clockOffset += 15 * MINUTE - 1000;
    assert.equal((await browser.get(path)).status, 200);
    server.clockOffset += 2000;
    const late = await browser.submit(form, { code: code() });
    assert.equal(late.status, 422);
    assert.match(textOf(await late.text()), /Sign in again/);
    assert.equal((await browser.get(path)).headers.get('location'), '/auth/sign_in');
    assert.equal(await isSignedIn(browser), false);
  });

  test('is void once the password was changed', async () => {
    const browser = await halfSignedIn();
    const form = await stepForm(browser);
    const account = await server.store.findAccountByUsername('alice');
    const passwordHash = await server.passwords.hashPassword('a new and better password');
    await server.store.changeAccount(account?.id ?? '', { passwordHash });
    assert.equal((await browser.submit(form, { code: code() })).status, 422);
    assert.equal(await isSignedIn(browser), false);
  });

  test('is void once the factors were changed, and for an account that is gone', async () => {
    const browser = await halfSignedIn();
    const form = await stepForm(browser);
    await addPasskey(first, new Authenticator(server.origin));
    assert.equal((await browser.submit(form, { code: code() })).status, 422);
    const other = await halfSignedIn();
    const otherForm = await stepForm(other);
    const account = await server.store.findAccountByUsername('alice');
    await server.store.deleteAccount(account?.id ?? '', server.now());
    assert.equal((await other.submit(otherForm, { code: code() })).status, 422);
  });

  test('takes no form of another site (CSRF), and none without its token', async () => {
    const browser = await halfSignedIn();
    const form = await stepForm(browser);
    for (const [values, headers] of [
      [{}, { 'Sec-Fetch-Site': 'cross-site' }],
      [{ authenticity_token: 'x' }, {}],
      [{ authenticity_token: '' }, {}],
    ] as const) {
      assert.equal((await browser.submit(form, { ...values, code: code() }, headers)).status, 422);
    }
    assert.equal(await isSignedIn(browser), false);
    assert.equal((await browser.submit(form, { code: code() })).status, 303, 'a forged form uses up no code');
  });

  test('keeps no session that a stranger planted before (fixation)', async () => {
    const browser = new TestBrowser(server);
    await browser.get('/auth/sign_in');
    const planted = 'x'.repeat(43);
    browser.cookies.set('__Host-mastodoor_session', planted);
    browser.cookies.set('__Host-mastodoor_second_step', planted);
    assert.equal((await browser.signIn('alice')).headers.get('location'), path);
    assert.notEqual(browser.cookies.get('__Host-mastodoor_second_step'), planted);
    await browser.submit(await stepForm(browser), { code: code() });
    assert.notEqual(browser.cookies.get('__Host-mastodoor_session'), planted);
    assert.ok(await isSignedIn(browser));
  });

  test('has nothing to show to a browser that has none: the sign-in page asks who it is', async () => {
    assert.equal((await new TestBrowser(server).get(path)).headers.get('location'), '/auth/sign_in');
    assert.equal((await first.get(path)).headers.get('location'), '/auth/sign_in?another=1');
  });

  test('that is over never goes on as somebody else who is signed in in the same browser (lesson 16)', async () => {
    await server.addAccount('bob');
    const app = await server.registerApp();
    const browser = await signedIn(server, 'bob');
    const consent = consentForms(await (await browser.open(authorizePath(app))).text());
    const { authorization = '' } = consent.approve.fields;
    const signIn = `/auth/sign_in?${new URLSearchParams({ authorization, another: '1' })}`;
    const step = await browser.signIn('alice', PASSWORD, signIn);
    const form = await stepForm(browser, step.headers.get('location') ?? '');
    server.clockOffset += 16 * MINUTE;
    const late = await browser.submit(form, { code: code() });
    assert.equal(late.status, 422);
    assert.match(textOf(await late.text()), /Sign in again/);
    const reloaded = await browser.get(step.headers.get('location') ?? '');
    assert.equal(reloaded.headers.get('location'), `/auth/sign_in?authorization=${authorization}&another=1`);
  });

  test('does not lose the request of the app that waits, nor its language (lessons 18, 44)', async () => {
    const app = await server.registerApp();
    const browser = new TestBrowser(server);
    const sent = await browser.get(authorizePath(app, { state: 'kept', lang: 'de' }));
    const authorization = authorizationOf(sent.headers.get('location'));
    const step = await browser.signIn('alice', PASSWORD, sent.headers.get('location') ?? '');
    assert.equal(step.headers.get('location'), `${path}?authorization=${authorization}`);
    const page = await browser.get(step.headers.get('location') ?? '');
    const html = await page.text();
    assert.match(html, /<html lang="de"/);
    const form = formsOf(html).find(({ action, fields }) => action === path && 'code' in fields);
    assert.ok(form);
    const wrong = await browser.submit(form, { code: '000000' });
    const again = formsOf(await wrong.text()).find(({ action, fields }) => action === path && 'code' in fields);
    assert.ok(again);
    const back = await browser.submit(again, { code: code() });
    const { approve } = consentForms(await (await browser.open(back.headers.get('location') ?? '')).text());
    const answer = new URL((await browser.submit(approve)).headers.get('location') ?? '');
    assert.equal(answer.searchParams.get('state'), 'kept');
    assert.equal((await redeem(server, app, answer.searchParams.get('code') ?? '')).status, 200);
  });

  test('leads nowhere that a link names: an unknown request is forgotten', async () => {
    const browser = await halfSignedIn();
    for (const authorization of ['https://evil.example/', '//evil.example', 'x'.repeat(43)]) {
      const page = `${path}?${new URLSearchParams({ authorization })}`;
      const form = await stepForm(browser, page);
      assert.equal(form.fields.authorization, undefined);
    }
    const answer = await browser.submit(await stepForm(browser), { code: code(), authorization: '//evil.example' });
    assert.equal(answer.headers.get('location'), home);
  });

  test('that another tab finished goes on there, not back to the password', async () => {
    const browser = await halfSignedIn();
    const form = await stepForm(browser);
    await browser.submit(form, { code: code() });
    const other = await browser.submit(form, { code: code() });
    assert.deepEqual([other.status, other.headers.get('location')], [303, home]);
  });

  test('of a suspended account ends like its sign-in without a factor: with words, and nothing else', async () => {
    const account = await server.store.findAccountByUsername('alice');
    assert.ok(account);
    await server.setState(account, 'suspended');
    const browser = await halfSignedIn();
    await browser.submit(await stepForm(browser), { code: code() });
    const app = await server.registerApp();
    const refused = await browser.open(authorizePath(app));
    assert.equal(refused.status, 403);
    assert.match(textOf(await refused.text()), /suspended/);
  });
});

describe('tries of a second factor (contract §1.6)', () => {
  beforeEach(async () => {
    await server.close();
    await start({ RATE_LIMIT_FACTOR: '1' });
    server.clockOffset += HOUR - (server.now() % HOUR) + MINUTE;
  });

  test('are ten wrong codes an hour for each account, from however many browsers at once; the page says when again', async () => {
    const browsers = await Promise.all(
      Array.from({ length: 12 }, (_, index) => {
        server.address = `192.0.2.${index + 10}`;
        return halfSignedIn();
      }),
    );
    const forms = await Promise.all(browsers.map((browser) => stepForm(browser)));
    const answers = await Promise.all(
      browsers.map((browser, index) =>
        browser.submit(
          forms[index] as (typeof forms)[0],
          index % 2 === 0 ? { code: '000000' } : { recovery_code: 'x' },
        ),
      ),
    );
    assert.equal(answers.filter(({ status }) => status === 422).length, 10);
    const tooMany = answers.filter(({ status }) => status === 429);
    assert.equal(tooMany.length, 2);
    assert.match(textOf((await tooMany[0]?.text()) ?? ''), /Please try again in \d+ minutes/);
    const right = await browsers[0]?.submit(forms[0] as (typeof forms)[0], { code: code() });
    assert.equal(right?.status, 429, 'the right one is not judged any more');
    server.clockOffset += HOUR;
    const later = await halfSignedIn();
    assert.equal((await later.submit(await stepForm(later), { code: code() })).status, 303);
  });

  test('that were right do not count', async () => {
    for (let round = 0; round < 12; round += 1) {
      server.address = `192.0.2.${round + 10}`;
      nextStep(server);
      const browser = await halfSignedIn();
      assert.equal((await browser.submit(await stepForm(browser), { code: code() })).status, 303, String(round));
    }
  });

  test('cannot be used up by a stranger, who does not get there without the password', async () => {
    const stranger = new TestBrowser(server);
    const form = await openForm(stranger, '/auth/sign_in', '/auth/sign_in');
    for (let round = 0; round < 12; round += 1) {
      await stranger.submit({ ...form, action: path }, { code: '000000' });
    }
    const browser = await halfSignedIn();
    assert.equal((await browser.submit(await stepForm(browser), { code: code() })).status, 303);
  });

  test('are counted by address too, whatever the account, an IPv6 network as one', async () => {
    const names = ['one', 'two', 'three'];
    for (const name of names) {
      await server.addAccount(name);
      server.address = `198.51.100.${names.indexOf(name) + 1}`;
      await addApp(server, await signedIn(server, name));
    }
    let refused = 0;
    let tries = 0;
    server.clockOffset += 5 * MINUTE - (server.now() % (5 * MINUTE)) + 1000;
    for (const name of names) {
      server.address = '2001:db8::1';
      const browser = await halfSignedIn(name);
      const form = await stepForm(browser);
      for (let round = 0; round < 9; round += 1) {
        tries += 1;
        server.address = `2001:db8::${tries}`;
        if ((await browser.submit(form, { code: '000000' })).status === 429) refused += 1;
      }
    }
    assert.equal(tries - refused, 25);
  });
});
