/** Issue §2: slow clients, many connections and floods are cut off, and cost nobody else anything. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { RawConnection, sendRaw } from '../support/raw-http.ts';
import { RunningServer } from '../support/running-server.ts';

/** Longer than the server has patience with any of these, on a busy machine. */
const BOUND = 50_000;

const MEGABYTE = 1024 * 1024;

/** Far more than the sockets of both sides hold. */
const FLOOD = 2048 * MEGABYTE;

const formType = 'Content-Type: application/x-www-form-urlencoded';

describe('slow clients', { concurrency: true }, () => {
  let server: RunningServer;

  before(async () => {
    server = await RunningServer.start();
  });
  after(async () => {
    try {
      assert.equal((await server.get('/health')).status, 200);
      assert.deepEqual(await server.stop(), { code: 0, signal: null });
      assert.deepEqual(
        server.log.filter((line) => line.err !== undefined || line.status === 500),
        [],
      );
    } finally {
      await server.dispose();
    }
  });

  /** Writes a byte from time to time, as long as the other side listens. */
  function trickle(connection: RawConnection, text: () => string): () => void {
    const timer = setInterval(() => connection.write(text()), 500);
    return () => clearInterval(timer);
  }

  test('who sends headers that never end gets 408 and is cut off', async () => {
    const connection = new RawConnection(server.port).write('GET /health HTTP/1.1\r\nHost: x\r\n');
    let line = 0;
    const end = trickle(connection, () => `X-${line++}: y\r\n`);
    assert.match(await connection.untilClosed(BOUND), /^HTTP\/1\.1 408 /);
    end();
  });

  test('who connects and says nothing is cut off', async () => {
    await new RawConnection(server.port).untilClosed(BOUND);
  });

  test('who sends a body byte by byte gets 408 and is cut off, however far they came', async () => {
    const connection = new RawConnection(server.port).write(
      `POST /oauth/token HTTP/1.1\r\nHost: x\r\n${formType}\r\nContent-Length: 5000\r\n\r\n`,
    );
    const end = trickle(connection, () => 'a');
    assert.match(await connection.untilClosed(BOUND), /^HTTP\/1\.1 4\d\d /);
    end();
  });

  test('while a thousand of them hang on, everybody else is answered', async () => {
    const beginnings = [
      'GET /health HTTP/1.1\r\nHost: x\r\n',
      `POST /oauth/token HTTP/1.1\r\nHost: x\r\n${formType}\r\nContent-Length: 5000\r\n\r\na`,
      `POST /api/v1/apps HTTP/1.1\r\nHost: x\r\n${formType}\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nclien`,
      '',
    ];
    const slow = Array.from({ length: 1000 }, (_, number) =>
      new RawConnection(server.port).write(beginnings[number % beginnings.length] ?? ''),
    );
    for (let round = 0; round < 50; round++) assert.equal((await server.get('/api/v1/instance')).status, 200);
    for (const connection of slow) connection.close();
  });

  for (const [name, framing, frame] of [
    ['of chunks', 'Transfer-Encoding: chunked', (bytes: Buffer) => [`${bytes.length.toString(16)}\r\n`, bytes, '\r\n']],
    ['that announces all of it', `Content-Length: ${FLOOD}`, (bytes: Buffer) => [bytes]],
  ] as const) {
    test(`a flood ${name} is answered 413 and cut off before it is read`, async (context) => {
      const connection = new RawConnection(server.port).write(
        `POST /oauth/token HTTP/1.1\r\nHost: x\r\n${formType}\r\n${framing}\r\n\r\n`,
      );
      const block = Buffer.concat(frame(Buffer.alloc(64 * 1024, 'a')).map((part) => Buffer.from(part)));
      while (connection.writable && connection.sent < FLOOD) await connection.writeAll(block);
      await connection.untilClosed(BOUND);
      assert.match(connection.received, /^HTTP\/1\.1 413 /);
      assert.ok(connection.sent < FLOOD, 'all of it was taken');
      context.diagnostic(`${Math.round(connection.sent / MEGABYTE)} MiB were taken`);
    });
  }

  test('pipelined requests behind a refused body are answered or cut off, never mixed up', async () => {
    const body = 'a'.repeat(300 * 1024);
    const connection = new RawConnection(server.port).write(
      `POST /oauth/token HTTP/1.1\r\nHost: x\r\n${formType}\r\nContent-Length: ${body.length}\r\n\r\n`,
    );
    await connection.writeAll(Buffer.from(body));
    connection.write('GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    await connection.untilClosed(BOUND);
    const [first, second] = await connection.answers(2);
    assert.equal(first?.status, 413);
    if (second !== undefined) assert.equal(second.status, 200);
  });

  test('headers of more than 16 KiB get 431, of a little less are read', async () => {
    const withHeaders = (bytes: number) =>
      sendRaw(server.port, `GET /health/live HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(bytes)}\r\n\r\n`);
    assert.equal((await withHeaders(16_000)).status, 200);
    assert.equal((await withHeaders(16_500)).status, 431);
  });
});
