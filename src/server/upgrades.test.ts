import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { after, test } from 'node:test';
import { takeUpgrades } from './upgrades.ts';

const server = createServer((incoming, outgoing) => outgoing.end(`answered ${incoming.url}`));
takeUpgrades(server, (incoming, socket) => {
  if (incoming.url !== '/mine') return false;
  socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\n');
  return true;
});
await once(server.listen(0, '127.0.0.1'), 'listening');
after(() => server.close());

async function ask(path: string): Promise<string> {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`);
  let text = '';
  for await (const chunk of socket) text += chunk;
  return text;
}

test('a request that asks to become a WebSocket does, where there is one', async () => {
  assert.match(await ask('/mine'), /^HTTP\/1\.1 101/);
});

test('every other one is answered as if it had not asked (RFC 9110 §7.8)', async () => {
  const text = await ask('/other');
  assert.match(text, /^HTTP\/1\.1 200/);
  assert.match(text, /answered \/other/);
});

for (const path of ['/mine', '/other']) {
  test(`a connection on which nothing moves after its answer is let go (${path})`, async (t) => {
    const client = connect({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', allowHalfOpen: true });
    t.after(() => client.destroy());
    const [theirs] = await once(server, 'connection');
    client.resume().write(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`);
    await once(client, 'end');
    theirs.setTimeout(1);
    await once(theirs, 'timeout');
    assert.equal(theirs.destroyed, true);
  });
}
