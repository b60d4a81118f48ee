/** Steps that tests of the browser's side share. */
import type { Sweepable } from '../../src/flows/ports.ts';
import { consentForms, formsOf, type PageForm, TestBrowser } from './test-browser.ts';
import type { TestServer } from './test-server.ts';

/** A browser that just signed in. */
export async function signedIn(server: TestServer, username = 'alice'): Promise<TestBrowser> {
  const browser = new TestBrowser(server);
  const response = await browser.signIn(username);
  if (response.status !== 302) throw new Error(`${username} could not sign in: ${response.status}`);
  return browser;
}

/** Opens a page and finds the consent page's forms on it. */
export async function openConsent(browser: TestBrowser, path: string) {
  const response = await browser.open(path);
  return consentForms(await response.text());
}

/** The form of a page that posts to a path. */
export async function openForm(browser: TestBrowser, page: string, action: string): Promise<PageForm> {
  const form = formsOf(await (await browser.open(page)).text()).find((other) => other.action === action);
  if (form === undefined) throw new Error(`${page} has no form for ${action}`);
  return form;
}

/** The members that an answer adds to a redirect URI, after `?` or `#`. */
export function membersOf(location: string | null, mark: '?' | '#' = '?'): URLSearchParams {
  const text = location ?? '';
  const start = text.indexOf(mark);
  return new URLSearchParams(start === -1 ? '' : text.slice(start + 1));
}

/** How many rows of a kind the database holds, whatever their age. */
export function countStored(
  server: TestServer,
  kind: Extract<Sweepable, 'pending authorizations' | 'codes' | 'sessions'>,
) {
  return server.store.sweep(kind, { before: 8e15, batch: 1, dryRun: true });
}

/** The kept request that a sign-in page waits with. */
export function authorizationOf(path: string | null): string {
  return membersOf(path).get('authorization') ?? '';
}
