import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Relationship } from '../mastodon/people.ts';
import { startTestHost, testPeople, tokenOf } from './test-host.ts';

/** The beginning of a day, so that no window ends in between. */
const clock = { now: Date.UTC(2030, 0, 1) + 1000 };

const [alice, bot] = Object.keys(testPeople) as [string, string];

const relationship: Relationship = {
  accountId: bot,
  following: true,
  requested: false,
  followedBy: false,
  requestedBy: false,
  reblogs: true,
  notify: false,
  languages: undefined,
};

for (const waits of [true, false]) {
  const words = waits ? 'that waits for the count' : 'that does not wait for the count';
  test(`of a host ${words}, too many new follows are refused with 429, and the server lives on`, async () => {
    clock.now = Date.UTC(2030, 0, 1) + 1000;
    const made: string[] = [];
    const host = await startTestHost({
      // Two follows a day; the token has room enough.
      rateLimitFactor: 0.005,
      now: () => clock.now,
      host: {
        async follow(_viewer, _target, _options, countNew) {
          const counting = countNew();
          if (waits) await counting;
          made.push('one');
          return relationship;
        },
      },
    });
    const statuses: number[] = [];
    for (let tries = 0; tries < 3; tries += 1) {
      clock.now += 5 * 60_000;
      const token = await tokenOf(host, ['follow'], alice);
      const headers = { Authorization: `Bearer ${token}` };
      const { status } = await host.request(`/api/v1/accounts/${bot}/follow`, { method: 'POST', headers });
      statuses.push(status);
    }
    assert.deepEqual(statuses, [200, 200, 429]);
    assert.equal(made.length, waits ? 2 : 3);
    assert.equal(host.answered.at(-1)?.limit, 'follows');
  });
}
