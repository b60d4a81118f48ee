import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DAY } from '../protocol/lifetimes.ts';
import { directoryRetention, keepDirectory } from './housekeeping.ts';
import type { DirectoryHousekeepingStore, DirectorySweepable } from './ports.ts';

const NOW = Date.UTC(2030, 0, 1);

type Sweep = Parameters<DirectoryHousekeepingStore['sweepDirectory']>;

/** A store with this many rows of each kind; notes what it was asked for. */
function storeOf(rows: Partial<Record<DirectorySweepable, number>>) {
  const left: Partial<Record<DirectorySweepable, number>> = { ...rows };
  const sweeps: Sweep[] = [];
  const store: DirectoryHousekeepingStore = {
    async sweepDirectory(kind, options) {
      sweeps.push([kind, options]);
      const there = left[kind] ?? 0;
      if (options.dryRun) return there;
      const removed = Math.min(there, options.batch);
      left[kind] = there - removed;
      return removed;
    },
  };
  return { store, sweeps, left };
}

const keep = (store: DirectoryHousekeepingStore, dryRun: boolean, pause = async () => {}) =>
  keepDirectory({ store, now: () => NOW }, { dryRun, pause });

describe('keepDirectory()', () => {
  test('keeps each kind as long as decision 21 says', async () => {
    const { store, sweeps } = storeOf({});
    await keep(store, false);
    assert.deepEqual(
      sweeps.map(([kind, { before }]) => [kind, (NOW - before) / DAY]),
      [
        ['tickets', 1],
        ['mails', 30],
        ['unconfirmed accounts', 7],
        ['invites', 90],
        ['posting keys', 0],
        ['notifications', 180],
        ['audit addresses', 365],
        ['audit entries', 1095],
      ],
    );
  });

  test('goes batch by batch until nothing is left, and gives way in between', async () => {
    const { store, sweeps, left } = storeOf({ tickets: 401, 'unconfirmed accounts': 40 });
    let pauses = 0;
    const swept = await keep(store, false, async () => {
      pauses += 1;
    });
    assert.deepEqual(
      swept.filter(({ rows }) => rows > 0),
      [
        { kind: 'tickets', rows: 401 },
        { kind: 'unconfirmed accounts', rows: 40 },
      ],
    );
    assert.deepEqual(
      Object.values(left).filter((count) => count > 0),
      [],
    );
    // Five of tickets (20, 40, 80, 160, and the rest), three of accounts (the last finds nothing), one of each other kind.
    assert.equal(sweeps.length, 5 + 3 + directoryRetention.length - 2);
    assert.equal(pauses, 6);
  });

  test('only counts in a dry run', async () => {
    const { store, left } = storeOf({ tickets: 401, mails: 3 });
    const swept = await keep(store, true);
    assert.deepEqual(
      swept.map(({ rows }) => rows),
      [401, 3, 0, 0, 0, 0, 0, 0],
    );
    assert.deepEqual(left, { tickets: 401, mails: 3 });
  });
});

test('keepDirectory() takes fewer at once where a batch takes long', async () => {
  const { store, sweeps } = storeOf({ tickets: 100 });
  let time = NOW;
  const now = () => {
    // A batch takes twenty milliseconds: the clock is asked before and after each.
    time += 20;
    return time;
  };
  await keepDirectory({ store, now }, { dryRun: false, pause: async () => {} });
  const sizes = sweeps.filter(([kind]) => kind === 'tickets').map(([, { batch }]) => batch);
  assert.deepEqual(sizes, [20, 10, 10, 10, 10, 10, 10, 10, 10, 10]);
});
