import assert from 'node:assert/strict';
import { Authenticator } from './authenticator.ts';
import { openForm } from './browsing.ts';
import { Person } from './person.ts';
import { type Registered, redeem, register } from './register.ts';
import type { RunningServer } from './running-server.ts';
import { addAppNow, addPasskey, ceremony, codeOf } from './second-factors.ts';
import { TestBrowser } from './test-browser.ts';

const OOB = 'urn:ietf:wg:oauth:2.0:oob';
const HOME = '/oauth/authorized_applications';
const STEP = '/auth/second_factor';

/** What they hold, as they hold it. */
interface Belongings {
  readonly living: string;
  readonly ofApp: string;
  readonly revoked: string;
  readonly spentCode: string;
  readonly seed: string;
  readonly authenticator: Authenticator;
}

/**
 * People and apps of a server, with everything that they must find again after its data moved: access, a signed-in
 * browser, an authenticator app (whose seed is encrypted), a passkey, what was ended, and what was spent.
 */
export class Inhabitants {
  readonly #server: RunningServer;
  readonly #app: Registered;
  readonly #alice: Person;
  readonly #belongings: Belongings;

  private constructor(server: RunningServer, app: Registered, alice: Person, belongings: Belongings) {
    this.#server = server;
    this.#app = app;
    this.#alice = alice;
    this.#belongings = belongings;
  }

  /** @param server its name must be `localhost`: nobody has passkeys at an address */
  static async moveInto(server: RunningServer): Promise<Inhabitants> {
    for (const name of ['alice', 'bob', 'carol']) await server.addAccount(name);
    const app = await register(server, { redirect_uris: OOB, scopes: 'read write' });
    const alice = new Person(server, 'alice');
    const spentCode = await alice.approveAndCopyCode(authorizePath(app));
    const living = await tokenOf(await redeem(server, app, spentCode));
    const revoked = await tokenOf(await redeem(server, app, await alice.approveAndCopyCode(authorizePath(app))));
    await revoke(server, app, revoked);
    const ofApp = await newAppToken(server, app);

    const bob = new TestBrowser(server);
    assert.equal((await bob.signIn('bob')).status, 302);
    const { seed } = await addAppNow(bob, Date.now());
    const carol = new TestBrowser(server);
    assert.equal((await carol.signIn('carol')).status, 302);
    const authenticator = new Authenticator(server.origin);
    assert.equal((await addPasskey(carol, authenticator)).status, 200);
    return new Inhabitants(server, app, alice, { living, ofApp, revoked, spentCode, seed, authenticator });
  }

  /** The app that all of them use. */
  get app(): Registered {
    return this.#app;
  }

  /** Proves that nobody was signed out, on whatever data the server has now. */
  async areSignedIn(): Promise<void> {
    const { ofApp, revoked } = this.#belongings;
    assert.equal(await statusOfApp(this.#server, ofApp), 200, 'the token of an app works');
    assert.equal(await statusOfApp(this.#server, revoked), 401, 'a revoked token stays dead');
    assert.equal((await this.#alice.browser.get(HOME)).status, 200, 'a browser is signed in still');
  }

  /** Proves that nobody is signed in, neither people nor apps. */
  async areSignedOut(): Promise<void> {
    assert.equal(await statusOfApp(this.#server, this.#belongings.ofApp), 401);
    assert.equal((await this.#alice.browser.get(HOME)).status, 302);
  }

  /** Proves that everybody goes on as before, once: a code is replayed at the end, which ends what it bought. */
  async goOn(): Promise<void> {
    const server = this.#server;
    const { living, spentCode, seed, authenticator } = this.#belongings;
    await this.areSignedIn();
    assert.equal(await personOf(server, living), 'alice', 'the token of a person works');

    const bob = new TestBrowser(server);
    assert.equal((await bob.signIn('bob')).headers.get('location'), STEP);
    // The code of this step may be the one that set the app up, and works once.
    const code = codeOf(seed, Date.now() + 30_000);
    assert.equal(
      (await bob.submit(await openForm(bob, STEP, STEP), { code })).status,
      303,
      'the seed can be decrypted',
    );
    const carol = new TestBrowser(server);
    const signIn = await ceremony(carol, { path: '/auth/sign_in', action: '/auth/passkey' }, authenticator);
    assert.equal(signIn.status, 303, 'a passkey signs in');

    const fresh = await redeem(server, this.#app, await this.#alice.approveAndCopyCode(authorizePath(this.#app)));
    assert.equal(await personOf(server, await tokenOf(fresh)), 'alice', 'a new sign-in of the same app works');
    assert.equal((await redeem(server, this.#app, spentCode)).status, 400, 'a spent code stays spent');
  }
}

/** The way to the consent page of an app that copies codes by hand. */
function authorizePath({ client_id }: Registered): string {
  const query = { response_type: 'code', client_id, redirect_uri: OOB, scope: 'read' };
  return `/oauth/authorize?${new URLSearchParams({ ...query, force_login: 'true' })}`;
}

async function tokenOf(response: Response): Promise<string> {
  assert.equal(response.status, 200);
  return ((await response.json()) as { access_token: string }).access_token;
}

/** A token of an app itself, by client credentials. */
export async function newAppToken(server: RunningServer, { client_id, client_secret }: Registered): Promise<string> {
  return tokenOf(await server.post('/oauth/token', { grant_type: 'client_credentials', client_id, client_secret }));
}

/** Ends a token as its app does. */
export async function revoke(server: RunningServer, app: Registered, token: string): Promise<void> {
  const { client_id, client_secret } = app;
  const response = await server.post('/oauth/revoke', { client_id, client_secret, token });
  assert.equal(response.status, 200);
  await response.text();
}

/** 200 where the token works, 401 where it does not. */
export async function statusOfApp(server: RunningServer, token: string): Promise<number> {
  const response = await server.get('/api/v1/apps/verify_credentials', { Authorization: `Bearer ${token}` });
  await response.text();
  return response.status;
}

async function personOf(server: RunningServer, token: string): Promise<string> {
  const response = await server.get('/api/v1/accounts/verify_credentials', { Authorization: `Bearer ${token}` });
  assert.equal(response.status, 200);
  return ((await response.json()) as { username: string }).username;
}
