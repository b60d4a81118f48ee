import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { en } from '../../src/pages/messages/en.ts';
import { withChromium } from '../support/chromium.ts';
import { approveButton, appSays, StandaloneJourney, signIn } from '../support/journey.ts';

describe('somebody with two accounts before Chromium', withChromium, () => {
  let journey: StandaloneJourney;

  before(async () => {
    journey = await StandaloneJourney.start();
    await journey.server.addAccount('alice');
    await journey.server.addAccount('bob');
  });

  afterEach(() => assert.deepEqual(journey.complaints.splice(0), []));

  after(() => journey?.close());

  const withoutScripts: BrowserContextOptions = { javaScriptEnabled: false };

  /** A tab in which both are signed in, and alice is in use. */
  const openAsBoth = async (options: BrowserContextOptions = {}): Promise<Page> => {
    const page = await journey.open(options);
    await page.goto('/auth/sign_in');
    await signIn(page, 'bob');
    await page.goto('/auth/sign_out');
    await page.getByRole('link', { name: en.accounts.title }).click();
    await page.getByRole('link', { name: en.accounts.another }).click();
    await page.getByText('You stay signed in as').waitFor();
    await signIn(page, 'alice');
    await page.getByText('Signed in as @alice').waitFor();
    return page;
  };

  const ask = async (page: Page, state: string, scope = 'read write push') => {
    const redirectUri = `${journey.app.origin}/${state}`;
    const app = await journey.registerApp(redirectUri);
    const path = journey.authorizePath(app, redirectUri, { state, scope });
    await page.goto(path);
    return { ...app, redirectUri, path };
  };

  /** Approves, and exchanges what the app is given. */
  const approve = async (page: Page, app: Awaited<ReturnType<typeof ask>>) => {
    const arrived = page.waitForURL(/\?code=/);
    await approveButton(page).click();
    await arrived;
    const { client_id, client_secret, redirectUri } = app;
    const code = new URL(page.url()).searchParams.get('code') ?? '';
    const answer = await journey.server.post('/oauth/token', {
      ...{ grant_type: 'authorization_code', client_id, client_secret, redirect_uri: redirectUri, code },
    });
    assert.equal(answer.status, 200);
    return (await answer.json()) as { scope: string };
  };

  const summary = (page: Page, words: string): Locator => page.locator('summary').filter({ hasText: words });
  const box = (page: Page, scope: string): Locator => page.locator(`input[type=checkbox][value="${scope}"]`);
  const bobsButton = (page: Page): Locator => page.getByRole('button', { name: /@bob@/ });

  test('chooses on the consent page who lets the app in, and the token belongs to the one chosen (lesson 16)', async () => {
    const page = await openAsBoth();
    await page.goto(journey.app.origin);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByText('@alice@').waitFor();
    await summary(page, en.consent.useAnotherAccount).click();
    await bobsButton(page).click();
    await page.getByText('@bob@').first().waitFor();
    assert.match(await page.locator('.parties').innerText(), /Your account\s+bob/);
    await approveButton(page).click();
    await appSays(page, /^Signed in as bob with read write follow push$/);
    await page.context().close();
  });

  test('goes the same way without JavaScript, over a restart of the server', async () => {
    const page = await openAsBoth(withoutScripts);
    await ask(page, 'restarted');
    await summary(page, en.consent.useAnotherAccount).click();
    await journey.server.restart();
    await bobsButton(page).click();
    await page.getByText('@bob@').first().waitFor();
    await journey.server.restart();
    const arrived = page.waitForURL(/\/restarted\?code=.*state=restarted/);
    await approveButton(page).click();
    await arrived;
    await page.context().close();
  });

  test('answers nothing from the page of the account before, and is led back to the request', async () => {
    const page = await openAsBoth();
    const app = await ask(page, 'stale');
    const other = await page.context().newPage();
    await other.goto('/');
    await other.getByRole('link', { name: en.common.switchAccount }).click();
    await bobsButton(other).click();
    await other.getByText('Signed in as @bob').waitFor();
    await approveButton(page).click();
    await page.getByRole('heading', { name: en.errors.kinds['expired form'].title }).waitFor();
    await page.getByRole('link', { name: en.common.signIn }).click();
    assert.match(await page.locator('.parties').innerText(), /Your account\s+bob/);
    await approve(page, app);
    await page.context().close();
  });

  test('who presses “back” after the switch sees no page that acts for the one before', async () => {
    const page = await openAsBoth();
    await ask(page, 'back');
    await summary(page, en.consent.useAnotherAccount).click();
    await bobsButton(page).click();
    await page.getByText('@bob@').first().waitFor();
    await page.goBack();
    assert.match(await page.locator('.parties').innerText(), /Your account\s+bob/, 'the page is asked for anew');
    const arrived = page.waitForURL(/\/back\?code=/);
    await approveButton(page).click();
    await arrived;
    await page.context().close();
  });

  test('signs out of one and goes on as the other, or out of all at once', async () => {
    const page = await openAsBoth();
    await page.getByRole('link', { name: en.common.signOut }).click();
    await page.getByRole('button', { name: en.common.signOut, exact: true }).click();
    await bobsButton(page).click();
    await page.getByText('Signed in as @bob').waitFor();
    await page.goto('/auth/sign_in?another=1');
    await signIn(page, 'alice');
    await page.getByRole('link', { name: en.common.signOut }).click();
    await page.getByRole('button', { name: en.signOut.everyone }).click();
    await page.getByLabel(en.signIn.login).waitFor();
    assert.equal(await bobsButton(page).count(), 0);
    assert.deepEqual((await page.context().cookies()).map(({ name }) => name).sort(), [
      'mastodoor_browser',
      'mastodoor_device',
    ]);
    await page.context().close();
  });

  test('leaves out what the app does not need, and it is remembered when the app asks again (lessons 28, 29)', async () => {
    const page = await openAsBoth(withoutScripts);
    const app = await ask(page, 'narrow');
    await summary(page, en.consent.choose).click();
    await box(page, 'push').uncheck();
    await page
      .locator('.scope-choice')
      .filter({ has: box(page, 'write') })
      .locator('summary')
      .click();
    for (const part of await page.locator('input[value^="write:"]').all()) await part.uncheck();
    await box(page, 'write:media').check();
    const first = await approve(page, app);
    assert.equal(first.scope, 'read write:media');
    await page.goto(app.path);
    await page.getByText(en.consent.leftOutLastTime).waitFor();
    assert.equal(await box(page, 'push').isChecked(), false);
    assert.equal(await box(page, 'read').isChecked(), true);
    await summary(page, 'Only parts of it: last time 1 of 14').waitFor();
    await box(page, 'push').check();
    const second = await approve(page, app);
    assert.equal(second.scope, 'read write:media push');
    await page.context().close();
  });

  test('parts of what is not allowed are not offered: unticking the whole takes them away', async () => {
    const page = await openAsBoth();
    await ask(page, 'whole');
    await summary(page, en.consent.choose).click();
    const parts = page
      .locator('.scope-choice')
      .filter({ has: box(page, 'write') })
      .locator('summary');
    assert.equal(await parts.isVisible(), true);
    await box(page, 'write').uncheck();
    assert.equal(await parts.isVisible(), false);
    await page.context().close();
  });

  test('is told that nothing is ticked, starts at the first box, and loses nothing', async () => {
    const page = await openAsBoth();
    const app = await ask(page, 'nothing');
    await summary(page, en.consent.choose).click();
    for (const scope of ['read', 'write', 'push']) await box(page, scope).uncheck();
    await approveButton(page).click();
    await page.getByRole('alert').filter({ hasText: en.consent.nothingChosen }).waitFor();
    assert.equal(await page.locator(':focus').getAttribute('value'), 'read');
    await page.keyboard.press('Space');
    const given = await approve(page, app);
    assert.equal(given.scope, 'read');
    assert.equal(new URL(page.url()).searchParams.get('state'), 'nothing');
    await page.context().close();
  });

  test('sees what is new when an app asks for more, and what it can do already behind a fold (lesson 27)', async () => {
    const page = await openAsBoth();
    const app = await ask(page, 'more', 'read');
    await approve(page, app);
    const { scope, ...rest } = Object.fromEntries(new URL(app.path, journey.issuer).searchParams);
    assert.equal(scope, 'read');
    await page.goto(`/oauth/authorize?${new URLSearchParams({ ...rest, scope: 'read push' })}`);
    await page.getByRole('heading', { name: en.consent.freshPermissions }).waitFor();
    const push = page.locator('.fresh').getByText(en.permissions.scopes.push ?? '-');
    assert.equal(await push.isVisible(), true);
    const known = page.locator('.known').getByText(en.permissions.scopes.read ?? '-');
    assert.equal(await known.isVisible(), false);
    await summary(page, en.consent.knownPermissions).click();
    assert.equal(await known.isVisible(), true);
    assert.equal((await approve(page, app)).scope, 'read push');
    await page.context().close();
  });
});
