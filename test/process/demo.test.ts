import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createRestAPIClient } from 'masto';
import { CommandLine } from '../support/running-server.ts';

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
    await command.says(/The demo runs/);
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
      readonly explanation?: { readonly sent: string; readonly expected: string; readonly documented: string };
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
    assert.match(wrongUri?.explanation?.documented ?? '', /RFC 6749 §4\.1\.1/);

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

    const all = JSON.stringify(await seen()) + (await (await fetch(`${demo.url}/demo`)).text());
    for (const secret of [demo.app.client_secret, demo.tokens.read ?? '', code, 'b'.repeat(43)]) {
      assert.equal(all.includes(secret), false);
    }
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
    // A connection of its own: the server closes it, as there may be more of the body to come.
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

  test('does not run where it could be taken for a real server', async () => {
    for (const [words, environment, reason] of [
      [['demo'], { NODE_ENV: 'production' }, /no server for production/],
      [['demo', '--host', '0.0.0.0'], {}, /--open/],
    ] as const) {
      const refused = new CommandLine([...words], environment);
      await refused.says(reason);
      assert.equal((await refused.ended).code, 1);
    }
  });
});
