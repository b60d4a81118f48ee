import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { Hono } from 'hono';
import { consentForms, formsOf, type TestBrowser } from '../../test/support/test-browser.ts';
import type { DirectoryEvent } from '../flows/ports.ts';
import { anyToken, app as appOnly, open, publicTo, user } from '../http/access.ts';
import { ApiError } from '../http/api-error.ts';
import { route } from '../http/route.ts';
import { mastodonScopes } from '../mastodon/scopes.ts';
import { html } from '../pages/markup.ts';
import { en } from '../pages/messages/en.ts';
import { extendMessages } from '../pages/messages/extend-messages.ts';
import type { AuditEvent } from './auth-server-options.ts';
import { scopesThatOpen } from './guards.ts';
import { CALLBACK, HOST_PASSWORD, startTestHost, tokenOf } from './test-host.ts';

const requestPath = (prefix: string, clientId: string) =>
  `${prefix}/oauth/authorize?${new URLSearchParams({ response_type: 'code', client_id: clientId, redirect_uri: CALLBACK })}`;

describe('Below a path', () => {
  test('every link and form of the way to consent stays below it, and so does every route (oidc-provider remounts)', async () => {
    const host = await startTestHost({ issuer: 'https://host.example/social' });
    const app = await host.registerApp();
    const browser = host.newBrowser();
    const seen: string[] = [];
    let page = await browser.open(requestPath('/social', app.client_id));
    const signIn = await page.text();
    const [form] = formsOf(signIn);
    assert.ok(form !== undefined);
    const back = await browser.submit(form, { 'user[email]': 'alice', 'user[password]': HOST_PASSWORD });
    page = await browser.open(back.headers.get('location') ?? '');
    const consent = await page.text();
    const list = await (await browser.get('/social/oauth/authorized_applications')).text();
    for (const text of [signIn, consent, list]) {
      seen.push(...[...text.matchAll(/(?:href|action)="(\/[^"]*)"/g)].map(([, path]) => path ?? ''));
    }
    // The name in the header leads to the host's own start page.
    assert.deepEqual(
      [...new Set(seen)].filter((path) => path !== '/' && !path.startsWith('/social/')),
      [],
    );
    assert.match(
      (await browser.submit(consentForms(consent).approve)).headers.get('location') ?? '',
      /iss=https%3A%2F%2Fhost\.example%2Fsocial/,
    );
    for (const path of ['/oauth/authorize', '/auth/sign_in', '/api/v1/apps', '/oauth/userinfo']) {
      assert.equal((await host.request(path)).status, 404, path);
    }
  });

  test('no route is anywhere else, but for the metadata that RFC 8414 §3.1 looks for at the root', async () => {
    const instance = { title: 'Host', description: '', contactEmail: '', contactUsername: undefined, rules: [] };
    const host = await startTestHost({ issuer: 'https://host.example/social', discovery: true, instance });
    const paths = new Set(host.auth.routes.routes.map(({ path }) => path));
    assert.ok(paths.size > 30, String(paths.size));
    const wellKnown = '/.well-known/oauth-authorization-server/social';
    assert.deepEqual(
      [...paths].filter((path) => !path.startsWith('/social/')),
      [wellKnown, `${wellKnown}/`],
    );
    for (const path of paths) {
      if (!path.startsWith('/social/') || path.includes('*')) continue;
      const { status } = await host.request(path.slice('/social'.length).replaceAll(/:\w+/g, '1'));
      assert.equal(status, 404, path);
    }
  });

  test('cookies are of the host alone and go where the pages are', async () => {
    const host = await startTestHost({ issuer: 'https://host.example/social' });
    const [cookie] = (await host.request('/social/auth/sign_in')).headers.getSetCookie();
    const [pair = '', ...attributes] = (cookie ?? '').split('; ');
    assert.match(pair, /^__(Host|Secure)-/);
    const path = attributes.find((attribute) => attribute.startsWith('Path='));
    assert.equal(path, pair.startsWith('__Host-') ? 'Path=/' : 'Path=/social');
    assert.ok(attributes.includes('HttpOnly') && attributes.includes('Secure'));
    assert.ok(attributes.every((attribute) => !attribute.startsWith('Domain=')));
  });

  test('what a request says of its host changes no answer (lesson 40)', async () => {
    const host = await startTestHost({ issuer: 'https://host.example/social' });
    const app = await host.registerApp();
    const forged = {
      'X-Forwarded-Host': 'evil.example',
      Forwarded: 'host=evil.example',
      'X-Forwarded-Prefix': '/evil',
    };
    for (const path of [
      requestPath('/social', app.client_id),
      '/social/auth/sign_in',
      '/social/api/v1/accounts/lookup?acct=alice',
    ]) {
      const response = await host.auth.fetch(new Request(`https://evil.example${path}`, { headers: forged }));
      const said = `${response.headers.get('location')} ${await response.text()}`;
      assert.ok(response.status < 400, path);
      assert.doesNotMatch(said, /evil/, path);
    }
  });

  test('the metadata is where RFC 8414 §3.1 looks for it, and below the path', async () => {
    const host = await startTestHost({ issuer: 'https://host.example/social' });
    for (const path of [
      '/.well-known/oauth-authorization-server/social',
      '/social/.well-known/oauth-authorization-server',
    ]) {
      const { issuer, token_endpoint } = (await (await host.request(path)).json()) as Record<string, string>;
      assert.deepEqual(
        [issuer, token_endpoint],
        ['https://host.example/social', 'https://host.example/social/oauth/token'],
      );
    }
  });

  test('that a proxy cuts off, requests are found where they arrive, and links lead where people are', async () => {
    const host = await startTestHost({ issuer: 'https://host.example/social', mountPath: '' });
    const page = await host.request('/auth/sign_in');
    assert.equal(page.status, 200);
    assert.match(await page.text(), /action="\/social\/auth\/sign_in"/);
  });
});

describe('In a Hono app', () => {
  for (const strict of [true, false]) {
    test(`that is ${strict ? '' : 'not '}strict, a slash at the end does not matter, and the host's own paths are its own`, async () => {
      const { auth } = await startTestHost();
      const app = new Hono({ strict });
      app.get('/api/v1/accounts/verify_credentials', (c) => c.text('the host'));
      app.route('/', auth.routes);
      app.get('/api/v1/statuses', (c) => c.text('later'));
      const get = (path: string) => app.request(`https://host.example${path}`);
      assert.equal((await get('/oauth/authorize/?client_id=x')).status, 401);
      assert.equal(await (await get('/api/v1/accounts/verify_credentials')).text(), 'the host');
      const later = await get('/api/v1/statuses');
      assert.deepEqual([await later.text(), later.headers.get('access-control-allow-origin')], ['later', '*']);
      const missing = await get('/api/v1/nothing');
      assert.deepEqual([missing.status, missing.headers.get('access-control-allow-origin')], [404, '*']);
      assert.equal((await get('/nothing')).headers.get('access-control-allow-origin'), null);
    });
  }

  test('what a handler fetched from elsewhere is opened to web apps and counted as well, though it cannot be changed', async () => {
    const { auth } = await startTestHost({ rateLimitFactor: 1 });
    const upstream = createServer((_, response) => {
      response.setHeader('X-Request-Id', 'of the upstream').end('from elsewhere');
    });
    await once(upstream.listen(0, '127.0.0.1'), 'listening');
    const url = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}/`;
    const app = new Hono();
    app.route('/', auth.routes);
    app.get('/api/v1/statuses', () => fetch(url));
    app.get('/guarded', auth.require(publicTo('read')), () => fetch(url));
    const [open, guarded] = [await app.request('/api/v1/statuses'), await app.request('/guarded')];
    upstream.closeAllConnections();
    upstream.close();
    assert.deepEqual([open.status, await open.text()], [200, 'from elsewhere']);
    assert.equal(open.headers.get('access-control-allow-origin'), '*');
    assert.deepEqual([guarded.status, await guarded.text()], [200, 'from elsewhere']);
    assert.equal(guarded.headers.get('x-ratelimit-limit'), '300');
    assert.equal(guarded.headers.get('x-request-id'), 'of the upstream');
  });

  test('guards tell who calls, for which app, and count as the API does (contract §1.6)', async () => {
    const host = await startTestHost({ rateLimitFactor: 1 });
    const { auth } = host;
    const app = new Hono();
    app.get('/home', auth.requireScope('read:statuses'), (c) => c.json(c.var.grant.account));
    app.get('/public', auth.require(publicTo('read')), (c) => c.json(c.var.grant?.account ?? null));
    app.get('/any', auth.require(anyToken()), (c) => c.json(c.var.grant.app?.name));
    app.get('/app', auth.require(appOnly('read')), (c) => c.json(c.var.grant.accountId ?? null));
    const get = (path: string, token?: string) =>
      app.request(path, token === undefined ? {} : { headers: { Authorization: `Bearer ${token}` } });
    const [person, own] = [await tokenOf(host, ['read'], 'ulid-01HZALICE'), await tokenOf(host, ['read'])];
    const home = await get('/home', person);
    assert.deepEqual(await home.json(), { id: 'ulid-01HZALICE', username: 'alice' });
    assert.equal(home.headers.get('x-ratelimit-limit'), '300');
    assert.equal(await (await get('/public')).json(), null);
    assert.equal(await (await get('/any', own)).json(), 'App');
    assert.equal(await (await get('/app', own)).json(), null);
    const statuses = [
      await get('/home'),
      await get('/home', own),
      await get('/app', person),
      await get('/public', 'x'),
    ];
    assert.deepEqual(
      statuses.map(({ status }) => status),
      [401, 422, 403, 200],
    );
  });
});

test('A refusal asks nobody for the address, which the host may only tell by what its runtime hands over', async (context) => {
  const complaints = context.mock.method(console, 'error', () => {});
  const host = await startTestHost({
    clientAddress: (_, environment) => (environment as { readonly ip: string }).ip,
    rateLimitFactor: 1,
  });
  const request = new Request('https://host.example/home');
  const environment = { ip: '192.0.2.8' };
  const refused: unknown = await host.auth.authenticate(request, user('read'), environment).catch((error) => error);
  assert.equal(host.auth.refusal(refused, request).status, 401);
  assert.equal(complaints.mock.callCount(), 0);
});

test('A query with more parameters than anybody needs is refused by every guard, and ends nothing', async () => {
  const host = await startTestHost();
  const crowd = `/home?${'a&'.repeat(1001)}`;
  const app = new Hono();
  app.get('/home', host.auth.require(publicTo('read')), (c) => c.text('in'));
  assert.equal((await app.request(crowd)).status, 400);
  const request = new Request(`https://host.example${crowd}`);
  const refused: unknown = await host.auth.authenticate(request, publicTo('read')).catch((error: unknown) => error);
  assert.equal(host.auth.refusal(refused, request).status, 400);
  const guard = host.auth.nodeRequire(publicTo('read'));
  const server = createServer((incoming, outgoing) => guard(incoming, outgoing, () => outgoing.end('in')));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  assert.equal((await fetch(`http://127.0.0.1:${port}${crowd}`)).status, 400);
  server.close();
});

test('A Request is one whoever made its class, so that a framework may bring its own', async () => {
  const host = await startTestHost();
  const headers = new Headers({ Authorization: `Bearer ${await tokenOf(host, ['read'], 'ulid-01HZALICE')}` });
  const request = { url: 'https://host.example/home', method: 'GET', headers } as Request;
  assert.equal(request instanceof Request, false);
  assert.equal((await host.auth.authenticate(request, user('read'))).accountId, 'ulid-01HZALICE');
  assert.equal(host.auth.refusal(new ApiError(403, 'No'), request).status, 403);
});

test('requireScope(s) is opened by s and by every umbrella over it, and by nothing else', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...mastodonScopes.supported),
      fc.constantFrom(...mastodonScopes.supported),
      (asked, held) => {
        const opens = scopesThatOpen([asked], mastodonScopes).scopes.includes(held);
        const covers = held === asked || (mastodonScopes.implies.get(held)?.includes(asked) ?? false);
        assert.equal(opens, covers);
      },
    ),
  );
});

describe('Policies', () => {
  test('refuse a registration in words, and say so to the audit', async () => {
    const host = await startTestHost({
      policies: { register: ({ name }) => (name === 'App' ? 'No apps by that name.' : undefined) },
    });
    const response = await host.post('/api/v1/apps', { client_name: 'App', redirect_uris: CALLBACK });
    assert.deepEqual([response.status, await response.json()], [403, { error: 'No apps by that name.' }]);
    assert.ok(host.events.some(({ event }) => event === 'registration refused'));
    assert.deepEqual(await host.auth.admin.listApps(), []);
  });

  test('refuse a consent on a page with the way back to the app, escaped, also between the page and the answer', async () => {
    let refuses = false;
    const host = await startTestHost({ policies: { consent: () => (refuses ? '<b>Not</b> for you.' : null) } });
    const app = await host.registerApp();
    const browser = host.newBrowser();
    const [form] = formsOf(await (await browser.open(requestPath('', app.client_id))).text());
    assert.ok(form !== undefined);
    const back = await browser.submit(form, { 'user[email]': 'alice', 'user[password]': HOST_PASSWORD });
    const { approve } = consentForms(await (await browser.open(back.headers.get('location') ?? '')).text());
    refuses = true;
    for (const answer of [await browser.submit(approve), await browser.open(requestPath('', app.client_id))]) {
      const page = await answer.text();
      assert.equal(answer.status, 403);
      assert.match(page, /&lt;b&gt;Not&lt;\/b&gt; for you\./);
      assert.match(page, /app\.example\/callback\?error=access_denied/);
    }
    assert.ok(host.events.some(({ event }) => event === 'authorization refused'));
    refuses = false;
    assert.match((await browser.submit(approve)).headers.get('location') ?? '', /[?&]code=/);
  });

  test('are asked with all scopes before the page, and with what the person left of them before anything is granted', async () => {
    const asked: string[] = [];
    const host = await startTestHost({
      policies: {
        consent: ({ scopes }) => {
          asked.push(scopes.join(' '));
          return undefined;
        },
      },
    });
    const app = await host.registerApp();
    const browser = host.newBrowser();
    const path = `${requestPath('', app.client_id)}&${new URLSearchParams({ scope: 'read write' })}`;
    const [form] = formsOf(await (await browser.open(path)).text());
    assert.ok(form !== undefined);
    const back = await browser.submit(form, { 'user[email]': 'alice', 'user[password]': HOST_PASSWORD });
    const { approve } = consentForms(await (await browser.open(back.headers.get('location') ?? '')).text());
    await browser.submit(approve, { allow: ['read', 'write', 'write:media'], divided: 'write' });
    assert.deepEqual(asked, ['read write', 'read write:media']);
  });

  test('refuse the password grant as a wrong password is refused, so that nobody learns that it was right', async () => {
    const host = await startTestHost({ policies: { consent: () => 'No.' } });
    const { client_id, client_secret } = await host.registerApp();
    const ask = async (password: string) => {
      const fields = { grant_type: 'password', username: 'bot', password, client_id, client_secret };
      const response = await host.post('/oauth/token', fields);
      return [response.status, await response.json()];
    };
    assert.deepEqual(await ask(HOST_PASSWORD), await ask('wrong'));
  });

  test('that fail refuse with a failure, never with a yes', async () => {
    const host = await startTestHost({
      policies: {
        register: () => {
          throw new Error('down');
        },
      },
    });
    assert.equal((await host.post('/api/v1/apps', { client_name: 'A', redirect_uris: CALLBACK })).status, 500);
    assert.deepEqual(await host.auth.admin.listApps(), []);
  });
});

test('Pages, words, name and colours are the host’s where it brings some', async () => {
  const host = await startTestHost({
    brand: { name: 'Elephant House', colours: { light: { door: '#123456' } }, css: '.mine { color: red }' },
    languages: [extendMessages(en, { signIn: { title: 'Come in' } })],
    pages: (builtIn) => ({ signIn: (frame, view) => html`${builtIn.signIn(frame, view)}<!-- wrapped -->` }),
  });
  const page = await (await host.request('/auth/sign_in')).text();
  assert.match(page, /Elephant House/);
  assert.match(page, /Come in/);
  assert.match(page, /<!-- wrapped -->$/);
  const stylesheet = /href="(\/assets\/[^"]+)"/.exec(page)?.[1] ?? '';
  const css = await (await host.request(stylesheet)).text();
  assert.match(css, /--door: #123456/);
  assert.match(css, /\.mine \{ color: red \}/);
});

/** So that the compiler misses a kind that is not tested; what the directory's pages tell is tested with them. */
const everyKind: Readonly<Record<Exclude<AuditEvent['event'], DirectoryEvent['event']>, true>> = {
  'app registered': true,
  'registration refused': true,
  'app deleted': true,
  'signed in': true,
  'sign-in failed': true,
  'signed out': true,
  authorized: true,
  'authorization refused': true,
  'request refused': true,
  denied: true,
  'token issued': true,
  'token refused': true,
  'code replayed': true,
  'token revoked': true,
  'grants revoked': true,
};

async function endAccessAndSignOut(browser: TestBrowser): Promise<void> {
  const list = formsOf(await (await browser.get('/oauth/authorized_applications')).text());
  const end = list.find(({ action }) => action.startsWith('/oauth/authorized_applications'));
  const [leave] = formsOf(await (await browser.get('/auth/sign_out')).text());
  assert.ok(end !== undefined && leave !== undefined);
  await browser.submit(end);
  await browser.submit(leave);
}

test('Events tell the whole life of an access, with the time and without a secret', async () => {
  let refuses = false;
  const answer = () => (refuses ? 'Not now.' : undefined);
  const host = await startTestHost({ policies: { register: answer, consent: answer } });
  const app = await host.registerApp();
  const browser = host.newBrowser();
  const [form] = formsOf(await (await browser.open(requestPath('', app.client_id))).text());
  assert.ok(form !== undefined);
  await browser.submit(form, { 'user[email]': 'alice', 'user[password]': 'wrong' });
  const back = await browser.submit(form, { 'user[email]': 'alice', 'user[password]': HOST_PASSWORD });
  const { approve, deny } = consentForms(await (await browser.open(back.headers.get('location') ?? '')).text());
  const code = new URL((await browser.submit(approve)).headers.get('location') ?? '').searchParams.get('code') ?? '';
  const second = consentForms(await (await browser.open(`${requestPath('', app.client_id)}&scope=write`)).text());
  await browser.submit(second.deny);
  refuses = true;
  await browser.open(requestPath('', app.client_id));
  refuses = false;
  const { client_id, client_secret } = app;
  const redeem = (code: string) =>
    host.post('/oauth/token', {
      grant_type: 'authorization_code',
      code,
      redirect_uri: CALLBACK,
      client_id,
      client_secret,
    });
  const { access_token } = (await (await redeem(code)).json()) as { access_token: string };
  const own = await host.post('/oauth/token', { grant_type: 'client_credentials', client_id, client_secret });
  const { access_token: ownToken } = (await own.json()) as { access_token: string };
  await host.post('/oauth/revoke', { token: ownToken, client_id, client_secret });
  await redeem(code);
  await host.post('/oauth/token', { grant_type: 'client_credentials', client_id, client_secret: 'wrong' });
  const third = consentForms(await (await browser.open(requestPath('', app.client_id))).text());
  const lastCode = new URL((await browser.submit(third.approve)).headers.get('location') ?? '').searchParams.get(
    'code',
  );
  await redeem(lastCode ?? '');
  await endAccessAndSignOut(browser);
  await host.auth.admin.deleteApp(app.id);
  refuses = true;
  await host.post('/api/v1/apps', { client_name: 'App', redirect_uris: CALLBACK });
  const kinds = new Set(host.events.map(({ event }) => event));
  assert.deepEqual(
    Object.keys(everyKind).filter((kind) => !kinds.has(kind as AuditEvent['event'])),
    [],
  );
  assert.ok(host.events.every(({ at }) => Math.abs(Date.now() - at) < 60_000));
  const told = JSON.stringify(host.events);
  for (const secret of [
    HOST_PASSWORD,
    code,
    lastCode ?? '-',
    access_token,
    client_secret,
    deny.fields.authorization ?? '-',
  ]) {
    assert.ok(!told.includes(secret));
  }
});

test("A page of the host's own that throws is a failure with an incident, also when it is the error page", async () => {
  const boom = () => {
    throw new Error('template missing');
  };
  const host = await startTestHost({ pages: () => ({ signIn: boom, error: boom }) });
  const response = await host.request('/auth/sign_in');
  assert.equal(response.status, 500);
  assert.ok((await response.text()).includes(response.headers.get('x-request-id') ?? '-'));
  assert.match(String(host.answered.at(-1)?.error), /template missing/);
});

test('A route of the host’s own whose headers are none is a failure with an incident, not a broken connection', async () => {
  const headers = { 'X-Mood': 'grün ☀' };
  const host = await startTestHost({
    routes: () => [route('api', 'GET', '/api/v1/mood', open, () => ({ status: 200, headers, body: 'fine' }))],
  });
  const response = await host.request('/api/v1/mood');
  assert.equal(response.status, 500);
  const { incident } = (await response.json()) as { incident: string };
  assert.equal(incident, response.headers.get('x-request-id'));
  const told = host.answered.at(-1);
  assert.deepEqual([told?.requestId, told?.status], [incident, 500]);
  assert.match(String(told?.error), /header X-Mood has a value that HTTP cannot carry/);
});

test('An address that the host cannot tell is unknown, and the request is answered', async (context) => {
  const complaints = context.mock.method(console, 'error', () => {});
  const host = await startTestHost({
    clientAddress: () => {
      throw new Error('no socket');
    },
  });
  assert.equal((await host.request('/auth/sign_in')).status, 200);
  assert.equal(complaints.mock.callCount(), 1);
  assert.equal(host.answered.at(-1)?.address, 'unknown');
});

/** A promise of another make than the language's own, as query builders have it. */
class LazyQuery {
  readonly #rows: unknown;

  constructor(rows: unknown) {
    this.#rows = rows;
  }

  // biome-ignore lint/suspicious/noThenProperty: that it is one is what is tested
  then(resolve: (rows: unknown) => void): void {
    if (this.#rows !== undefined) resolve(this.#rows);
  }
}

test('What the host answers may be a promise of any make, and is timed all the same', async () => {
  const host = await startTestHost({ host: { find: () => new LazyQuery({ id: 'x', username: 'x' }) as never } });
  assert.equal((await host.request('/api/v1/accounts/x')).status, 200);
  const never = await startTestHost({ host: { find: () => new LazyQuery(undefined) as never } });
  assert.equal((await never.request('/api/v1/accounts/x')).status, 503);
});
