import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createRestAPIClient } from 'masto';
import { CommandLine, RunningServer } from '../support/running-server.ts';

interface Seeded {
  readonly url: string;
  readonly tokens: Readonly<Record<string, string>>;
  readonly app: { readonly client_id: string; readonly client_secret: string };
}

describe('mastodoor demo', () => {
  let command: CommandLine;
  let demo: Seeded;

  before(async () => {
    command = new CommandLine(['demo', '--port', '0', '--json'], { DATABASE_URL: 'sqlite:/nowhere/at/all.db' });
    await command.says(/not used/);
    await command.says(/Demo: it runs/);
    while (!isJson(command.stdout)) await new Promise((resolve) => setImmediate(resolve));
    demo = JSON.parse(command.stdout);
  });
  after(async () => {
    command.kill('SIGTERM');
    assert.equal((await command.ended).code, 0);
  });

  const isJson = (text: string) => {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  };
  const seen = async () =>
    (await (await fetch(`${demo.url}/demo/requests.json`)).json()) as {
      readonly path: string;
      readonly status: number;
      readonly authorization?: string;
      readonly parameters: Readonly<Record<string, string>>;
      readonly explanation?: {
        readonly sent: string;
        readonly expected: string;
        readonly documented: readonly { readonly name: string; readonly url: string }[];
      };
    }[];

  test('has people, follows and statuses, and a token that works in a real client', async () => {
    const api = createRestAPIClient({ url: demo.url, accessToken: demo.tokens['read write follow push'] ?? '' });
    assert.equal((await api.v1.accounts.verifyCredentials()).acct, 'alice');
    const home = await api.v1.timelines.home.list();
    assert.ok(home.length >= 5);
    assert.deepEqual([...new Set(home.map(({ visibility }) => visibility))].sort(), [
      'direct',
      'private',
      'public',
      'unlisted',
    ]);
    assert.equal((await api.v1.statuses.create({ status: 'Hello' })).application?.name, 'Demo');
  });

  test('explains each refused request: what was sent, what was expected, where it is documented', async () => {
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: demo.app.client_id,
      redirect_uri: 'https://x.example/',
    });
    await fetch(`${demo.url}/oauth/authorize?${query}`);
    const [wrongUri] = await seen();
    assert.equal(wrongUri?.explanation?.sent, 'redirect_uri https://x.example/');
    assert.match(wrongUri?.explanation?.expected ?? '', /urn:ietf:wg:oauth:2\.0:oob/);
    assert.deepEqual(
      wrongUri?.explanation?.documented.map(({ url }) => url),
      [
        'https://docs.joinmastodon.org/methods/oauth/#authorize',
        'https://www.rfc-editor.org/rfc/rfc6749#section-4.1.1',
        'https://www.rfc-editor.org/rfc/rfc9700#section-4.1.3',
      ],
    );

    const reading = { Authorization: `Bearer ${demo.tokens.read}` };
    await fetch(`${demo.url}/api/v1/statuses`, {
      method: 'POST',
      headers: reading,
      body: new URLSearchParams({ text: 'x' }),
    });
    const [outside] = await seen();
    assert.equal(outside?.status, 403);
    assert.match(
      outside?.explanation?.expected ?? '',
      /one of the scopes: .*write:statuses.*The parameter text was sent; status is meant/,
    );

    const code = 'a'.repeat(43);
    const body = new URLSearchParams({
      ...demo.app,
      grant_type: 'authorization_code',
      code,
      code_verifier: 'b'.repeat(43),
    });
    await fetch(`${demo.url}/oauth/token`, { method: 'POST', body });
    const [badCode] = await seen();
    assert.match(badCode?.explanation?.expected ?? '', /younger than ten minutes/);

    await fetch(`${demo.url}/api/v1/bookmarks`);
    assert.match((await seen())[0]?.explanation?.expected ?? '', /offers/);
    await fetch(`${demo.url}/oauth/token`, {
      method: 'POST',
      body: new URLSearchParams({ client_id: 'gone', grant_type: 'client_credentials' }),
    });
    assert.match((await seen())[0]?.explanation?.expected ?? '', /gone when it ends/);

    const all = JSON.stringify(await seen());
    for (const secret of [demo.app.client_secret, demo.tokens.read ?? '', code, 'b'.repeat(43)]) {
      assert.equal(all.includes(secret), false);
    }
  });

  test('tells a token that is missing from one that is unknown, revoked, or sent otherwise', async () => {
    const path = `${demo.url}/api/v1/accounts/verify_credentials`;
    const sent = async (headers: Record<string, string>, query = '') => {
      await fetch(`${path}${query}`, { headers });
      return (await seen())[0]?.explanation?.sent;
    };
    assert.equal(await sent({}), 'no Authorization header');
    assert.equal(
      await sent({ Authorization: demo.tokens.read ?? '' }),
      'an Authorization header without the word Bearer',
    );
    assert.equal(await sent({ Authorization: `Bearer ${'x'.repeat(43)}` }), 'a token that was never issued here');
    assert.equal(await sent({ Authorization: `Bearer ${demo.tokens.read}` }), undefined);
    const body = new URLSearchParams({ ...demo.app, grant_type: 'client_credentials' });
    const answer = await fetch(`${demo.url}/oauth/token`, { method: 'POST', body });
    const issued = (await answer.json()) as { readonly access_token: string };
    const own = { Authorization: `Bearer ${issued.access_token}` };
    assert.equal(await sent(own), 'the token of an app, without a person');
    const revoke = new URLSearchParams({ ...demo.app, token: issued.access_token });
    await fetch(`${demo.url}/oauth/revoke`, { method: 'POST', body: revoke });
    assert.equal(await sent(own), 'a token that was revoked');
  });

  test('repeats what the page of a refused authorization says, and hints at a name that was meant where nothing was refused', async () => {
    const authorize = async (more: Record<string, string>) => {
      const query = new URLSearchParams({ response_type: 'code', client_id: demo.app.client_id, ...more });
      await fetch(`${demo.url}/oauth/authorize?${query}`, { redirect: 'manual' });
      return (await seen())[0];
    };
    const body = new URLSearchParams({ client_name: 'Web', redirect_uris: 'https://app.example/cb', scopes: 'read' });
    const answer = await fetch(`${demo.url}/api/v1/apps`, { method: 'POST', body });
    const app = (await answer.json()) as { readonly client_id: string };
    const redirect = { client_id: app.client_id, redirect_uri: 'https://app.example/cb' };
    const refused = await authorize({ ...redirect, scope: 'read write' });
    assert.equal(refused?.status, 400);
    assert.match(
      refused?.explanation?.expected ?? '',
      /scopes among read, .* The page says: .*Not registered for this app: write/,
    );
    const misspelt = await authorize({ ...redirect, scopes: 'read' });
    assert.deepEqual([misspelt?.status, misspelt?.explanation?.sent], [302, 'scopes']);
    assert.match(misspelt?.explanation?.expected ?? '', /The parameter scopes was sent; scope is meant here/);
  });

  test('explains why a web app may not call the page where people sign in', async () => {
    const preflight = (path: string) =>
      fetch(`${demo.url}${path}`, {
        method: 'OPTIONS',
        headers: { Origin: 'https://web.example', 'Access-Control-Request-Method': 'GET' },
      });
    await preflight('/oauth/authorize');
    assert.match((await seen())[0]?.explanation?.expected ?? '', /lead the browser there/);
    await preflight('/api/v1/timelines/home');
    assert.equal((await seen())[0]?.explanation, undefined);
  });

  test('lists requests for streams by WebSocket too, and explains those that were refused there and as events', async () => {
    const listen = async (token: string) => {
      const before = (await seen()).length;
      const socket = new WebSocket(`${demo.url.replace('http', 'ws')}/api/v1/streaming?stream=user`, [token]);
      const event = await new Promise((resolve) => {
        socket.addEventListener('open', () => resolve('open'));
        socket.addEventListener('error', () => resolve('error'));
      });
      socket.close();
      const [last, ...others] = await seen();
      // Node's own client asks a second time where it was refused.
      if (event === 'open') assert.equal(others.length, before, 'listed once');
      return [event, last?.path, last?.status, last?.explanation?.sent];
    };
    assert.deepEqual(await listen(demo.tokens.read ?? ''), ['open', '/api/v1/streaming', 101, undefined]);
    const refused = await listen('x'.repeat(43));
    assert.deepEqual(refused, ['error', '/api/v1/streaming', 401, 'a token that was never issued here']);
    const path = '/api/v1/streaming/user';
    const answer = await fetch(`${demo.url}${path}?access_token=${'x'.repeat(43)}`);
    const [last] = await seen();
    assert.deepEqual(
      [answer.status, last?.path, last?.explanation?.sent],
      [401, path, 'a token that was never issued here'],
    );
  });

  test('shows the mails that it does not send, with links that work', async () => {
    const page = async () => (await fetch(`${demo.url}/demo`)).text();
    const jar = new Map<string, string>();
    const visit = async (path: string, body?: URLSearchParams) => {
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
      const headers = { Cookie: cookie, Origin: demo.url };
      const init = body === undefined ? { headers } : { headers, method: 'POST', body, redirect: 'manual' as const };
      const response = await fetch(`${demo.url}${path}`, init);
      for (const line of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        jar.set(name, value);
      }
      return response.text();
    };
    const csrf = /name="authenticity_token" value="([^"]+)"/.exec(await visit('/auth/password/new'))?.[1] ?? '';
    await visit('/auth/password', new URLSearchParams({ authenticity_token: csrf, login: 'bob@demo.example' }));
    let link: string | undefined;
    while (link === undefined) link = /href="([^"]*reset_password_token=[^"]+)"/.exec(await page())?.[1];
    assert.ok((await page()).includes('bob@demo.example'));
    assert.equal((await fetch(link.replaceAll('&amp;', '&'))).status, 200);
  });

  test('gives its people pictures', async () => {
    const avatarOf = async () =>
      (await (await fetch(`${demo.url}/api/v1/accounts/lookup?acct=alice`)).json()) as { readonly avatar: string };
    let account = await avatarOf();
    while (!account.avatar.endsWith('.webp')) account = await avatarOf();
    assert.equal((await fetch(account.avatar)).headers.get('content-type'), 'image/webp');
  });

  test('shows no secret whole, by whatever name or in whatever type it was sent', async () => {
    const secret = 'a-secret-that-nobody-sees';
    const send = (path: string, body: string, type: string) =>
      fetch(`${demo.url}${path}`, { method: 'POST', headers: { 'Content-Type': type }, body });
    const names = [
      'new_password',
      'current_password',
      'recovery_code',
      'authenticity_token',
      'credential',
      'id_token_hint',
    ];
    await send(
      '/auth/edit',
      String(new URLSearchParams(names.map((name): [string, string] => [name, secret]))),
      'application/x-www-form-urlencoded',
    );
    await send('/auth/sign_in', 'password=hunter22', 'application/x-www-form-urlencoded');
    assert.deepEqual((await seen())[0]?.parameters, { password: 'hu…' });
    await send('/oauth/token', JSON.stringify({ client_secret: secret }), 'application/x-www-form-urlencoded');
    await send('/oauth/token', JSON.stringify({ client_secret: secret }), 'application/json');
    await send('/oauth/token', `client_secret ${secret}`, 'text/xml');
    await fetch(`${demo.url}/auth/password/edit?reset_password_token=${secret}`);
    await fetch(`${demo.url}/invite/${secret}`);
    const all = JSON.stringify(await seen()) + (await (await fetch(`${demo.url}/demo`)).text());
    assert.equal(all.includes(secret), false);
  });

  test('answers a body that is too long and does not say how long it is, as the server does', async () => {
    const body = new Blob(['a'.repeat(2_000_000)]).stream();
    // A connection of its own, as the demo ends one of which a body goes on for long.
    const type = { 'Content-Type': 'application/x-www-form-urlencoded', Connection: 'close' };
    const answer = await fetch(`${demo.url}/oauth/token`, { method: 'POST', headers: type, body, duplex: 'half' });
    assert.equal(answer.status, 413);
    const [tooLong] = await seen();
    assert.deepEqual([tooLong?.status, tooLong?.parameters], [413, { '(body)': 'more than 65536 bytes' }]);
  });

  test('shows what it saw on a page without scripts, and shows nothing as markup that was sent', async () => {
    await fetch(`${demo.url}/api/v1/<script>alert(1)</script>?a=<b>`);
    const response = await fetch(`${demo.url}/demo`);
    assert.match(response.headers.get('content-security-policy') ?? '', /default-src 'none'/);
    const page = await response.text();
    assert.equal(/<script|<b>/.test(page), false);
    assert.match(page, /Expected/);
  });

  test('is no part of a server that is served', async () => {
    const server = await RunningServer.start();
    try {
      for (const path of ['/demo', '/demo/requests.json'])
        assert.equal((await fetch(`${server.origin}${path}`)).status, 404);
    } finally {
      await server.stop();
    }
  });

  test('does not run where it could be taken for a real server', async () => {
    for (const [words, environment, reason] of [
      [['demo'], { NODE_ENV: 'production' }, /no server for production/],
      [['demo', '--host', '0.0.0.0'], {}, /--open/],
      [['demo', '--host', '::'], {}, /--open/],
    ] as const) {
      const refused = new CommandLine([...words], environment);
      await refused.says(reason);
      assert.equal((await refused.ended).code, 1);
    }
  });

  test('runs where an address of IPv6 says', async () => {
    for (const [words, origin] of [
      [['--host', '::1'], /runs at http:\/\/localhost:/],
      [['--host', '::', '--open'], /runs at http:\/\/\[::\]:/],
    ] as const) {
      const running = new CommandLine(['demo', '--port', '0', ...words], {});
      await running.says(origin);
      running.kill('SIGTERM');
      assert.equal((await running.ended).code, 0);
    }
  });
});
