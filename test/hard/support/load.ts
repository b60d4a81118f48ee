import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { openForm } from '../../support/browsing.ts';
import { Person } from '../../support/person.ts';
import { type Registered, redeem, register } from '../../support/register.ts';
import type { RunningServer } from '../../support/running-server.ts';
import { addAppNow } from '../../support/second-factors.ts';
import { consentForms, formsOf, TestBrowser } from '../../support/test-browser.ts';
import { PASSWORD } from '../../support/test-server.ts';
import { type Ledger, nextCodeOf } from './ledger.ts';

const CALLBACK = 'https://app.example/callback';
const STEP = '/auth/second_factor';
const scopes = 'read write';

/** Between a refusal and the next try of the same client. */
const PAUSE = 100;

/** For enough answers, in milliseconds; long for the busiest machine. */
const LONGEST_WAIT = 120_000;

/** The server said that it cannot do this now, and when to come back. */
class Refused extends Error {}

/** What a load did. */
export interface LoadReport {
  readonly answered: number;
  /** Answered 503 with `Retry-After`. */
  readonly refused: number;
  /** Not answered: the connection broke. */
  readonly cut: number;
}

/**
 * Clients that do everything at once and write down what they were answered: tokens of apps and of people, revocations,
 * registrations, sign-ups, signing in and out. Any answer but what each asks for, or 503 with `Retry-After`, is a failure.
 */
export class Load {
  readonly #server: RunningServer;
  readonly #ledger: Ledger;
  readonly #app: Registered;
  readonly #shopper: Person;
  #answered = 0;
  #refused = 0;
  #cut = 0;
  #goesOn = false;
  #serial = 0;
  #working: Promise<unknown> = Promise.resolve();

  private constructor(server: RunningServer, ledger: Ledger, app: Registered, shopper: Person) {
    this.#server = server;
    this.#ledger = ledger;
    this.#app = app;
    this.#shopper = shopper;
  }

  /** Makes the accounts and the app that all clients share; the server must let people sign up. */
  static async prepare(server: RunningServer, ledger: Ledger): Promise<Load> {
    await server.addAccount('alice');
    await server.addAccount('robot', { bot: true, allowsPasswordGrant: true });
    const app = await register(server, { redirect_uris: CALLBACK, scopes });
    const shopper = new Person(server, 'alice');
    assert.equal((await shopper.browser.signIn('alice')).status, 302);
    return new Load(server, ledger, app, shopper);
  }

  get report(): LoadReport {
    return { answered: this.#answered, refused: this.#refused, cut: this.#cut };
  }

  /** @param times how many clients of each kind */
  start(times = 2): void {
    this.#goesOn = true;
    const kinds = [
      () => this.#issue(),
      () => this.#issue(),
      () => this.#issueAndRevoke(),
      () => this.#issueAndRevoke(),
      () => this.#registerApp(),
      () => this.#letIn(),
      () => this.#letIn(),
      () => this.#grantPassword(),
      () => this.#signIn(),
      () => this.#signUp(),
    ];
    const clients = kinds.flatMap((kind) => Array.from({ length: times }, () => this.#repeat(kind)));
    this.#working = Promise.all(clients);
    // Whoever stops the load gets it.
    this.#working.catch(() => {});
  }

  /** Waits until so many more were answered; rejects when the load failed, or nothing comes. */
  async untilAnswered(more: number): Promise<void> {
    const enough = this.#answered + more;
    let failure: { readonly cause: unknown } | undefined;
    this.#working.catch((cause: unknown) => {
      failure = { cause };
    });
    for (const deadline = performance.now() + LONGEST_WAIT; this.#answered < enough; await sleep(5)) {
      if (failure !== undefined) throw failure.cause;
      assert.ok(performance.now() < deadline, `only ${this.#answered} of ${enough} requests were answered`);
    }
  }

  /** No client begins anything new; resolves when all of them are through. */
  async stop(): Promise<void> {
    this.#goesOn = false;
    await this.#working;
  }

  /** Somebody with an authenticator app signs in by a code, which is used up when it is answered. */
  async useTotp(username: string): Promise<void> {
    await this.#server.addAccount(username);
    const browser = new TestBrowser(this.#server);
    assert.equal((await browser.signIn(username)).status, 302);
    const { seed } = await addAppNow(browser, Date.now());
    const next = new TestBrowser(this.#server);
    assert.equal((await next.signIn(username)).headers.get('location'), STEP);
    const form = await openForm(next, STEP, STEP);
    const code = nextCodeOf(seed);
    assert.equal((await next.submit(form, { code })).status, 303);
    this.#ledger.usedSteps.push({ username, code });
    this.#ledger.signedIn.add(next);
  }

  async #repeat(work: () => Promise<void>): Promise<void> {
    while (this.#goesOn) {
      try {
        await work();
        this.#answered += 1;
      } catch (error) {
        if (error instanceof Refused) this.#refused += 1;
        else if (isCut(error)) this.#cut += 1;
        else throw error;
        await sleep(PAUSE);
      }
    }
  }

  /** The answer if it has one of these statuses; a 503 that says when to come back is a refusal. */
  async #answer(asked: Promise<Response>, ...statuses: readonly number[]): Promise<Response> {
    const response = await asked;
    if (response.status === 503) {
      await response.text();
      assert.match(response.headers.get('retry-after') ?? '', /^[1-9]\d*$/);
      throw new Refused();
    }
    if (!statuses.includes(response.status)) {
      assert.fail(`${response.url} was answered ${response.status}: ${(await response.text()).slice(0, 300)}`);
    }
    return response;
  }

  async #tokenFor(fields: Readonly<Record<string, string>>, app = this.#app): Promise<string> {
    const { client_id, client_secret } = app;
    const asked = this.#server.post('/oauth/token', { client_id, client_secret, scope: scopes, ...fields });
    const response = await this.#answer(asked, 200);
    return ((await response.json()) as { access_token: string }).access_token;
  }

  async #issue(): Promise<void> {
    this.#ledger.living.add(await this.#tokenFor({ grant_type: 'client_credentials' }));
  }

  async #grantPassword(): Promise<void> {
    const fields = { grant_type: 'password', username: 'robot', password: PASSWORD };
    this.#ledger.living.add(await this.#tokenFor(fields));
  }

  async #issueAndRevoke(): Promise<void> {
    const token = await this.#tokenFor({ grant_type: 'client_credentials' });
    const { client_id, client_secret } = this.#app;
    // Without an answer it may be either.
    await (await this.#answer(this.#server.post('/oauth/revoke', { client_id, client_secret, token }), 200)).text();
    this.#ledger.dead.add(token);
  }

  async #registerApp(): Promise<void> {
    const fields = { client_name: `App ${this.#serial++}`, redirect_uris: CALLBACK, scopes };
    const response = await this.#answer(this.#server.post('/api/v1/apps', fields), 200);
    const app = (await response.json()) as Registered;
    this.#ledger.apps.set(app.client_id, app);
  }

  /** The whole journey of a code; each second of its tokens is revoked by its app at once. */
  async #letIn(): Promise<void> {
    const { client_id, redirect_uri } = this.#app;
    const query = new URLSearchParams({ response_type: 'code', client_id, redirect_uri, scope: scopes });
    // A browser of its own, signed in as the one before: forms of several windows are independent.
    const browser = new TestBrowser(this.#server);
    for (const [name, value] of this.#shopper.browser.cookies) browser.cookies.set(name, value);
    const page = await this.#answer(browser.open(`/oauth/authorize?${query}`), 200, 302);
    let location = page.headers.get('location');
    if (location === null) {
      const { approve } = consentForms(await page.text());
      location = (await this.#answer(browser.submit(approve), 302)).headers.get('location');
    }
    const code = new URL(location ?? '').searchParams.get('code');
    assert.ok(code !== null, `${location} has no code`);
    this.#ledger.unsure.set(code, this.#app);
    const response = await this.#answer(redeem(this.#server, this.#app, code), 200);
    const { access_token: token } = (await response.json()) as { access_token: string };
    this.#ledger.unsure.delete(code);
    this.#ledger.spent.set(code, this.#app);
    if (this.#serial++ % 2 === 0) {
      this.#ledger.living.add(token);
      return;
    }
    const { client_secret } = this.#app;
    await (await this.#answer(this.#server.post('/oauth/revoke', { client_id, client_secret, token }), 200)).text();
    this.#ledger.dead.add(token);
  }

  /** A browser signs in; each second of them signs out again. */
  async #signIn(): Promise<void> {
    const browser = new TestBrowser(this.#server);
    const [form] = formsOf(await (await this.#answer(browser.get('/auth/sign_in'), 200)).text());
    assert.ok(form !== undefined);
    await this.#answer(browser.submit(form, { 'user[email]': 'alice', 'user[password]': PASSWORD }), 302);
    if (this.#serial++ % 2 === 0) {
      this.#ledger.signedIn.add(browser);
      return;
    }
    const cookies = new Map(browser.cookies);
    const page = await this.#answer(browser.get('/auth/sign_out'), 200);
    const out = formsOf(await page.text()).find(({ action }) => action === '/auth/sign_out');
    assert.ok(out !== undefined);
    await this.#answer(browser.submit(out), 302, 303);
    // Whoever kept the cookies is out too.
    for (const [name, value] of cookies) browser.cookies.set(name, value);
    this.#ledger.signedOut.add(browser);
  }

  async #signUp(): Promise<void> {
    const token = await this.#tokenFor({ grant_type: 'client_credentials' });
    const username = `person_${this.#serial++}_${Math.random().toString(36).slice(2, 8)}`;
    const choice = { username, email: `${username}@example.org`, password: PASSWORD, agreement: 'true', locale: 'en' };
    const asked = this.#server.post('/api/v1/accounts', choice, { Authorization: `Bearer ${token}` });
    const response = await this.#answer(asked, 200);
    this.#ledger.living.add(((await response.json()) as { access_token: string }).access_token);
  }
}

/** Whether a connection broke, or was refused, before the whole answer was there. */
function isCut(error: unknown): boolean {
  return error instanceof TypeError && /fetch failed|terminated/.test(error.message);
}
