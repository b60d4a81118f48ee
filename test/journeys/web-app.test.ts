import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { en } from '../../src/pages/messages/en.ts';
import { withChromium } from '../support/chromium.ts';
import { approveButton, appSays, denyButton, Journey, signIn } from '../support/journey.ts';

describe('a web app of another origin, in Chromium', withChromium, () => {
  let journey: Journey;

  before(async () => {
    journey = await Journey.start();
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

  const signInToApp = async (page: Page, username: string, button = 'Sign in') => {
    await page.getByRole('button', { name: button, exact: true }).click();
    await signIn(page, username);
    await approveButton(page).click();
    await appSays(page, new RegExp(`^Signed in as ${username} with read write follow push$`));
  };

  test('registers, sends the person here and back, exchanges the code with PKCE, reads and revokes (journeys §1–4)', async () => {
    const page = await openApp();
    await signInToApp(page, 'alice');
    assert.ok(page.url().startsWith(`${journey.app.origin}/?code=`), page.url());
    await page.getByRole('button', { name: 'Sign out' }).click();
    await appSays(page, /^Signed out: .* 401 \{"error":"The access token was revoked"\}$/);
    await page.context().close();
  });

  test('gets the code from its pop-up: nothing cuts the pop-up from its opener (clients §3.6)', async () => {
    const page = await openApp();
    const opened = page.waitForEvent('popup');
    await page.getByRole('button', { name: 'Sign in by pop-up' }).click();
    const popUp = await opened;
    await signIn(popUp, 'alice');
    const closed = popUp.waitForEvent('close');
    await approveButton(popUp).click();
    await closed;
    await appSays(page, /^Signed in as alice/);
    await page.context().close();
  });

  test('is told that the person said no (journeys §2)', async () => {
    const page = await openApp();
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await signIn(page, 'alice');
    await denyButton(page).click();
    await appSays(page, /^Refused: access_denied: The resource owner or authorization server denied the request\.$/);
    await page.context().close();
  });

  test('adds a second account with force_login, without the person signing out (clients §3.10)', async () => {
    const page = await openApp();
    await signInToApp(page, 'alice');
    await signInToApp(page, 'bob', 'Add an account');
    await page.context().close();
  });

  test('lets the person change the account on the consent page (lesson 16)', async () => {
    const page = await openApp();
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await signIn(page, 'alice');
    await page.getByRole('button', { name: en.consent.useAnotherAccount }).click();
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
