import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addResourceServer, basic } from '../../test/support/resource-server-app.ts';
import { newTestStore, startTestHost } from './test-host.ts';

const PATH = '/oauth/introspect/revocations';

test('Closing the server ends the streams of what ends', { timeout: 10_000 }, async (t) => {
  const host = await startTestHost();
  t.after(() => host.auth.close());
  const Authorization = basic(await addResourceServer(host.store));
  const response = await host.request(PATH, { headers: { Authorization } });
  assert.equal(response.status, 200);
  assert.match(response.headers.get('content-type') ?? '', /^text\/event-stream/);
  await host.auth.close();
  assert.match(await response.text(), /^: listening\n\n/);
  assert.equal((await host.request(PATH, { headers: { Authorization } })).status, 503);
});

test('Where the store cannot tell what ends, there is no stream', async (t) => {
  const store = await newTestStore();
  Object.defineProperty(store, 'onRevocation', { value: undefined });
  const host = await startTestHost({ store });
  t.after(() => host.auth.close());
  const Authorization = basic(await addResourceServer(host.store));
  assert.equal((await host.request(PATH, { headers: { Authorization } })).status, 404);
});
