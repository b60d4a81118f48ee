import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RunningServer } from '../support/running-server.ts';

test('a client that reads the rate limits learns when to come back (clients §3.14)', async (t) => {
  const limited = await RunningServer.start({ RATE_LIMIT_FACTOR: '1' });
  t.after(() => limited.dispose());
  const register = () => limited.post('/api/v1/apps', { client_name: 'x', redirect_uris: 'urn:ietf:wg:oauth:2.0:oob' });
  let response = await register();
  // A new window may begin in between.
  for (let index = 0; response.status === 200 && index < 11; index++) {
    const left = Number(response.headers.get('x-ratelimit-remaining'));
    assert.ok(left >= 0 && left < 5);
    response = await register();
  }
  assert.equal(response.status, 429);
  assert.deepEqual(await response.json(), { error: 'Too many requests' });
  assert.equal(response.headers.get('x-ratelimit-limit'), '5');
  assert.equal(response.headers.get('x-ratelimit-remaining'), '0');
  const reset = response.headers.get('x-ratelimit-reset') ?? '';
  assert.match(reset, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
  assert.ok(Date.parse(reset) > Date.now());
});
