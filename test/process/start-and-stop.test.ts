import assert from 'node:assert/strict';
import { readdir, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Person } from '../support/person.ts';
import { RawConnection } from '../support/raw-http.ts';
import { RunningServer } from '../support/running-server.ts';
import { formsOf, TestBrowser } from '../support/test-browser.ts';
import { onSqlite } from '../support/test-stores.ts';

/** Below the eight seconds that the server gives a stubborn connection. */
const PROMPTLY = 7500;

describe('the process', () => {
  let server: RunningServer;

  before(async () => {
    server = await RunningServer.start();
  });
  after(() => server.dispose());

  test('shows the way to the account of the owner while there is none, and only then', async () => {
    const link = server.setUpLink ?? '';
    assert.ok(link.startsWith(`${server.origin}/auth/setup?token=`), server.stderr);
    assert.doesNotMatch(server.stdout, /setup\?token/);

    await server.restart();
    assert.equal(server.setUpLink, link);

    const browser = new TestBrowser(server);
    const page = await browser.get(server.setUpLink ?? '');
    const [form] = formsOf(await page.text());
    assert.ok(form);
    const password = 'correct horse battery staple';
    const fields = { username: 'owner', email: 'owner@example.org', display_name: '', password };
    assert.equal((await browser.submit(form, fields)).status, 302);
    assert.equal((await server.get(server.setUpLink ?? '')).status, 404);

    await server.restart();
    assert.equal(server.setUpLink, undefined);
    assert.doesNotMatch(server.lastStderr, /setup/);
  });

  test('keeps its data where nobody else can read it', onSqlite, async () => {
    const mode = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);
    const data = dirname(server.databasePath);
    assert.equal(await mode(data), '700');
    const files = await readdir(data);
    for (const name of ['mastodoor.db', 'secret.key']) assert.ok(files.includes(name), name);
    for (const name of files) assert.equal(await mode(join(data, name)), '600', name);
  });

  test('keeps sessions and secrets over a restart', async () => {
    await server.addAccount('alice');
    const alice = new Person(server, 'alice');
    const fields = { client_name: 'Restart test', redirect_uris: 'urn:ietf:wg:oauth:2.0:oob' };
    const app = (await (await server.post('/api/v1/apps', fields)).json()) as Record<string, string>;
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: app.client_id ?? '',
      redirect_uri: fields.redirect_uris,
    });
    const consent = await alice.openConsent(`/oauth/authorize?${query}`);
    assert.ok(typeof consent !== 'string');
    await server.restart();
    // The page that was open is answered by the new process.
    const answer = await alice.browser.submit(consent.approve);
    assert.equal(answer.status, 302);
    await server.restart();
    const page = await alice.browser.open(answer.headers.get('location') ?? '');
    assert.match(await page.text(), /class="oauth-code"/);
  });

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    test(`answers the requests in flight on ${signal}, takes no more, and ends well`, async () => {
      await server.restart();
      const idle = new RawConnection(server.port).write('GET /health HTTP/1.1\r\nHost: x\r\n\r\n');
      await idle.answers();
      // As browsers do, in case they want to ask something later.
      const silent = new RawConnection(server.port);
      const body = 'client_name=In+flight&redirect_uris=urn:ietf:wg:oauth:2.0:oob';
      const busy = new RawConnection(server.port).write(
        `POST /api/v1/apps HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 20)}`,
      );
      // The server has begun to read the other request when it answers one that came later.
      assert.equal((await server.get('/health')).status, 200);

      await server.askToStop(signal);
      await idle.untilClosed();
      await untilRefused(server.port);
      const asked = performance.now();
      const [answer] = await busy.write(body.slice(20)).answers();
      assert.equal(answer?.status, 200);
      assert.equal((JSON.parse(answer.body) as { name: string }).name, 'In flight');
      assert.equal(answer.headers.get('connection'), 'close');
      assert.deepEqual(await server.ended, { code: 0, signal: null });
      await silent.untilClosed();
      assert.ok(performance.now() - asked < PROMPTLY, 'it waited for a connection with nothing left to say');
      for (const line of server.log) assert.equal(typeof line, 'object');
    });
  }

  test('ends at once when it is told twice', async () => {
    await server.restart();
    const stubborn = new RawConnection(server.port).write(
      'POST /oauth/token HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n',
    );
    assert.equal((await server.get('/health')).status, 200);
    await server.askToStop('SIGTERM');
    const asked = performance.now();
    const { code } = await server.stop();
    assert.notEqual(code, 0);
    assert.ok(performance.now() - asked < PROMPTLY);
    stubborn.close();
  });

  test('writes a log of one JSON object a line, with every request and what happened', async () => {
    await server.restart();
    await server.get('/oauth/authorize?client_id=x');
    await new Person(server, 'alice').browser.signIn('alice');
    await server.stop();
    const answered = server.log.filter((line) => line.route === '/oauth/authorize' && line.method === 'GET');
    assert.ok(answered.some((line) => line.status === 401 && typeof line.requestId === 'string'));
    assert.ok(server.log.some((line) => line.event === 'signed in'));
    assert.ok(server.log.every((line) => typeof line.time === 'number' && typeof line.msg === 'string'));
  });
});

/** Waits until nobody listens on a port any more. */
async function untilRefused(port: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const isRefused = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('error', () => resolve(true));
      socket.once('close', () => resolve(true));
      socket.once('connect', () => {
        socket.destroy();
        resolve(false);
      });
    });
    if (isRefused) return;
  }
  throw new Error('It still takes connections');
}
