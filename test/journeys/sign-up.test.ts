import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { en } from '../../src/pages/messages/en.ts';
import { en as site } from '../../src/pages/site/words/en.ts';
import { withChromium } from '../support/chromium.ts';
import { approveButton, appSays, StandaloneJourney } from '../support/journey.ts';
import { Mailbox } from '../support/mailbox.ts';
import { PASSWORD } from '../support/test-server.ts';

const words = site.signUp;

/** From an app to an account and back, with the mail read from the mail server. */
describe('somebody without an account before Chromium', withChromium, () => {
  let mailbox: Mailbox;
  let journey: StandaloneJourney;

  before(async () => {
    mailbox = await Mailbox.start();
    journey = await StandaloneJourney.start({
      REGISTRATIONS: 'open',
      MINIMUM_AGE: '16',
      SERVER_RULES: 'Be kind.|No advertising.',
      SMTP_URL: mailbox.url,
    });
  });

  afterEach(() => assert.deepEqual(journey.complaints.splice(0), []));

  after(async () => {
    await journey?.close();
    await mailbox?.close();
  });

  async function fillIn(page: Page, username: string, email = `${username}@mail.example`): Promise<void> {
    await page.getByLabel(words.form.username).fill(username);
    await page.getByLabel(words.form.email).fill(email);
    await page.getByLabel(words.form.password).fill(PASSWORD);
    await page.getByLabel(words.form.dateOfBirth).fill('1990-08-07');
    await page.getByLabel(words.form.agreeToRules).check();
    await page.getByRole('button', { name: words.form.submit }).click();
  }

  async function linkTo(email: string): Promise<string> {
    const mail = await mailbox.next(email);
    const link = mail.links.find((url) => url.includes('confirmation_token='));
    assert.ok(link, mail.text);
    return link;
  }

  const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });

  /** Starts in the app, and comes to the form for a new account. */
  async function comeFromApp(page: Page): Promise<void> {
    await page.goto(journey.app.origin);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('link', { name: en.signIn.waysOut.signUp }).click();
    await heading(page, words.form.title).waitFor();
  }

  test('comes from an app, signs up, opens the link, lets the app in and is back in it', async () => {
    const page = await journey.open();
    await comeFromApp(page);
    await fillIn(page, 'ada');
    await heading(page, words.waiting.title).waitFor();
    const mailPage = await page.context().newPage();
    await mailPage.goto(await linkTo('ada@mail.example'));
    await mailPage.getByRole('button', { name: words.confirm.submit }).click();
    await approveButton(mailPage).click();
    await appSays(mailPage, /^Signed in as ada /);
    await page.context().close();
  });

  test('reads the mail on a phone, over a restart of the server, and goes on where it began', async () => {
    const page = await journey.open();
    await comeFromApp(page);
    await fillIn(page, 'grace');
    await heading(page, words.waiting.title).waitFor();
    await journey.server.restart();
    const phone = await journey.open({ viewport: { width: 360, height: 740 }, locale: 'de-DE' });
    await phone.goto(await linkTo('grace@mail.example'));
    await phone.getByRole('button').click();
    await phone.getByText('Geh dorthin zurück und mach weiter').waitFor();
    await page.getByRole('link', { name: words.waiting.goOn }).click();
    await approveButton(page).click();
    await appSays(page, /^Signed in as grace /);
    await phone.context().close();
    await page.context().close();
  });

  test('goes the same way without JavaScript and by keyboard alone, over a wrong password and a wrong address', async () => {
    const page = await journey.open({ javaScriptEnabled: false });
    await page.goto('/');
    await page.getByRole('link', { name: en.signIn.waysOut.signUp }).press('Enter');
    await page.getByLabel(words.form.username).fill('edsger');
    await page.getByLabel(words.form.email).fill('typo@mail.example');
    await page.getByLabel(words.form.password).fill('password1');
    await page.getByLabel(words.form.dateOfBirth).fill('1990-08-07');
    await page.getByLabel(words.form.agreeToRules).press('Space');
    await page.getByRole('button', { name: words.form.submit }).press('Enter');
    await page.getByRole('alert').getByText(words.form.problems.password.common).waitFor();
    assert.equal(await page.getByLabel(words.form.username).inputValue(), 'edsger');
    assert.equal(await page.locator(':focus').getAttribute('name'), 'password');
    await page.getByLabel(words.form.password).fill(PASSWORD);
    await page.getByLabel(words.form.password).press('Enter');
    await page.getByText('typo@mail.example').waitFor();
    await page.getByText(words.waiting.wrongAddress).press('Enter');
    await page.getByLabel(words.waiting.newAddress).fill('edsger@mail.example');
    await page.getByLabel(words.waiting.newAddress).press('Enter');
    await page.getByText('edsger@mail.example').first().waitFor();
    await page.goto(await linkTo('edsger@mail.example'));
    await page.getByRole('button', { name: words.confirm.submit }).press('Enter');
    await page.getByText('Signed in as @edsger').waitFor();
    await page.context().close();
  });

  test('sees nothing of it when the address has an account, which its owner learns by mail', async () => {
    await journey.server.addAccount('olga', { email: 'olga@mail.example' });
    const page = await journey.open();
    await page.goto('/auth/sign_up');
    await fillIn(page, 'stranger', 'olga@mail.example');
    await heading(page, words.waiting.title).waitFor();
    const mail = await mailbox.next('olga@mail.example');
    assert.match(mail.subject, /You already have an account/);
    assert.ok(!mail.links.some((link) => link.includes('token=')));
    await page.context().close();
  });
});
