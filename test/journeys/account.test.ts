import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { en } from '../../src/pages/messages/en.ts';
import { en as site } from '../../src/pages/site/words/en.ts';
import { withChromium } from '../support/chromium.ts';
import { approveButton, appSays, StandaloneJourney, signIn } from '../support/journey.ts';
import { Mailbox } from '../support/mailbox.ts';
import { PASSWORD } from '../support/test-server.ts';

const NEW = 'seventeen wandering teapots';
const { password: resetWords, settings: words } = site;

/** What people do with their own accounts, with the mails read from the mail server. */
describe('somebody with an account before Chromium', withChromium, () => {
  let mailbox: Mailbox;
  let journey: StandaloneJourney;

  before(async () => {
    mailbox = await Mailbox.start();
    journey = await StandaloneJourney.start({ SMTP_URL: mailbox.url });
  });

  afterEach(() => assert.deepEqual(journey.complaints.splice(0), []));

  after(async () => {
    await journey?.close();
    await mailbox?.close();
  });

  const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });

  async function linkTo(email: string, token: string): Promise<string> {
    const mail = await mailbox.next(email, ({ links }) => links.some((link) => link.includes(`${token}=`)));
    return mail.links.find((link) => link.includes(`${token}=`)) ?? '';
  }

  async function comeFromApp(page: Page): Promise<void> {
    await page.goto(journey.app.origin);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  }

  async function signInWith(page: Page, username: string, password: string): Promise<void> {
    await page.getByLabel(en.signIn.login).fill(username);
    await page.getByLabel(en.signIn.password, { exact: true }).fill(password);
    await page.getByLabel(en.signIn.password, { exact: true }).press('Enter');
  }

  async function signedIn(username: string, options: Parameters<StandaloneJourney['open']>[0] = {}): Promise<Page> {
    const page = await journey.open(options);
    await page.goto('/auth/sign_in');
    await signIn(page, username);
    await heading(page, words.nav.apps).waitFor();
    return page;
  }

  test('forgot the password on the way into an app: the mailed link, a new password, and on to the app', async () => {
    await journey.server.addAccount('ada', { email: 'ada@mail.example' });
    const page = await journey.open();
    await comeFromApp(page);
    await page.getByRole('link', { name: en.signIn.waysOut.resetPassword }).click();
    await page.getByLabel(en.signIn.login).fill('ada');
    await page.getByRole('button', { name: resetWords.ask.submit }).click();
    await heading(page, resetWords.sent.title).waitFor();
    // The mail is read after the server was started anew, and the link is opened in the same browser.
    await journey.server.restart();
    await page.goto(await linkTo('ada@mail.example', 'reset_password_token'));
    await page.getByLabel(resetWords.choose.password).fill('password1');
    await page.getByRole('button', { name: resetWords.choose.submit }).click();
    await page.getByText(en.setUp.problems.password.common).waitFor();
    await page.getByLabel(resetWords.choose.password).fill(NEW);
    await page.getByRole('button', { name: resetWords.choose.submit }).click();
    await heading(page, resetWords.done.title).waitFor();
    await page.getByRole('link', { name: en.common.signIn }).click();
    await signInWith(page, 'ada', PASSWORD);
    await page.getByText(en.signIn.problems.wrongCredentials).waitFor();
    await signInWith(page, 'ada', NEW);
    await approveButton(page).click();
    await appSays(page, /^Signed in as ada /);
    await mailbox.next('ada@mail.example', /password/i);
    await page.context().close();
  });

  test('changes the password and the address without JavaScript and by keyboard, and another browser is out', async () => {
    await journey.server.addAccount('grace', { email: 'grace@mail.example' });
    const page = await signedIn('grace', { javaScriptEnabled: false });
    const other = await signedIn('grace');
    await page.goto('/.well-known/change-password');
    await page.getByRole('link', { name: words.account.password.change }).press('Enter');
    await page.getByLabel(words.changePassword.password).fill(NEW);
    await page.getByLabel(words.changePassword.password).press('Enter');
    await page.getByText(words.account.notices['password changed']).waitFor();
    await other.reload();
    await heading(other, en.signIn.title).waitFor();
    await page.getByRole('link', { name: words.account.email.change }).press('Enter');
    await page.getByLabel(words.changeEmail.email).fill('hopper@mail.example');
    await page.getByLabel(words.changeEmail.email).press('Enter');
    await page.getByText('hopper@mail.example').waitFor();
    const phone = await journey.open({ viewport: { width: 320, height: 640 }, locale: 'ar' });
    await phone.goto(await linkTo('hopper@mail.example', 'email_change_token'));
    assert.equal(await phone.locator('html').getAttribute('dir'), 'rtl');
    await phone.getByRole('button').click();
    await phone.getByRole('status').waitFor();
    await page.reload();
    await page.getByText('hopper@mail.example').waitFor();
    for (const one of [page, other, phone]) await one.context().close();
  });

  test('makes a token for a script, which works until it is revoked', async () => {
    await journey.server.addAccount('edsger', { email: 'edsger@mail.example' });
    const page = await signedIn('edsger');
    await page.getByRole('link', { name: words.nav.tokens }).click();
    await page.getByRole('link', { name: words.tokens.make }).click();
    await page.getByLabel(words.newToken.name, { exact: true }).fill('Counter');
    await page.getByRole('button', { name: words.newToken.submit }).click();
    const token = await page.getByLabel(words.tokenMade.token).inputValue();
    const call = async () => {
      const headers = { Authorization: `Bearer ${token}` };
      return (await journey.server.get('/api/v1/accounts/verify_credentials', headers)).status;
    };
    assert.equal(await call(), 200);
    await page.getByRole('link', { name: words.tokenMade.done }).click();
    await page.getByRole('heading', { name: 'Counter' }).waitFor();
    await page.getByRole('button', { name: /Revoke/ }).click();
    await page.getByText(words.tokens.revoked).waitFor();
    assert.equal(await call(), 401);
    await page.context().close();
  });

  test('takes the data along and goes', async () => {
    await journey.server.addAccount('barbara', { email: 'barbara@mail.example' });
    const page = await signedIn('barbara');
    await page.getByRole('link', { name: words.nav.export }).click();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: words.export.download }).click(),
    ]);
    assert.match(file.suggestedFilename(), /^barbara-.*\.json$/);
    await page.getByRole('link', { name: words.nav.delete }).click();
    await page.getByRole('textbox').fill('barbara');
    await page.getByRole('button', { name: words.delete.submit }).click();
    await heading(page, words.delete.goneTitle).waitFor();
    await page.goto('/settings/account');
    await heading(page, en.signIn.title).waitFor();
    await mailbox.next('barbara@mail.example', /deleted/i);
    await page.context().close();
  });
});
