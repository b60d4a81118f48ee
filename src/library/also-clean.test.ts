import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HousekeepingRound } from '../flows/ports.ts';
import { OptionsError } from './check-options.ts';
import { startTestHost } from './test-host.ts';

test('What the host cleans away goes with the server’s own housekeeping, into one report', async () => {
  const rounds: HousekeepingRound[] = [];
  const { auth } = await startTestHost({
    alsoClean: async (round) => {
      rounds.push(round);
      await round.pause();
      return [{ kind: 'drafts', rows: 7 }];
    },
  });
  const counted = await auth.admin.keepHouse({ dryRun: true });
  assert.deepEqual(counted.at(-1), { kind: 'drafts', rows: 7 });
  assert.ok(counted.some(({ kind }) => kind === 'sessions'));
  await auth.admin.keepHouse();
  assert.deepEqual(
    rounds.map(({ dryRun }) => dryRun),
    [true, false],
  );
});

test('A host that fails to clean fails the round, and what is no function is refused', async () => {
  const { auth } = await startTestHost({ alsoClean: () => Promise.reject(new Error('no disk')) });
  await assert.rejects(auth.admin.keepHouse(), /no disk/);
  await assert.rejects(startTestHost({ alsoClean: true as never }), (error) => {
    assert.ok(error instanceof OptionsError);
    assert.match(error.message, /alsoClean/);
    return true;
  });
});
