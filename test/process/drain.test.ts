import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import { RawConnection, sendRaw } from '../support/raw-http.ts';
import { RunningServer } from '../support/running-server.ts';
import { TestBrowser } from '../support/test-browser.ts';
import { onSqlite } from '../support/test-stores.ts';

/** Longer than the server gives to whatever hangs. */
const BOUND = 15_000;

const get = (path: string, ...headers: readonly string[]) =>
  `${[`GET ${path} HTTP/1.1`, 'Host: x', ...headers].join('\r\n')}\r\n\r\n`;

describe('a server that is told to stop', { concurrency: true }, () => {
  test('answers for DRAIN_SECONDS while its health is 503, ends every connection with its answer, and then takes none', async () => {
    const server = await RunningServer.start({ DRAIN_SECONDS: '5' });
    try {
      const kept = new RawConnection(server.port).write(get('/health'));
      assert.equal((await kept.answers())[0]?.status, 200);
      await server.askToStop('SIGTERM');
      const [, draining] = await kept.write(get('/health')).answers(2);
      assert.equal(draining?.status, 503);
      assert.match(draining.headers.get('retry-after') ?? '', /^[1-9]\d*$/);
      assert.deepEqual(JSON.parse(draining.body), { status: 'draining' });
      assert.equal(draining.headers.get('connection'), 'close');
      await kept.untilClosed();
      // A proxy that has not looked yet sends more, on new connections; none of it is refused.
      for (const [path, status] of [
        ['/health', 503],
        ['/health/live', 200],
        ['/api/v1/instance', 200],
      ] as const) {
        const answer = await sendRaw(server.port, get(path));
        assert.equal(answer.status, status, path);
        assert.equal(answer.headers.get('connection'), 'close', path);
      }
      assert.deepEqual(await server.ended, { code: 0, signal: null });
      await assert.rejects(sendRaw(server.port, get('/health/live')));
    } finally {
      await server.dispose();
    }
  });

  test('is not kept by a client that never ends its request', async () => {
    const server = await RunningServer.start();
    try {
      const slow = new RawConnection(server.port).write(
        'POST /oauth/token HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n',
      );
      const slower = new RawConnection(server.port).write('GET /health HTT');
      assert.equal((await server.get('/health')).status, 200);
      await server.askToStop('SIGTERM');
      assert.deepEqual(await within(BOUND, server.ended), { code: 0, signal: null });
      await Promise.all([slow.untilClosed(), slower.untilClosed()]);
    } finally {
      await server.dispose();
    }
  });

  test('writes what waits behind the answers: the audit log', async () => {
    const server = await RunningServer.start();
    try {
      await server.addAccount('alice');
      assert.equal((await new TestBrowser(server).signIn('alice', 'wrong words')).status, 422);
      assert.deepEqual(await server.stop(), { code: 0, signal: null });
      const entries = await server.withStore((store) => store.listAuditEntries({ limit: 10 }));
      assert.ok(entries.some(({ event }) => event === 'sign-in failed'));
    } finally {
      await server.dispose();
    }
  });

  test('ends with a failure, and says so, when its database lets it write nothing', onSqlite, async () => {
    const server = await RunningServer.start();
    const database = new DatabaseSync(server.databasePath, { timeout: 5000 });
    try {
      await server.addAccount('alice');
      database.exec('begin immediate');
      // Nothing is written before the answer, and the audit entry never is.
      assert.equal((await new TestBrowser(server).signIn('alice', 'wrong words')).status, 422);
      const stopped = server.stop();
      assert.deepEqual(await within(BOUND, stopped), { code: 1, signal: null });
      const messages = server.log.map(({ msg }) => msg);
      assert.ok(messages.includes('something did not end in time and was left behind'));
    } finally {
      database.close();
      await server.dispose();
    }
  });
});

async function within<T>(milliseconds: number, outcome: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const deadline = setTimeout(() => reject(new Error(`It did not end within ${milliseconds} ms`)), milliseconds);
  try {
    return await Promise.race([outcome, late]);
  } finally {
    clearTimeout(deadline);
  }
}
