import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { RunningServer } from '../../test/support/running-server.ts';
import { SecretKeys } from '../library/secret-keys.ts';
import { PROOF_HEADER, proofOf, SEEN_PATH } from './seen-request.ts';

const key = 'k'.repeat(32);

describe('how a request arrived', () => {
  let server: RunningServer;

  before(async () => {
    server = await RunningServer.start({ SECRET_KEY: key, TRUSTED_PROXIES: '127.0.0.1' });
  });
  after(() => server.dispose());

  const ask = (proof: string | undefined, headers: Readonly<Record<string, string>> = {}) =>
    server.get(SEEN_PATH, { ...headers, ...(proof !== undefined && { [PROOF_HEADER]: proof }) });

  test('is told to who proves to have the secret key', async () => {
    const keys = new SecretKeys([key]);
    const headers = { 'X-Forwarded-For': '192.0.2.7', Authorization: 'Bearer secret' };
    const response = await ask(proofOf(keys, Date.now()), headers);
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('cache-control'), 'no-store');
    assert.deepEqual(await response.json(), {
      address: '192.0.2.7',
      peer: '127.0.0.1',
      forwardedFor: '192.0.2.7',
      bearer: true,
    });
  });

  test('is told to nobody else: no proof, a wrong one, another key, one of long ago or of tomorrow', async () => {
    const keys = new SecretKeys([key]);
    const proofs = [
      undefined,
      '',
      'x',
      `${Date.now()}.${'A'.repeat(43)}`,
      `${proofOf(keys, Date.now())}A`,
      proofOf(new SecretKeys(['o'.repeat(32)]), Date.now()),
      proofOf(keys, Date.now() - 6 * 60_000),
      proofOf(keys, Date.now() + 6 * 60_000),
    ];
    for (const proof of proofs) {
      const response = await ask(proof);
      assert.equal(response.status, 404, proof);
      assert.doesNotMatch(await response.text(), /127\.0\.0\.1/);
    }
  });
});
