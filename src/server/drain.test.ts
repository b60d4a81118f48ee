import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { test } from 'node:test';
import { makeDrainable } from './drain.ts';

async function answerOn(socket: Socket): Promise<string> {
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  let said = '';
  while (!said.includes('\r\n\r\n')) said += String((await once(socket, 'data'))[0]);
  return said;
}

test('a request that comes on a kept connection just as the server ends is answered, and ends the connection (RFC 9112 §9.6)', async (t) => {
  const server = createServer((_, outgoing) => outgoing.end());
  const { promise: calm, resolve: becomeCalm } = Promise.withResolvers<void>();
  const drain = makeDrainable(server, () => calm);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const [busy, idle] = [connect(port, '127.0.0.1'), connect(port, '127.0.0.1')];
  t.after(() => {
    for (const socket of [busy, idle]) socket.destroy();
  });
  for (const socket of [busy, idle]) assert.match(await answerOn(socket), /Connection: keep-alive/);

  const finished = drain.finish();
  const closed = Promise.all([busy, idle].map((socket) => once(socket, 'close')));
  assert.match(await answerOn(busy), /Connection: close/);
  becomeCalm();
  await finished;
  await closed;
});
