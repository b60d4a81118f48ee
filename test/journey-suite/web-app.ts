import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { OOB } from '../../src/protocol/redirect-uri.ts';
import { withChromium } from '../support/chromium.ts';
import { approveButton, appSays, codeField, denyButton, Journey, signIn } from '../support/journey.ts';
import { read } from './answers.ts';
import type { Site } from './site.ts';

/** A real browser: what only it enforces are CORS, policies, cookies and the links between windows. */
export function describeWebApp(site: Site): void {
  describe('a web app of another origin, in Chromium', withChromium, () => {
    let journey: Journey;
    let page: Page;

    before(async () => {
      journey = await Journey.to(site.issuer);
      page = await journey.open();
    });
    // One window for all, because a new one costs most of the time; only the sessions in it end.
    beforeEach(async () => {
      await page.context().clearCookies();
      await page.goto(journey.app.origin);
    });
    afterEach(() => assert.deepEqual(journey.complaints.splice(0), []));
    after(() => journey?.close());

    const press = (name: string) => page.getByRole('button', { name, exact: true }).click();

    test('registers, exchanges the code with PKCE, reads and revokes; then adds a second account (journeys §1–4)', async () => {
      await press('Sign in');
      await signIn(page, 'alice');
      await approveButton(page).click();
      await appSays(page, /^Signed in as alice with read write follow push$/);
      assert.ok(page.url().startsWith(`${journey.app.origin}/?code=`), page.url());
      await press('Sign out');
      await appSays(page, /^Signed out: .* 401 \{"error":"The access token was revoked"\}$/);
      // With force_login the person need not sign out here first (clients §3.10).
      await press('Add an account');
      await signIn(page, 'bob');
      await approveButton(page).click();
      await appSays(page, /^Signed in as bob with read write follow push$/);
    });

    test('gets the code from its pop-up: nothing cuts the pop-up from its opener (clients §3.6)', async () => {
      const opened = page.waitForEvent('popup');
      await press('Sign in by pop-up');
      const popUp = await opened;
      await signIn(popUp, 'alice');
      const closed = popUp.waitForEvent('close');
      await approveButton(popUp).click();
      await closed;
      await appSays(page, /^Signed in as alice/);
    });

    test('is told that the person said no (journeys §2)', async () => {
      await press('Sign in');
      await signIn(page, 'alice');
      await denyButton(page).click();
      await appSays(page, /^Refused: access_denied: The resource owner or authorization server denied the request\.$/);
    });

    test('has a sibling in the terminal, for which the person copies the code (journeys §2)', async () => {
      const app = await site.register(OOB);
      await page.goto(site.authorizeUrl(app, { scope: 'read' }));
      await signIn(page, 'alice');
      await approveButton(page).click();
      const code = await codeField(page).inputValue();
      assert.equal((await read(site.redeem(app, code))).scope, 'read');
    });
  });
}
