/** A host that offers its accounts to its staff: which methods come of it, and that no failure of its opens anything. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type ModeratedFilter, type Moderating, ModerationRefused } from '../mastodon/moderation.ts';
import { OptionsError } from './check-options.ts';
import type { HostAccount } from './host-accounts.ts';
import { startTestHost, type TestHost, testPeople, tokenOf } from './test-host.ts';

const alice = 'ulid-01HZALICE';
const bot = 'ulid-01HZBOT';
const path = `/api/v1/admin/accounts/${bot}`;

/** What the host was told to do, in order. */
const done: unknown[] = [];
const moderation: Moderating<HostAccount> = {
  isStaff: ({ username }) => username === 'alice',
  describe: (_by, accounts) => accounts.map(({ username }) => ({ email: `${username}@host.example` })),
  list: async (_by, { limit }) =>
    Object.values(testPeople)
      .slice(0, limit)
      .map((person) => ({ cursor: person.id, person })),
  act: (by, act, target, { address }) => {
    done.push([by.id, act, target.id, address]);
    if (act === 'suspend') throw new ModerationRefused('not allowed');
    return target;
  },
};

async function call(host: TestHost, as: string | undefined, where = path, init: RequestInit = {}) {
  const token = await tokenOf(host, ['admin:read', 'admin:write'], as);
  const response = await host.request(where, { ...init, headers: { Authorization: `Bearer ${token}` } });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

describe('a host that offers its accounts to its staff', () => {
  test('gets the methods, over its own ids, and decides who is staff at each call', async () => {
    let isStaff = true;
    const host = await startTestHost({ host: { moderation: { ...moderation, isStaff: () => isStaff } } });
    const shown = await call(host, alice);
    assert.equal(shown.status, 200);
    const { id, email, confirmed, approved, suspended, role } = shown.body;
    assert.deepEqual([id, email, confirmed, approved, suspended], [bot, 'bot@host.example', true, true, false]);
    assert.equal((role as { id: string }).id, '-99');
    const listed = await host.request('/api/v2/admin/accounts?limit=1', {
      headers: { Authorization: `Bearer ${await tokenOf(host, ['admin:read'], alice)}` },
    });
    assert.equal(listed.headers.get('link')?.includes(`max_id=${alice}`), true);
    const approved_ = await call(host, alice, `${path}/approve`, { method: 'POST' });
    assert.equal(approved_.status, 200);
    assert.deepEqual(done.splice(0), [[alice, 'approve', bot, '192.0.2.7']]);
    isStaff = false;
    assert.equal((await call(host, alice)).status, 403);
    assert.equal((await call(host, alice, `${path}/approve`, { method: 'POST' })).status, 403);
    assert.deepEqual(done, []);
  });

  test('that refuses an act is believed', async () => {
    const host = await startTestHost({ host: { moderation } });
    const body = new URLSearchParams({ type: 'suspend' });
    const refused = await call(host, alice, `${path}/action`, { method: 'POST', body });
    assert.deepEqual([refused.status, refused.body], [403, { error: 'This action is not allowed' }]);
    assert.equal((await call(host, bot)).status, 403);
    done.length = 0;
  });

  test('hands on the filters as they were asked for', async () => {
    const asked: ModeratedFilter[] = [];
    const list: Moderating<HostAccount>['list'] = (_by, filter) => {
      asked.push(filter);
      return [];
    };
    const host = await startTestHost({ host: { moderation: { ...moderation, list } } });
    await call(host, alice, '/api/v2/admin/accounts?status=pending&email=a&ip=192.0.2.1&min_id=x&limit=7');
    const none = {
      username: undefined,
      displayName: undefined,
      invitedBy: undefined,
      maxId: undefined,
      sinceId: undefined,
    };
    assert.deepEqual(asked, [{ ...none, status: 'pending', email: 'a', address: '192.0.2.1', minId: 'x', limit: 7 }]);
  });

  const failures: readonly (readonly [string, Partial<Moderating<HostAccount>>, number])[] = [
    ['throws', { isStaff: () => Promise.reject(new Error('lost')) }, 500],
    ['hangs', { isStaff: () => new Promise<never>(() => {}) }, 503],
    ['answers no yes or no about staff', { isStaff: (() => 'yes') as never }, 500],
    ['describes the wrong number of accounts', { describe: () => [] }, 500],
    ['describes an account in the wrong shape', { describe: (() => [{ email: 7 }]) as never }, 500],
    ['acts on another account', { act: () => testPeople[alice] as HostAccount }, 500],
    ['acts and answers nothing', { act: (() => undefined) as never }, 500],
  ];
  for (const [what, broken, status] of failures) {
    test(`that ${what} answers one failure with an incident, and opens nothing`, async () => {
      const host = await startTestHost({ host: { moderation: { ...moderation, ...broken } } });
      const answer = await call(host, alice, `${path}/enable`, { method: 'POST' });
      assert.equal(answer.status, status, JSON.stringify(answer.body));
      const failure = host.answered.findLast(({ error }) => error !== undefined)?.error;
      assert.match(String(failure), /accounts\.moderation\./);
      done.length = 0;
    });
  }

  test('whose list has the wrong shape answers a failure', async () => {
    const host = await startTestHost({ host: { moderation: { ...moderation, list: (() => [{}]) as never } } });
    assert.equal((await call(host, alice, '/api/v1/admin/accounts')).status, 500);
  });

  test('must offer all of it: a role that nobody asks for would open everything', async () => {
    const { isStaff, ...rest } = moderation;
    await assert.rejects(startTestHost({ host: { moderation: rest as never } }), (error) => {
      assert.ok(error instanceof OptionsError);
      assert.match(error.message, /accounts\.moderation\.isStaff must be a function/);
      return true;
    });
    assert.ok(isStaff);
  });
});

test('a host that offers nothing to its staff has no such methods', async () => {
  const host = await startTestHost();
  for (const where of ['/api/v1/admin/accounts', '/api/v2/admin/accounts', path]) {
    assert.equal((await call(host, alice, where)).status, 404);
  }
});
