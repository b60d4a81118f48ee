import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { RawConnection } from '../../test/support/raw-http.ts';
import { boundPipelining, LONGEST_PIPELINE } from './pipelining.ts';

const request = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n';

describe('boundPipelining()', () => {
  let server: Server<typeof IncomingMessage>;
  let connection: RawConnection;
  let asked: ServerResponse[];

  beforeEach(async () => {
    asked = [];
    server = createServer((_incoming, outgoing) => void asked.push(outgoing));
    boundPipelining(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    connection = new RawConnection((server.address() as AddressInfo).port);
  });
  afterEach(() => {
    connection.close();
    server.close();
  });

  const untilAsked = async (count: number) => {
    while (asked.length < count) await once(server, 'request');
  };
  const answerAll = () => {
    for (const outgoing of asked.splice(0)) outgoing.end('here');
  };

  test('lets as many requests wait as it says, and as many more once they are answered', async () => {
    for (const round of [1, 2, 3]) {
      connection.write(request.repeat(LONGEST_PIPELINE));
      await untilAsked(LONGEST_PIPELINE);
      answerAll();
      const answers = await connection.answers(round * LONGEST_PIPELINE);
      assert.ok(answers.every(({ status }) => status === 200));
    }
  });

  test('cuts off who sends one more, and hands on nothing of the rest', async () => {
    connection.write(request.repeat(LONGEST_PIPELINE * 20));
    await connection.untilClosed();
    assert.equal(asked.length, LONGEST_PIPELINE);
  });
});
