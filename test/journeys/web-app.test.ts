import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { en } from '../../src/pages/messages/en.ts';
import { withChromium } from '../support/chromium.ts';
import { approveButton, appSays, denyButton, StandaloneJourney, signIn } from '../support/journey.ts';

describe('a web app of another origin, in Chromium', withChromium, () => {
  let journey: StandaloneJourney;

  before(async () => {
    journey = await StandaloneJourney.start();
    await journey.server.addAccount('alice');
    await journey.server.addAccount('bob');
  });

  afterEach(() => assert.deepEqual(journey.complaints.splice(0), []));

  after(() => journey?.close());

  const openApp = async (): Promise<Page> => {
    const page = await journey.open();
    await page.goto(journey.app.origin);
    return page;
  };

  const signInToApp = async (page: Page, username: string) => {
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await signIn(page, username);
    await approveButton(page).click();
    await appSays(page, new RegExp(`^Signed in as ${username} with read write follow push$`));
  };

  test('lets the person change the account on the consent page (lesson 16)', async () => {
    const page = await openApp();
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await signIn(page, 'alice');
    await page.getByRole('link', { name: en.consent.useAnotherAccount }).click();
    await signIn(page, 'bob');
    await approveButton(page).click();
    await appSays(page, /^Signed in as bob/);
    await page.context().close();
  });

  test('loses its access when the person ends it on the page of authorized apps (clients §3.17)', async () => {
    const page = await openApp();
    await signInToApp(page, 'bob');
    const own = await page.context().newPage();
    await own.goto('/oauth/authorized_applications');
    await own
      .getByRole('button', { name: /^Revoke access/ })
      .first()
      .click();
    await own.getByText(en.authorizedApps.notices.revokedOne).waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await appSays(page, /401 .*The access token was revoked/);
    await page.context().close();
  });

  test('two tabs at once each get their own answer (lesson 20)', async () => {
    const one = await openApp();
    await one.getByRole('button', { name: 'Sign in', exact: true }).click();
    await one.getByLabel(en.signIn.login).waitFor();
    const app = await journey.registerApp(`${journey.app.origin}/other`);
    const other = await one.context().newPage();
    await other.goto(journey.authorizePath(app, `${journey.app.origin}/other`, { state: 'other' }));
    await signIn(other, 'alice');
    await denyButton(other).waitFor();
    await one.reload();
    await approveButton(one).click();
    await appSays(one, /^Signed in as alice/);
    await denyButton(other).click();
    await other.waitForURL(/\/other\?error=access_denied.*state=other/);
    await one.context().close();
  });

  test('the back button after approving leads to a page that makes sense, and gives no second code', async () => {
    const page = await openApp();
    await signInToApp(page, 'alice');
    await page.goBack();
    await page.getByRole('heading', { name: en.errors.kinds['already answered'].title }).waitFor();
    assert.equal(await page.getByRole('button').count(), 0);
    await page.goForward();
    await page.context().close();
  });

  test('a double click does not answer twice', async () => {
    const page = await openApp();
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await signIn(page, 'alice');
    await approveButton(page).dblclick();
    const arrived = page.waitForURL(`${journey.app.origin}/?code=*`);
    const told = page.getByRole('heading', { name: en.errors.kinds['already answered'].title }).waitFor();
    await Promise.any([arrived, told]);
    await Promise.allSettled([page.context().close(), arrived, told]);
    const codes = await journey.server.withStore(async (store) => {
      const alice = await store.findAccountByUsername('alice');
      const apps = await store.listApps({ limit: 1 });
      return (await store.listGrantsForApp(alice?.id ?? '', apps[0]?.id ?? '')).length;
    });
    assert.equal(codes, 1);
  });
});
