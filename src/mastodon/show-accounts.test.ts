import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Account } from '../accounts/ports.ts';
import type { AccountEntity } from './entities/account.ts';
import { accountEntityOf as accountEntity } from './test-entities.ts';
import { openTestSurface, TEST_ORIGIN, type TestAnswer } from './test-surface.ts';

const { addAccount, call } = await openTestSurface();
const notFound = { error: 'Record not found' };
const show = (account: Account) => accountEntity(account, TEST_ORIGIN);
const idsOf = (answer: TestAnswer) => (answer.json() as AccountEntity[]).map(({ id }) => id);

test('an account is shown by its id (contract §12.3)', async () => {
  const alice = await addAccount();
  const answer = await call('GET', `/api/v1/accounts/${alice.id}`);
  assert.deepEqual([answer.status, answer.json()], [200, show(alice)]);
});

test('a suspended account is shown without its texts (contract §12.3)', async () => {
  const mallory = await addAccount({ state: 'suspended', note: 'bad' });
  const answer = await call('GET', `/api/v1/accounts/${mallory.id}`);
  assert.equal(answer.status, 200);
  assert.deepEqual(answer.json(), { ...show(mallory), note: '', suspended: true });
});

test('unconfirmed and pending accounts are not found (contract §12.3)', async () => {
  for (const state of ['unconfirmed', 'pending'] as const) {
    const account = await addAccount({ state });
    const answer = await call('GET', `/api/v1/accounts/${account.id}`);
    assert.deepEqual([answer.status, answer.json()], [404, notFound]);
  }
});

for (const id of [
  '1',
  '0',
  '-1',
  'abc',
  '1.5',
  '%00',
  '9223372036854775808',
  '9'.repeat(300),
  'verify',
  '%F0%9F%90%98',
]) {
  test(`the id ${id.slice(0, 30)} is not found, wherever it is sent (contract §12.3)`, async () => {
    const alice = await addAccount();
    for (const [method, part] of [
      ['GET', ''],
      ['GET', '/followers'],
      ['GET', '/following'],
      ['POST', '/follow'],
      ['POST', '/unfollow'],
    ] as const) {
      const answer = await call(method, `/api/v1/accounts/${id}${part}`, { as: alice });
      assert.deepEqual([answer.status, answer.json()], [404, notFound]);
    }
  });
}

test('several accounts are shown at once: unknown ids are skipped, repetitions dropped (contract §12.3)', async () => {
  const [alice, bob, carol] = [await addAccount(), await addAccount(), await addAccount({ state: 'unconfirmed' })];
  const ids = [bob.id, 'x', alice.id, '12', carol.id, bob.id];
  const answer = await call('GET', `/api/v1/accounts?${ids.map((id) => `id[]=${id}`).join('&')}`);
  assert.deepEqual(idsOf(answer), [bob.id, alice.id]);
  assert.deepEqual((await call('GET', '/api/v1/accounts')).json(), []);
});

test('more than 40 different ids are refused (contract §12.3)', async () => {
  const query = (count: number) => Array.from({ length: count }, (_, index) => `id[]=${index + 1}`).join('&');
  assert.equal((await call('GET', `/api/v1/accounts?${query(40)}&id[]=1`)).status, 200);
  const refused = await call('GET', `/api/v1/accounts?${query(41)}`);
  assert.equal(refused.status, 422);
  assert.match(refused.text, /^\{"error":"Validation failed: /);
});

test('lookup takes a name with or without @ and with this host (contract §12.5)', async () => {
  const alice = await addAccount({ username: 'alice' });
  for (const acct of ['alice', '@alice', 'ALICE', 'alice@social.example', '@alice@SOCIAL.example', ' alice ']) {
    const answer = await call('GET', `/api/v1/accounts/lookup?acct=${encodeURIComponent(acct)}`);
    assert.deepEqual([answer.status, answer.json()], [200, show(alice)], acct);
  }
});

test('lookup finds nothing that is missing, malformed, elsewhere or not to be found (contract §12.5)', async () => {
  await addAccount({ username: 'hidden', state: 'pending' });
  for (const acct of [
    '',
    'nobody',
    'hidden',
    '@@hidden',
    'alice@other.example',
    'alice@',
    '@',
    "a'--",
    'x'.repeat(5000),
  ]) {
    const answer = await call('GET', `/api/v1/accounts/lookup?acct=${encodeURIComponent(acct)}`);
    assert.deepEqual([answer.status, answer.json()], [404, notFound], acct);
  }
  assert.equal((await call('GET', '/api/v1/accounts/lookup')).status, 404);
  assert.equal((await call('GET', '/api/v1/accounts/lookup?acct[x]=alice')).status, 404);
});
