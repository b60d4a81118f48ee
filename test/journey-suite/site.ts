import { Person } from '../support/person.ts';
import { type Registered, redeem, register } from '../support/register.ts';
import { Requests } from '../support/requests.ts';

/**
 * The authorization server as somebody mounted it, with the accounts `alice` (named Alice), `bob` and `bot`, who all
 * have the password of `test-server.ts`; alice and bob follow each other, and apps may sign in as bot with its
 * password. Limits are off: a suite registers more apps than one address may.
 */
export interface Mounted {
  /** As the metadata has it: an origin, or an origin and a prefix; no slash at the end. */
  readonly issuer: string;
  stop(): Promise<unknown>;
}

/** What a journey visits: paths of requests are those below the issuer. */
export class Site extends Requests {
  readonly #start: () => Promise<Mounted>;
  #mounted: Mounted | undefined;

  constructor(start: () => Promise<Mounted>) {
    super();
    this.#start = start;
  }

  async open(): Promise<void> {
    this.#mounted = await this.#start();
  }

  async close(): Promise<void> {
    await this.#mounted?.stop();
  }

  get issuer(): string {
    if (this.#mounted === undefined) throw new Error('The server is not mounted yet');
    return this.#mounted.issuer;
  }

  get origin(): string {
    return new URL(this.issuer).origin;
  }

  /** What stands between the origin and every path; empty at the root. */
  get prefix(): string {
    return this.issuer.slice(this.origin.length);
  }

  override request(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(this.issuer + path, { redirect: 'manual', ...init });
  }

  /** Somebody before a browser of their own, which knows the whole origin. */
  person(username: string): Person {
    const { origin, prefix } = this;
    const request = (path: string, init: RequestInit = {}) =>
      fetch(new URL(path, origin), { redirect: 'manual', ...init });
    return new Person({ origin, request }, username, prefix);
  }

  register(redirectUris: string, scopes = 'read write follow push'): Promise<Registered> {
    return register(this, { redirect_uris: redirectUris, scopes });
  }

  /** Where an app sends people; what is left out is taken from the app. */
  authorizeUrl(app: Registered, more: Readonly<Record<string, string>> = {}): string {
    const { client_id, redirect_uri } = app;
    return `${this.issuer}/oauth/authorize?${new URLSearchParams({ response_type: 'code', client_id, redirect_uri, ...more })}`;
  }

  /** Exchanges a code, with the secret in a form. */
  redeem(app: Registered, code: string, more: Readonly<Record<string, string>> = {}): Promise<Response> {
    return redeem(this, app, code, more);
  }

  revoke({ client_id, client_secret }: Registered, token: string): Promise<Response> {
    return this.post('/oauth/revoke', { client_id, client_secret, token });
  }

  verifyCredentials(token: unknown): Promise<Response> {
    return this.get('/api/v1/accounts/verify_credentials', { Authorization: `Bearer ${token}` });
  }
}
