/** Second factors before Chromium: its virtual authenticator for passkeys, real codes for an app. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { en } from '../../src/pages/messages/en.ts';
import { en as site } from '../../src/pages/site/words/en.ts';
import { withChromium } from '../support/chromium.ts';
import { approveButton, StandaloneJourney, signIn } from '../support/journey.ts';
import { codeOf } from '../support/second-factors.ts';

const { secondStep, secondFactors } = site;
const STEP = 30_000;

describe('second factors before Chromium', withChromium, () => {
  let journey: StandaloneJourney;

  before(async () => {
    journey = await StandaloneJourney.start({}, 'localhost');
  });

  afterEach(() => assert.deepEqual(journey.complaints.splice(0), []));

  after(() => journey?.close());

  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
  const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 1 });

  /** A device that holds passkeys, unlocked by a finger that always fits. */
  async function giveAuthenticator(page: Page, isUserVerified = true): Promise<void> {
    const session = await page.context().newCDPSession(page);
    await session.send('WebAuthn.enable');
    await session.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified,
        automaticPresenceSimulation: true,
      },
    });
  }

  async function askFor(page: Page, on: StandaloneJourney = journey): Promise<void> {
    const app = await on.registerApp(`${on.app.origin}/landed`, 'Patient App');
    await page.goto(on.authorizePath(app, `${on.app.origin}/landed`, { state: 'kept' }));
  }

  /** Lets the app in that waits, and says with what it was answered. */
  async function approve(page: Page): Promise<URL> {
    const arrived = page.waitForURL(/\/landed\?/);
    await approveButton(page).click();
    await arrived;
    return new URL(page.url());
  }

  async function signOut(page: Page): Promise<void> {
    await page.goto('/auth/sign_out');
    await button(page, en.common.signOut).first().click();
    await page.getByLabel(en.signIn.password).waitFor();
  }

  test('a passkey is added, signs in without a password inside an authorization, and is a second step', async () => {
    await journey.server.addAccount('alice');
    const page = await journey.open();
    await giveAuthenticator(page);
    await page.goto('/settings/second_factors');
    await signIn(page, 'alice');
    await page.goto('/settings/second_factors');
    await page.getByLabel(secondFactors.passkeys.name).fill('Laptop');
    await button(page, secondFactors.passkeys.add).click();
    await heading(page, secondFactors.recovery.shownTitle).waitFor();
    const codes = await page.getByLabel(secondFactors.recovery.label).inputValue();
    assert.equal(codes.trim().split('\n').length, 10);
    await page.getByRole('link', { name: secondFactors.recovery.goOn }).click();
    await page.getByText('Laptop').first().waitFor();

    await signOut(page);
    await askFor(page);
    await button(page, secondStep.passkeySignIn.button).click();
    const answer = await approve(page);
    assert.equal(answer.searchParams.get('state'), 'kept');
    assert.ok(answer.searchParams.get('code'));

    await signOut(page);
    await page.goto('/auth/sign_in');
    await signIn(page, 'alice');
    await heading(page, secondStep.title).waitFor();
    await button(page, secondStep.passkey.use).click();
    await heading(page, en.authorizedApps.title).waitFor();
    await page.context().close();
  });

  test('the same device makes no second passkey, and the page says so', async () => {
    await journey.server.addAccount('twice');
    const page = await journey.open();
    await giveAuthenticator(page);
    await page.goto('/auth/sign_in');
    await signIn(page, 'twice');
    await page.goto('/settings/second_factors');
    await button(page, secondFactors.passkeys.add).click();
    await page.getByRole('link', { name: secondFactors.recovery.goOn }).click();
    await button(page, secondFactors.passkeys.add).click();
    await page.getByText(secondStep.passkey.problems.known).waitFor();
    assert.ok(await button(page, secondFactors.passkeys.add).isEnabled());
    await page.context().close();
  });

  test('a device that cannot tell who holds it is told apart in words, and the password still works', async () => {
    await journey.server.addAccount('shaky');
    const page = await journey.open();
    await giveAuthenticator(page, false);
    await page.goto('/auth/sign_in');
    await button(page, secondStep.passkeySignIn.button).click();
    await page.getByText(secondStep.passkey.problems.cancelled).waitFor({ timeout: 20_000 });
    await signIn(page, 'shaky');
    await heading(page, en.authorizedApps.title).waitFor();
    await page.context().close();
  });

  test('an authenticator app is set up and asked for without any JavaScript (lesson 21)', async () => {
    await journey.server.addAccount('plain');
    const page = await journey.open({ javaScriptEnabled: false });
    await page.goto('/auth/sign_in');
    assert.equal(await button(page, secondStep.passkeySignIn.button).isVisible(), false);
    await signIn(page, 'plain');
    await page.goto('/settings/second_factors/totp');
    const seed = (await page.getByLabel(secondFactors.totp.key, { exact: true }).inputValue()).trim();
    await page.getByLabel(secondFactors.totp.code).fill(codeOf(seed, Date.now()));
    await button(page, secondFactors.totp.submit).click();
    const codes = (await page.getByLabel(secondFactors.recovery.label).inputValue()).trim().split('\n');
    await page.context().clearCookies();

    await askFor(page);
    await signIn(page, 'plain');
    await page.getByLabel(secondStep.totp.label).fill('000000');
    await button(page, secondStep.totp.submit).click();
    await page.getByText(secondStep.problems.wrongCode).waitFor();
    await page.getByLabel(secondStep.totp.label).fill(codeOf(seed, Date.now() + STEP));
    await button(page, secondStep.totp.submit).click();
    assert.equal((await approve(page)).searchParams.get('state'), 'kept');

    await page.context().clearCookies();
    await page.goto('/auth/sign_in');
    await signIn(page, 'plain');
    await page.getByText(secondStep.recovery.summary).click();
    await page.getByLabel(secondStep.recovery.label).fill(codes[4] ?? '');
    await button(page, secondStep.recovery.submit).click();
    await heading(page, en.authorizedApps.title).waitFor();
    await page.context().close();
  });

  test('a demanded factor is set up inside an authorization, across a restart of the server (lesson 44)', async () => {
    const strict = await StandaloneJourney.start({ REQUIRE_SECOND_FACTOR: 'everyone' }, 'localhost');
    try {
      for (const [name, way] of [
        ['carol', 'app'],
        ['dave', 'passkey'],
      ] as const) {
        await strict.server.addAccount(name);
        const page = await strict.open();
        await giveAuthenticator(page);
        await askFor(page, strict);
        await signIn(page, name);
        await heading(page, secondStep.setUp.title).waitFor();
        await page.getByText('Patient App waits').waitFor();
        await strict.server.restart();
        if (way === 'app') {
          const seed = (await page.getByLabel(secondFactors.totp.key, { exact: true }).inputValue()).trim();
          await page.getByLabel(secondFactors.totp.code).fill(codeOf(seed, Date.now()));
          await button(page, secondFactors.totp.submit).click();
        } else await button(page, secondStep.setUp.addPasskey).click();
        await heading(page, secondFactors.recovery.shownTitle).waitFor();
        await page.getByRole('link', { name: secondStep.setUp.goOn }).click();
        assert.equal((await approve(page)).searchParams.get('state'), 'kept');
        await page.context().close();
      }
      assert.deepEqual(strict.complaints, []);
    } finally {
      await strict.close();
    }
  });

  test('a second step goes on after a restart of the server', async () => {
    await journey.server.addAccount('erin');
    const page = await journey.open();
    await giveAuthenticator(page);
    await page.goto('/auth/sign_in');
    await signIn(page, 'erin');
    await page.goto('/settings/second_factors');
    await button(page, secondFactors.passkeys.add).click();
    await heading(page, secondFactors.recovery.shownTitle).waitFor();
    await signOut(page);
    await askFor(page);
    await signIn(page, 'erin');
    await heading(page, secondStep.title).waitFor();
    await journey.server.restart();
    await button(page, secondStep.passkey.use).click();
    assert.equal((await approve(page)).searchParams.get('state'), 'kept');
    await page.context().close();
  });

  test('no other script runs on a page with the script of passkeys', async () => {
    const page = await journey.open();
    await page.goto('/auth/sign_in');
    const ran = await page.evaluate(async () => {
      const run = (source: { readonly textContent?: string; readonly src?: string }) =>
        new Promise((resolve) => {
          // biome-ignore lint/suspicious/noExplicitAny: the page's own globals
          const { document, window } = globalThis as any;
          window.injected = false;
          const script = Object.assign(document.createElement('script'), source);
          script.onerror = () => resolve(false);
          document.body.append(script);
          setTimeout(() => resolve(window.injected), 300);
        });
      return [await run({ textContent: 'window.injected = true' }), await run({ src: '/auth/sign_in' })];
    });
    assert.deepEqual(ran, [false, false]);
    assert.equal(journey.complaints.splice(0).length, 2, 'Chromium says that it blocked both');
    await page.context().close();
  });
});
