/** Steps that tests of second factors share. */
import { TOTP } from 'otpauth';
import type { Authenticator, Faults } from './authenticator.ts';
import { openForm } from './browsing.ts';
import { formsOf, type PageForm, type TestBrowser } from './test-browser.ts';
import type { TestServer } from './test-server.ts';

const PERIOD = 30_000;

/** An authenticator app: shows the code of a seed for a moment. */
export function codeOf(seed: string, at: number): string {
  return new TOTP({ secret: seed.replaceAll(/\s/g, '') }).generate({ timestamp: at });
}

/** Moves the server's clock to the middle of the next time step, so that no test depends on when it runs. */
export function nextStep(server: TestServer): void {
  const now = server.now();
  server.clockOffset += PERIOD - (now % PERIOD) + PERIOD / 2;
}

/** What a page shows of a seed, once. */
export function seedOn(html: string): string {
  const [, key = ''] = /<textarea id="totp-key"[^>]*>\s*([^<]+)<\/textarea>/.exec(html) ?? [];
  return key.replaceAll(/\s/g, '');
}

/** The recovery codes that a page shows, once. */
export function recoveryCodesOn(html: string): readonly string[] {
  const [, codes = ''] = /<textarea id="recovery-codes"[^>]*>\s*([^<]+)<\/textarea>/.exec(html) ?? [];
  return codes.trim().split('\n');
}

/** Sets up an authenticator app for whoever is signed in; its seed and the recovery codes. */
export async function addApp(server: TestServer, browser: TestBrowser) {
  nextStep(server);
  const added = await addAppNow(browser, server.now());
  nextStep(server);
  return added;
}

/** The same with a code of this instant, for a server whose clock is nobody's to move. */
export async function addAppNow(browser: TestBrowser, now: number) {
  const path = '/settings/second_factors/totp';
  const page = await (await browser.get(path)).text();
  const form = formsOf(page).find(({ action }) => action === path);
  if (form === undefined) throw new Error('There is no form for an app');
  const seed = seedOn(page);
  const answer = await browser.submit(form, { code: codeOf(seed, now) });
  if (answer.status !== 200) throw new Error(`The app was not set up: ${answer.status}`);
  return { seed, codes: recoveryCodesOn(await answer.text()) };
}

/** Goes through a passkey's ceremony as the page's script does; the answer to the form. */
export async function ceremony(
  browser: TestBrowser,
  page: { readonly path: string; readonly action: string },
  authenticator: Authenticator,
  faults: Faults = {},
  values: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const form = await openForm(browser, page.path, page.action);
  return browser.submit(form, { ...values, credential: await answerOf(browser, form, authenticator, faults) });
}

/** What the authenticator says to what the server asks. */
export async function answerOf(
  browser: TestBrowser,
  form: PageForm,
  authenticator: Authenticator,
  faults: Faults = {},
): Promise<string> {
  const { authenticity_token = '' } = form.fields;
  const asked = await browser.submit({ ...form, action: `${form.action}/options`, fields: { authenticity_token } });
  if (asked.status !== 200) throw new Error(`The server asks nothing: ${asked.status}`);
  const options = (await asked.json()) as { readonly user?: unknown };
  return options.user === undefined
    ? authenticator.get(options as never, faults)
    : authenticator.create(options as never, faults);
}

/** Gives whoever is signed in a passkey. */
export async function addPasskey(browser: TestBrowser, authenticator: Authenticator, name = ''): Promise<Response> {
  const page = { path: '/settings/second_factors', action: '/settings/second_factors/passkeys' };
  return ceremony(browser, page, authenticator, {}, { name });
}
