import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { test } from 'node:test';
import { boundConnections, mostConnections } from './connection-limits.ts';

for (const [files, connections] of [
  [1_048_576, 1_048_320],
  [65_536, 65_280],
  [1024, 768],
  [256, 128],
] as const) {
  test(`a process that may open ${files} files takes ${connections} connections, and keeps the rest for itself`, () => {
    assert.equal(mostConnections(files), connections);
  });
}

test('what comes beyond the limit is closed at once, what was there goes on, and the operator is told once', async () => {
  const server = createServer((_request, response) => response.end('here'));
  const told: number[] = [];
  await boundConnections(server, (count) => told.push(count));
  assert.ok(server.maxConnections > 0 || process.platform !== 'linux');
  server.maxConnections = 1;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const first = connect(port, '127.0.0.1');
  await once(server, 'connection');
  for (let number = 0; number < 3; number++) {
    const late = connect(port, '127.0.0.1').on('error', () => {});
    await once(late, 'close');
  }
  first.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  assert.match(String(await once(first, 'data')), /200 OK/);
  assert.deepEqual(told, [1]);
  first.destroy();
  server.close();
});
