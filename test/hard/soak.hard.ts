/** Issue §2: everything at once for minutes: nothing fails, and nothing grows but the database. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { RunningServer } from '../support/running-server.ts';
import { Ledger } from './support/ledger.ts';
import { Load } from './support/load.ts';
import { assertUnshaken } from './support/outage.ts';
import { figuresOf, quantile, rounded } from './support/process-figures.ts';

const minutes = Number(process.env.SOAK_MINUTES ?? 3);

/** Milliseconds between two looks. */
const INTERVAL = 1000;

/** MiB by which the last third of the time may lie above the second one. */
const MOST_GROWTH = 48;

/** Files that may be open at the end and were not in the middle. */
const MOST_FILES = 20;

describe('a soak', { skip: process.platform !== 'linux' && 'it looks into /proc' }, () => {
  test(`a mixed load for ${minutes} minutes: no error, no leak, and all of it holds afterwards`, async (context) => {
    const server = await RunningServer.start({ REGISTRATIONS: 'open' });
    try {
      const ledger = new Ledger();
      const load = await Load.prepare(server, ledger);
      load.start(1);
      const samples: { readonly memory: number; readonly files: number; readonly wait: number }[] = [];
      for (const end = Date.now() + minutes * 60_000; Date.now() < end; await sleep(INTERVAL)) {
        const began = performance.now();
        assert.equal((await server.get('/health/live')).status, 200);
        samples.push({ ...figuresOf(server.pid), wait: performance.now() - began });
      }
      await load.stop();
      const third = Math.floor(samples.length / 3);
      const [middle, last] = [samples.slice(third, 2 * third), samples.slice(2 * third)];
      const growth = medianOf(last, 'memory') - medianOf(middle, 'memory');
      const files = medianOf(last, 'files') - medianOf(middle, 'files');
      const { answered, refused, cut } = load.report;
      context.diagnostic(`${answered} journeys of ten kinds, ${refused} refused; ${JSON.stringify(ledger.sizes)}`);
      context.diagnostic(
        `memory ${rounded(medianOf(last, 'memory'))} MiB, ${rounded(growth)} more in the last third than in the second; files ${medianOf(last, 'files')}, ${files} more`,
      );
      const waits = samples.map(({ wait }) => wait);
      context.diagnostic(
        `an answer that asks nobody took ${rounded(quantile(waits, 0.5))} ms, 99 of 100 below ${rounded(quantile(waits, 0.99))}`,
      );
      assert.deepEqual({ refused, cut }, { refused: 0, cut: 0 });
      assert.ok(growth < MOST_GROWTH, `memory grew by ${growth} MiB`);
      assert.ok(files < MOST_FILES, `${files} files were left open`);
      await ledger.verify(server);
      await ledger.replayCodes(server);
      await assertUnshaken(server);
    } finally {
      await server.dispose();
    }
  });
});

function medianOf<Name extends string>(samples: readonly Readonly<Record<Name, number>>[], name: Name): number {
  return quantile(
    samples.map((sample) => sample[name]),
    0.5,
  );
}
