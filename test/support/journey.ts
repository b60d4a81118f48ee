import { after } from 'node:test';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { en } from '../../src/pages/messages/en.ts';
import { launchChromium } from './chromium.ts';
import { RunningServer } from './running-server.ts';
import { PASSWORD } from './test-server.ts';
import { WebApp } from './web-app.ts';

/** How long a browser may take for one step on a busy machine. */
const PATIENCE = 20_000;

/** One for all journeys of a test file, because its start takes longer than most of them. */
let chromium: Promise<Browser> | undefined;
function sharedChromium(): Promise<Browser> {
  chromium ??= launchChromium();
  return chromium;
}
after(async () => (await chromium)?.close());

interface JourneyParts {
  readonly issuer: string;
  readonly app: WebApp;
  readonly browser: Browser;
}

/** A real browser, and a web app of another origin than the authorization server. */
export class Journey {
  readonly issuer: string;
  readonly app: WebApp;
  /** What Chromium complained of on the server's pages: scripts, styles and forms that a policy blocked, for instance. */
  readonly complaints: string[] = [];
  readonly #browser: Browser;
  readonly #contexts: BrowserContext[] = [];

  protected constructor(parts: JourneyParts) {
    this.issuer = parts.issuer;
    this.app = parts.app;
    this.#browser = parts.browser;
  }

  /** @param issuer where people sign in: an origin, or an origin and a prefix */
  static async to(issuer: string): Promise<Journey> {
    return new Journey({ issuer, browser: await sharedChromium(), app: await WebApp.start(issuer) });
  }

  async close(): Promise<void> {
    await Promise.all(this.#contexts.map((context) => context.close()));
    this.app.close();
  }

  /** An empty tab in a browser profile of its own. */
  async open(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.#browser.newContext({ locale: 'en-GB', baseURL: this.issuer, ...options });
    this.#contexts.push(context);
    context.setDefaultTimeout(PATIENCE);
    context.on('console', (message) => {
      const { url } = message.location();
      // That a page has a status such as 409 is told on the console; whether it should have is for the test to say.
      const isStatus = /^Failed to load resource: the server responded with a status of 4/.test(message.text());
      const isComplaint = message.type() === 'error' || message.type() === 'warning';
      if (isComplaint && !isStatus && !url.startsWith(this.app.origin)) {
        this.complaints.push(`${url}: ${message.text()}`);
      }
    });
    context.on('weberror', ({ error }) => this.complaints.push(String(error())));
    return context.newPage();
  }
}

/** A journey to the standalone server, which this starts. */
export class StandaloneJourney extends Journey {
  readonly server: RunningServer;

  private constructor(parts: JourneyParts & { readonly server: RunningServer }) {
    super(parts);
    this.server = parts.server;
  }

  /** As {@link RunningServer.start}. */
  static async start(...of: Parameters<typeof RunningServer.start>): Promise<StandaloneJourney> {
    const browser = await sharedChromium();
    const server = await RunningServer.start(...of);
    return new StandaloneJourney({ issuer: server.origin, browser, server, app: await WebApp.start(server.origin) });
  }

  override async close(): Promise<void> {
    await super.close();
    await this.server.dispose();
  }

  /** Registers an app that is no web page. */
  async registerApp(redirectUri: string, name = 'A native app'): Promise<{ client_id: string; client_secret: string }> {
    const answer = await this.server.post('/api/v1/apps', {
      client_name: name,
      redirect_uris: redirectUri,
      scopes: 'read write follow push',
    });
    if (answer.status !== 200) throw new Error(await answer.text());
    return (await answer.json()) as { client_id: string; client_secret: string };
  }

  /** The path by which an app asks. */
  authorizePath(app: { readonly client_id: string }, redirectUri: string, more: Record<string, string> = {}): string {
    const { client_id } = app;
    const query = { response_type: 'code', client_id, redirect_uri: redirectUri, scope: 'read write', ...more };
    return `/oauth/authorize?${new URLSearchParams(query)}`;
  }
}

/** Fills in the sign-in form before the reader, the server's own or the host's, and sends it. */
export async function signIn(page: Page, username: string): Promise<void> {
  const form = page.locator('form:has([type=password])');
  await form.locator('input:is([type=text], [type=email], :not([type]))').first().fill(username);
  const password = form.locator('[type=password]');
  await password.fill(PASSWORD);
  await password.press('Enter');
}

export const approveButton = (page: Page) => page.getByRole('button', { name: en.consent.authorize });
/** The field that an out-of-band app's code is copied from. */
export const codeField = (page: Page) => page.getByLabel(en.code.code);
export const denyButton = (page: Page) => page.getByRole('button', { name: en.consent.deny });

/** Waits until the web app says something that matches; what it says instead is told when it never does. */
export async function appSays(page: Page, pattern: RegExp): Promise<void> {
  const status = page.getByRole('status');
  try {
    await status.filter({ hasText: pattern }).waitFor();
  } catch (cause) {
    throw new Error(`The app does not say ${pattern}, but: ${await status.textContent()}`, { cause });
  }
}
