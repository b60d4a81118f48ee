import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Account } from '../accounts/ports.ts';
import type { AccountEntity } from './entities/account.ts';
import { openTestSurface, TEST_ORIGIN, type TestAnswer } from './test-surface.ts';

const { store, addAccount, call } = await openTestSurface();
const idsOf = (answer: TestAnswer) => (answer.json() as AccountEntity[]).map(({ id }) => id);

/** An account, and those who follow it and whom it follows, the newest first; also the ids of the follow records. */
async function withFollows(count: number, differences: Partial<Account> = {}) {
  const account = await addAccount(differences);
  const others: Account[] = [];
  const followIds: string[] = [];
  for (let index = 0; index < count; index++) {
    const other = await addAccount();
    const options = { locked: false, at: Date.now() };
    const { id } = await store.follow({ followerId: other.id, followedId: account.id }, options);
    await store.follow({ followerId: account.id, followedId: other.id }, options);
    others.unshift(other);
    followIds.unshift(id);
  }
  return { account, ids: others.map(({ id }) => id), others, followIds };
}

for (const name of ['followers', 'following'] as const) {
  test(`${name} are listed with the newest first, to anyone (contract §12.4)`, async () => {
    const { account, ids } = await withFollows(3);
    const answer = await call('GET', `/api/v1/accounts/${account.id}/${name}`);
    assert.deepEqual([answer.status, idsOf(answer)], [200, ids]);
  });

  test(`a walk through ${name} along the Link header visits everyone once (contract §12.4)`, async () => {
    const { account, ids } = await withFollows(5);
    const visited: string[] = [];
    let path: string | undefined = `/api/v1/accounts/${account.id}/${name}?limit=2`;
    while (path !== undefined) {
      const answer = await call('GET', path);
      visited.push(...idsOf(answer));
      path = /<https:\/\/social\.example([^>]+)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1];
    }
    assert.deepEqual(visited, ids);
  });

  test(`${name} are hidden from all but their account when it hides them, and from all when it is suspended (contract §12.4)`, async () => {
    const { account, ids, others } = await withFollows(2, { hideCollections: true });
    const path = `/api/v1/accounts/${account.id}/${name}`;
    for (const as of [undefined, others[0]]) {
      const answer = await call('GET', path, as === undefined ? {} : { as });
      assert.deepEqual([answer.status, answer.json(), answer.headers.get('link')], [200, [], null]);
    }
    assert.deepEqual(idsOf(await call('GET', path, { as: account })), ids);
    await store.changeAccount(account.id, { suspendedAt: 1, hideCollections: false });
    assert.deepEqual((await call('GET', path)).json(), []);
  });

  test(`${name} leave out accounts that others do not find, and the page still counts them`, async () => {
    const { account, ids, others } = await withFollows(3);
    await store.changeAccount(others[0]?.id ?? '', { confirmedAt: undefined });
    await store.changeAccount(others[1]?.id ?? '', { suspendedAt: 1 });
    const answer = await call('GET', `/api/v1/accounts/${account.id}/${name}?limit=2`);
    assert.deepEqual(idsOf(answer), []);
    assert.match(answer.headers.get('link') ?? '', /rel="next"/);
    assert.deepEqual(idsOf(await call('GET', `/api/v1/accounts/${account.id}/${name}`)), [ids[2]]);
  });
}

test('the Link header names follow records, and the limit as it was sent (contract §12.4)', async () => {
  const { account, followIds } = await withFollows(3);
  const url = `${TEST_ORIGIN}/api/v1/accounts/${account.id}/followers`;
  const answer = await call('GET', `/api/v1/accounts/${account.id}/followers?limit=-2`);
  assert.equal(
    answer.headers.get('link'),
    `<${url}?limit=-2&max_id=${followIds[1]}>; rel="next", <${url}?limit=-2&since_id=${followIds[0]}>; rel="prev"`,
  );
});

test('requests are no followers', async () => {
  const [alice, bob] = [await addAccount({ locked: true }), await addAccount()];
  await store.follow({ followerId: bob.id, followedId: alice.id }, { locked: true, at: 0 });
  assert.deepEqual((await call('GET', `/api/v1/accounts/${alice.id}/followers`)).json(), []);
});

test('lists of an account that is not confirmed yet are found (contract §12.4)', async () => {
  const account = await addAccount({ confirmedAt: undefined });
  const answer = await call('GET', `/api/v1/accounts/${account.id}/followers`);
  assert.deepEqual([answer.status, answer.json()], [200, []]);
});

for (const query of [
  'limit=x',
  'max_id=x',
  'since_id=-',
  'max_id[]=1',
  'max_id[a]=1',
  'limit=1&limit=2',
  `max_id=${'9'.repeat(90)}`,
]) {
  test(`a list is not refused for ${query.slice(0, 30)}`, async () => {
    const { account } = await withFollows(1);
    assert.equal((await call('GET', `/api/v1/accounts/${account.id}/followers?${query}`)).status, 200);
  });
}
