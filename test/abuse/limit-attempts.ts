/** How each limit is reached: what tests of limits share. */
import { rateLimits } from '../../src/http/rate-limiter.ts';
import { digestOf } from '../../src/protocol/secret.ts';
import { openForm, signedIn } from '../support/browsing.ts';
import { authorizePath, TestBrowser } from '../support/test-browser.ts';
import { TestServer } from '../support/test-server.ts';

/** A limit, by its name in the code. */
export type LimitName = keyof typeof rateLimits;

/** One try. `whose` tells the account, login, token or browser that is counted; addresses are the test's business. */
export type Try = (index: number, whose: 'this' | 'other') => Promise<Response>;

/** How a limit is reached. */
export interface Attempt {
  readonly by: 'address' | 'key';
  /** What is made ready ends before the window does, so the next one cannot be tried with it. */
  readonly endsBefore?: true;
  /** Made ready from an address of its own, under the same limits. */
  readonly ready: (server: TestServer) => Promise<Try>;
}

/** How many tries go through, with limits that are scaled by {@link factorFor}. */
export const ALLOWED = 4;

export const from = (server: TestServer, place: number) => {
  server.address = `198.51.100.${place}`;
};

const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });

/** A person's token, without asking the server. */
async function newToken(server: TestServer, accountId: string, scopes = ['read', 'write', 'follow']): Promise<string> {
  const secret = server.world.randomSecret();
  const grant = { appId: undefined, accountId, scopes, redirectUri: undefined, createdAt: server.now() };
  await server.store.addGrantWithToken(grant, {
    digest: digestOf(secret),
    createdAt: server.now(),
    expiresAt: undefined,
  });
  return secret;
}

/** A form of a page in a new browser, sent with these values. */
async function sendForm(
  server: TestServer,
  page: string,
  action: string,
  values: Readonly<Record<string, string>>,
): Promise<Response> {
  const browser = new TestBrowser(server);
  return browser.submit(await openForm(browser, page, action), values);
}

const signInAs = (server: TestServer, login: string) =>
  sendForm(server, '/auth/sign_in', '/auth/sign_in', { 'user[email]': login, 'user[password]': 'wrong' });

/** A browser in which the password was right and a code is asked for. */
async function halfSignedIn(server: TestServer, username: string): Promise<TestBrowser> {
  const { id } = await server.addAccount(username);
  await server.store.setTotp(id, { sealedSeed: 'sealed', lastStep: 0, createdAt: server.now() });
  const browser = new TestBrowser(server);
  await browser.signIn(username);
  return browser;
}

/** Two people's browsers, by whose turn it is. */
async function two(server: TestServer) {
  const browsers: Record<string, TestBrowser> = {};
  for (const [place, whose] of ['this', 'other'].entries()) {
    from(server, 100 + place);
    await server.addAccount(whose);
    browsers[whose] = await signedIn(server, whose);
  }
  return browsers as Readonly<Record<'this' | 'other', TestBrowser>>;
}

/** A line for each limit that there is, or it does not compile. */
export const attempts: Readonly<Record<LimitName, Attempt>> = {
  apiByUser: {
    by: 'key',
    async ready(server) {
      const ids = { this: (await server.addAccount('this')).id, other: (await server.addAccount('other')).id };
      return async (_, whose) =>
        server.get('/api/v1/accounts/verify_credentials', bearer(await newToken(server, ids[whose])));
    },
  },
  apiByToken: {
    by: 'key',
    async ready(server) {
      const { id } = await server.addAccount('alice');
      const tokens = { this: await newToken(server, id), other: await newToken(server, id) };
      return (_, whose) => server.get('/api/v1/accounts/verify_credentials', bearer(tokens[whose]));
    },
  },
  apiByAddress: { by: 'address', ready: async (server) => () => server.get('/api/v1/instance') },
  paging: {
    by: 'key',
    async ready(server) {
      const ids = { this: (await server.addAccount('this')).id, other: (await server.addAccount('other')).id };
      return async (_, whose) =>
        server.get(`/api/v1/accounts/${ids.this}/followers?max_id=9`, bearer(await newToken(server, ids[whose])));
    },
  },
  registration: {
    by: 'address',
    ready: async (server) => (index) => server.post('/api/v1/apps', { client_name: `App ${index}` }),
  },
  follows: {
    by: 'key',
    async ready(server) {
      const ids = { this: (await server.addAccount('this')).id, other: (await server.addAccount('other')).id };
      return async (index, whose) => {
        const { id } = await server.addAccount(`target_${whose}_${index}`);
        return server.post(`/api/v1/accounts/${id}/follow`, {}, bearer(await newToken(server, ids[whose])));
      };
    },
  },
  signInByAddress: { by: 'address', ready: async (server) => (index) => signInAs(server, `nobody_${index}`) },
  signInByAccount: {
    by: 'key',
    async ready(server) {
      await server.addAccount('alice');
      await server.addAccount('bob');
      const spellings = ['alice', 'ALICE', ' alice ', 'alice@example.org', 'Alice@EXAMPLE.org'];
      return (index, whose) => signInAs(server, whose === 'this' ? (spellings[index % 5] ?? '') : 'bob');
    },
  },
  signInByKnownBrowser: {
    by: 'key',
    async ready(server) {
      await server.addAccount('alice');
      const browsers: Record<string, TestBrowser> = {};
      for (const [place, whose] of ['this', 'other'].entries()) {
        from(server, 100 + place);
        const browser = await signedIn(server);
        await browser.submit(await openForm(browser, '/auth/sign_out', '/auth/sign_out'));
        browsers[whose] = browser;
      }
      return async (_, whose) => (browsers[whose] as TestBrowser).signIn('alice', 'wrong');
    },
  },
  signUpByAddress: {
    by: 'address',
    ready: async (server) => (index) => sendForm(server, '/auth/sign_up', '/auth', { username: `not a name ${index}` }),
  },
  apiSignUpByAddress: {
    by: 'address',
    async ready(server) {
      from(server, 100);
      const token = await server.appToken(await server.registerApp(), 'write');
      return (index) => server.post('/api/v1/accounts', { username: `no name ${index}` }, bearer(token));
    },
  },
  secondFactorByAccount: {
    by: 'key',
    endsBefore: true,
    async ready(server) {
      from(server, 100);
      const browsers = { this: await halfSignedIn(server, 'this'), other: await halfSignedIn(server, 'other') };
      return async (index, whose) => {
        const form = await openForm(browsers[whose], '/auth/second_factor', '/auth/second_factor');
        return browsers[whose].submit(form, { code: `00000${index}` });
      };
    },
  },
  secondFactorByAddress: {
    by: 'address',
    async ready(server) {
      const browsers: TestBrowser[] = [];
      for (let count = 0; count <= ALLOWED + 2; count++) {
        from(server, 100 + count);
        browsers.push(await halfSignedIn(server, `careful_${count}`));
      }
      return async (index) => {
        // One that tried before is refused for its address all the same.
        const browser = browsers[index % browsers.length] as TestBrowser;
        return browser.submit(await openForm(browser, '/auth/second_factor', '/auth/second_factor'), {
          code: '000000',
        });
      };
    },
  },
  passwordResetByAddress: {
    by: 'address',
    ready: async (server) => (index) =>
      sendForm(server, '/auth/password/new', '/auth/password', { login: `somebody_${index}@example.org` }),
  },
  passwordResetByLogin: {
    by: 'key',
    async ready(server) {
      await server.addAccount('alice');
      const login = { this: 'alice@example.org', other: 'bob@example.org' };
      return (index, whose) => {
        const typed = index % 2 === 0 ? login[whose] : login[whose].toUpperCase();
        return sendForm(server, '/auth/password/new', '/auth/password', { login: typed });
      };
    },
  },
  confirmationByAddress: {
    by: 'address',
    ready: async (server) => (index) => server.get(`/auth/confirmation?confirmation_token=guess_${index}`),
  },
  confirmationByAccount: {
    by: 'key',
    async ready(server) {
      const ids: Record<string, string> = {};
      for (const whose of ['this', 'other']) {
        const account = await server.addAccount(whose);
        await server.setState(account, 'unconfirmed');
        ids[whose] = account.id;
      }
      const app = await server.registerApp();
      return async (_, whose) => {
        const secret = server.world.randomSecret();
        const grant = { appId: app.id, accountId: ids[whose], scopes: ['write'], redirectUri: undefined, createdAt: 1 };
        const token = { digest: digestOf(secret), createdAt: 1, expiresAt: undefined };
        await server.store.addGrantWithToken(grant, token);
        return server.post('/api/v1/emails/confirmations', {}, bearer(secret));
      };
    },
  },
  passwordChangeByAccount: {
    by: 'key',
    endsBefore: true,
    async ready(server) {
      const browsers = await two(server);
      const path = '/settings/account/password';
      return async (_, whose) =>
        browsers[whose].submit(await openForm(browsers[whose], path, path), { password: 'short' });
    },
  },
  exportByAccount: {
    by: 'key',
    endsBefore: true,
    async ready(server) {
      const browsers = await two(server);
      const path = '/settings/export';
      return async (_, whose) => browsers[whose].submit(await openForm(browsers[whose], path, path));
    },
  },
  inviteByAddress: { by: 'address', ready: async (server) => (index) => server.get(`/invite/guess_${index}`) },
  oauthByAddress: { by: 'address', ready: async (server) => () => server.post('/oauth/token', {}) },
  authorizeByAccount: {
    by: 'key',
    async ready(server) {
      const browsers = await two(server);
      from(server, 200);
      const app = await server.registerApp();
      return (_, whose) => browsers[whose].get(authorizePath(app));
    },
  },
};

/** The factor by which few tries reach this limit; what else counts the same requests is scaled alike. */
export function factorFor(name: LimitName): string {
  return String((ALLOWED + 0.5) / rateLimits[name].max);
}

/** A server whose clock stands at the beginning of a window of every length that there is. */
export async function startLimited(name: LimitName): Promise<TestServer> {
  const settings = { RATE_LIMIT_FACTOR: factorFor(name), REGISTRATIONS: 'open', PASSWORD_GRANT: 'on' };
  const server = await TestServer.start(settings);
  server.now = () => START;
  from(server, 1);
  return server;
}

/** Of {@link startLimited}. */
export const START = Date.UTC(2030, 0, 1) + 1000;

/** From where the try of this number is made, so that only what is tried is reached. */
export function addressOf({ by }: Attempt, index: number): string {
  return by === 'address'
    ? `2001:db8:0:1::${(index + 1).toString(16)}:1`
    : `2001:db8:0:${(index + 16).toString(16)}::1`;
}
