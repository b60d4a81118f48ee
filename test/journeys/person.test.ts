import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { en } from '../../src/pages/messages/en.ts';
import { OOB } from '../../src/protocol/redirect-uri.ts';
import { withChromium } from '../support/chromium.ts';
import { approveButton, denyButton, StandaloneJourney, signIn } from '../support/journey.ts';
import { PASSWORD } from '../support/test-server.ts';

describe('a person before Chromium', withChromium, () => {
  let journey: StandaloneJourney;

  before(async () => {
    journey = await StandaloneJourney.start();
  });

  afterEach(() => assert.deepEqual(journey.complaints.splice(0), []));

  after(() => journey?.close());

  const withoutScripts: BrowserContextOptions = { javaScriptEnabled: false };
  const phone: BrowserContextOptions = { viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true };

  const askFor = async (page: Page, redirectUri: string, more: Record<string, string> = {}) => {
    const app = await journey.registerApp(redirectUri);
    await page.goto(journey.authorizePath(app, redirectUri, more));
    return app;
  };

  test('makes the account of the owner by the link that the server printed, and is signed in', async () => {
    const page = await journey.open();
    const link = journey.server.setUpLink;
    assert.ok(link, 'the server prints a link');
    await page.goto(link);
    await page.getByLabel(en.setUp.username).fill('alice');
    await page.getByLabel(en.setUp.email).fill('alice@example.org');
    await page.getByLabel(en.setUp.password).fill(PASSWORD);
    await page.getByRole('button', { name: en.setUp.submit }).click();
    await page.getByRole('heading', { name: en.authorizedApps.title }).waitFor();
    await page.getByText('@alice@127.0.0.1').waitFor();
    const again = await page.goto(link);
    assert.equal(again?.status(), 404);
    await page.context().close();
  });

  test('copies a code out of a field that is focused and selected by hand (clients §3.12)', async () => {
    const page = await journey.open();
    const app = await askFor(page, OOB);
    await signIn(page, 'alice');
    await approveButton(page).click();
    const field = page.getByLabel(en.code.code);
    const code = await field.inputValue();
    assert.equal(await field.getAttribute('readonly'), '');
    const answer = await journey.server.post('/oauth/token', {
      grant_type: 'authorization_code',
      ...{ client_id: app.client_id, client_secret: app.client_secret },
      redirect_uri: OOB,
      code,
    });
    assert.equal(answer.status, 200);
    await page.reload();
    await page.getByRole('heading', { name: en.errors.kinds['request expired'].title }).waitFor();
    await page.context().close();
  });

  test('is sent to an app on the device: no policy blocks a scheme of its own (clients §3.7)', async () => {
    for (const [redirectUri, answer] of [
      ['myapp://callback', approveButton],
      ['com.example.app:/callback', denyButton],
    ] as const) {
      const page = await journey.open();
      await askFor(page, redirectUri, { state: 'native' });
      await signIn(page, 'alice');
      const leaving = page.waitForEvent('request', (request) => request.url().startsWith(redirectUri));
      await answer(page).click();
      const members = new URL((await leaving).url()).searchParams;
      assert.equal(members.get('state'), 'native');
      assert.equal(members.has('code') || members.get('error') === 'access_denied', true);
      await page.context().close();
    }
  });

  test('goes the whole way without JavaScript (lesson 21)', async () => {
    const page = await journey.open(withoutScripts);
    await askFor(page, `${journey.app.origin}/landed`, { force_login: 'true' });
    await signIn(page, 'alice');
    const arrived = page.waitForURL(/\/landed\?code=/);
    await approveButton(page).click();
    await arrived;
    await page.goto('/auth/sign_out');
    await page.getByRole('button', { name: en.common.signOut }).click();
    await page.getByLabel(en.signIn.login).waitFor();
    await page.context().close();
  });

  test('needs only the keyboard: Tab and Enter, in the order of reading', async () => {
    const page = await journey.open();
    await askFor(page, OOB);
    const focused = page.locator(':focus');
    const tabTo = async (what: ReturnType<Page['getByLabel']>) => {
      for (let presses = 0; presses < 20; presses += 1) {
        await page.keyboard.press('Tab');
        if (await what.evaluate((element) => element === element.ownerDocument.activeElement)) return;
      }
      assert.fail(`Tab does not reach it; it stopped at ${await focused.textContent()}`);
    };
    await tabTo(page.getByLabel(en.signIn.login));
    await page.keyboard.type('alice');
    await page.keyboard.press('Tab');
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await approveButton(page).waitFor();
    await tabTo(approveButton(page));
    await page.keyboard.press('Enter');
    await page.getByLabel(en.code.code).waitFor();
    await page.context().close();
  });

  test('a slow person whose session ended meanwhile is led back to the very request (decisions, Settled)', async () => {
    const page = await journey.open();
    await askFor(page, `${journey.app.origin}/slow`, { state: 'patience' });
    await signIn(page, 'alice');
    await approveButton(page).waitFor();
    await journey.server.withStore(async (store) => {
      const alice = await store.findAccountByUsername('alice');
      await store.endSessionsOfAccount(alice?.id ?? '');
    });
    await approveButton(page).click();
    await page.getByRole('heading', { name: en.errors.kinds['expired form'].title }).waitFor();
    await page.getByRole('link', { name: en.common.signIn }).click();
    await signIn(page, 'alice');
    const arrived = page.waitForURL(/\/slow\?code=.*state=patience/);
    await approveButton(page).click();
    await arrived;
    await page.context().close();
  });

  test('notices nothing of a restart of the server between question and answer (design, the model)', async () => {
    const page = await journey.open();
    await askFor(page, `${journey.app.origin}/after`, { state: 'restarted' });
    await signIn(page, 'alice');
    await approveButton(page).waitFor();
    await journey.server.restart();
    const arrived = page.waitForURL(/\/after\?code=.*state=restarted/);
    await approveButton(page).click();
    await arrived;
    await page.context().close();
  });

  test('is told what is wrong with a request, and goes back to the app by a link alone (decision 8)', async () => {
    const page = await journey.open();
    const redirectUri = `${journey.app.origin}/told`;
    await askFor(page, redirectUri, { scope: 'fly', state: 'told' });
    await page.getByText('The requested scope is invalid, unknown, or malformed.').waitFor();
    const arrived = page.waitForURL(/\/told\?error=invalid_scope.*state=told/);
    await page.getByRole('link', { name: /^Back to/ }).click();
    await arrived;
    await page.context().close();
  });

  test('meets an app with markup for a name, and nothing of it runs (CVE-2018-1000088)', async () => {
    const page = await journey.open();
    let dialogs = 0;
    page.on('dialog', (dialog) => {
      dialogs += 1;
      return dialog.dismiss();
    });
    const name = '<img src=x onerror=alert(1)><script>alert(2)</script>';
    const app = await journey.registerApp(OOB, name);
    await page.goto(journey.authorizePath(app, OOB));
    await signIn(page, 'alice');
    await approveButton(page).waitFor();
    assert.ok((await page.getByText(name).count()) > 0);
    assert.equal(dialogs, 0);
    await page.context().close();
  });

  test('never has to scroll sideways on a phone, in any language', async () => {
    for (const lang of ['en', 'de', 'ar']) {
      const page = await journey.open(phone);
      const fits = async () => {
        const width = await page.locator('html').evaluate((root) => root.scrollWidth);
        assert.ok(width <= 320, `${lang}: ${page.url()} is ${width} wide`);
      };
      await page.goto(`/?lang=${lang}`);
      await fits();
      const app = await journey.registerApp(OOB, 'An-app-with-a-very-long-name-that-has-no-blank-in-it-at-all');
      const scope = 'read write follow push';
      await page.goto(journey.authorizePath(app, OOB, { lang, scope }));
      await fits();
      await page.locator('#login').fill('alice');
      await page.locator('#password').fill('wrong');
      await page.locator('button').click();
      await page.getByRole('alert').waitFor();
      await fits();
      await page.locator('#password').fill(PASSWORD);
      await page.locator('button').click();
      await page.locator('.answers').waitFor();
      await fits();
      await page.locator('.answers button').first().click();
      await page.locator('.oauth-code').waitFor();
      await fits();
      for (const path of [
        '/oauth/authorized_applications',
        '/auth/sign_out',
        '/@alice',
        '/no/such/page',
        '/oauth/authorize',
      ]) {
        await page.goto(`${path}?lang=${lang}`);
        await fits();
      }
      await page.context().close();
    }
  });
});
