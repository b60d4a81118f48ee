import assert from 'node:assert/strict';
import { hash, randomBytes } from 'node:crypto';
import { before, beforeEach, describe, test } from 'node:test';
import type { Registered } from '../support/register.ts';
import { consentForms, formsOf } from '../support/test-browser.ts';
import { answerIn, assertRefused, assertToken, codeIn, read } from './answers.ts';
import type { Site } from './site.ts';

/** Journey 2: the person, the browser, the answer and the code. */
export function describeLettingIn(site: Site): void {
  describe('a person', () => {
    let app: Registered;

    // Anew each time: a person who let an app in is not asked by it again.
    beforeEach(async () => {
      app = await site.register('https://app.example/callback?from=here');
    });

    const askedFor = (more: Readonly<Record<string, string>> = {}) =>
      site.authorizeUrl(app, { scope: 'read', ...more });

    test('is sent back with code, state and issuer behind what the redirect URI already says', async () => {
      const state = 'a b+c&d=ü';
      const location = await site.person('alice').approve(askedFor({ state }));
      assert.ok(location.startsWith(`${app.redirect_uri}&code=`), location);
      const answer = answerIn(location);
      assert.deepEqual([answer.get('state'), answer.get('iss'), answer.get('from')], [state, site.issuer, 'here']);
      assertToken(await read(site.redeem(app, codeIn(location))), 'read');
    });

    test('may say no, and the app is told so', async () => {
      const answer = answerIn(await site.person('alice').deny(askedFor({ state: 'no' })));
      assert.deepEqual(
        [answer.get('error'), answer.get('state'), answer.get('iss'), answer.has('code')],
        ['access_denied', 'no', site.issuer, false],
      );
    });

    test('gives read and nothing else when the app asks for nothing', async () => {
      const location = await site.person('alice').approve(site.authorizeUrl(app));
      const token = await read(site.redeem(app, codeIn(location)));
      assertToken(token, 'read');
      const narrow = await site.person('alice').approve(askedFor({ scope: 'write:follows' }));
      const { access_token } = await read(site.redeem(app, codeIn(narrow)));
      const refused = await site.verifyCredentials(access_token);
      assert.match(refused.headers.get('www-authenticate') ?? '', /error="insufficient_scope"/);
      assert.deepEqual(await read(refused, 403), { error: 'This action is outside the authorized scopes' });
    });

    test('comes back to the very request after a sign-in that took a second try (lessons 16, 18)', async () => {
      const alice = site.person('alice');
      const state = 'x'.repeat(2000);
      const signInPage = await (await alice.browser.open(askedFor({ state, lang: 'de' }))).text();
      const form = alice.findSignIn(signInPage);
      assert.ok(form, 'somebody who is not signed in is asked to');
      const failed = await alice.signIn(form, 'wrong');
      const again = failed.headers.has('location')
        ? await alice.browser.open(failed.headers.get('location') ?? '')
        : failed;
      const secondForm = alice.findSignIn(await again.text());
      assert.ok(secondForm, 'a wrong password leads to the form again');
      const signedIn = await alice.signIn(secondForm);
      const consent = await alice.browser.open(signedIn.headers.get('location') ?? '');
      const { approve } = consentForms(await consent.text());
      const location = (await alice.browser.submit(approve)).headers.get('location') ?? '';
      assert.equal(answerIn(location).get('state'), state);
      codeIn(location);
    });

    test('may have two requests open at once, and each gets its own answer (lesson 20)', async () => {
      const alice = site.person('alice');
      await alice.approve(askedFor());
      const [one, two] = [
        await alice.openConsent(askedFor({ state: '1', scope: 'read write' })),
        await alice.openConsent(askedFor({ state: '2', scope: 'read follow' })),
      ];
      assert.ok(typeof one !== 'string' && typeof two !== 'string');
      const second = (await alice.browser.submit(two.deny)).headers.get('location') ?? '';
      const first = (await alice.browser.submit(one.approve)).headers.get('location') ?? '';
      assert.deepEqual([answerIn(first).get('state'), answerIn(second).get('state')], ['1', '2']);
      assertToken(await read(site.redeem(app, codeIn(first))), 'read write');
    });

    test('is asked for the password again with force_login, signed in or not (clients §3.10)', async () => {
      const alice = site.person('alice');
      await alice.approve(askedFor());
      const calm = await (await alice.browser.open(askedFor({ force_login: 'False', scope: 'read write' }))).text();
      assert.equal(alice.findSignIn(calm), undefined);
      const forced = askedFor({ force_login: 'true' });
      const page = await (await alice.browser.open(forced)).text();
      assert.ok(alice.findSignIn(page), 'the sign-in form is shown');
      const form = alice.findSignIn(page);
      assert.ok(form);
      const consent = await alice.browser.open((await alice.signIn(form)).headers.get('location') ?? '');
      consentForms(await consent.text());
    });

    test('cannot be made to answer by another browser, or without the page (decisions 7, 26)', async () => {
      const alice = site.person('alice');
      const forms = await alice.openConsent(askedFor());
      assert.ok(typeof forms !== 'string');
      const stranger = site.person('bob');
      await stranger.approve(askedFor());
      for (const [browser, headers] of [
        [stranger.browser, {}],
        [alice.browser, { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' }],
      ] as const) {
        const response = await browser.submit(forms.approve, {}, headers);
        assert.ok(response.status >= 400 && response.status < 500, String(response.status));
        assert.equal(response.headers.get('location'), null);
      }
      const html = await (await alice.browser.open(askedFor({ redirect_uri: 'https://evil.example/' }))).text();
      assert.deepEqual(
        formsOf(html).filter(({ action }) => action.endsWith('/oauth/authorize')),
        [],
      );
    });
  });

  describe('a code', () => {
    let app: Registered;

    before(async () => {
      app = await site.register('https://app.example/callback');
    });

    const codeFor = async (more: Readonly<Record<string, string>> = {}) =>
      codeIn(await site.person('alice').approve(site.authorizeUrl(app, { scope: 'read', ...more })));

    test('works once, and whoever tries again ends what came of it (decision 3)', async () => {
      const code = await codeFor();
      const { access_token } = await read(site.redeem(app, code));
      await read(site.verifyCredentials(access_token));
      await assertRefused(site.redeem(app, code), 'invalid_grant');
      await read(site.verifyCredentials(access_token), 401);
      await assertRefused(site.redeem(app, code), 'invalid_grant');
    });

    test('buys one token however many requests race for it (CVE-2026-53518)', async () => {
      const code = await codeFor();
      const answers = await Promise.all(Array.from({ length: 12 }, () => site.redeem(app, code)));
      const statuses = answers.map(({ status }) => status).toSorted();
      assert.deepEqual(statuses, [200, ...Array.from({ length: 11 }, () => 400)]);
      await Promise.all(answers.map((answer) => answer.body?.cancel()));
    });

    test('is worth nothing to another app, for another address, or without the secret, and survives all that', async () => {
      const code = await codeFor();
      const other = await site.register(app.redirect_uri);
      await assertRefused(site.redeem(other, code), 'invalid_grant');
      await assertRefused(site.redeem(app, code, { client_secret: 'wrong' }), 'invalid_client');
      await assertRefused(site.redeem(app, 'wrong'), 'invalid_grant');
      assertToken(await read(site.redeem(app, code)), 'read');
      await assertRefused(site.redeem(app, await codeFor(), { redirect_uri: 'https://app.example/' }), 'invalid_grant');
    });

    test('asked for with a challenge needs its verifier, and one wrong guess is the last (decisions 4, 11)', async () => {
      const verifier = randomBytes(32).toString('base64url');
      const challenge = { code_challenge: hash('sha256', verifier, 'base64url'), code_challenge_method: 'S256' };
      assertToken(await read(site.redeem(app, await codeFor(challenge), { code_verifier: verifier })), 'read');
      const code = await codeFor(challenge);
      await assertRefused(site.redeem(app, code, { code_verifier: verifier.toLowerCase() }), 'invalid_grant');
      await assertRefused(site.redeem(app, code, { code_verifier: verifier }), 'invalid_grant');
      assert.equal((await read(site.redeem(app, await codeFor(challenge)), 400)).error, 'invalid_request');
    });
  });
}
