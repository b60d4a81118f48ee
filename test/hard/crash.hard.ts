/** Issue §2: `kill -9` in the middle of load, twenty times. What was answered holds, and nothing is there by half. */
import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { RunningServer } from '../support/running-server.ts';
import { assertNothingHalfDone } from './support/half-done.ts';
import { Ledger } from './support/ledger.ts';
import { Load } from './support/load.ts';

const ROUNDS = 20;

/** Answers to wait for before the process is killed in the midst of more; and then up to so many milliseconds. */
const ENOUGH = 60;
const LATER = 400;

describe('kill -9 in the midst of a mixed load', () => {
  test(`on SQLite, ${ROUNDS} times: what was answered holds, the database opens at once and whole, nothing is half done`, async (context) => {
    const server = await RunningServer.start({ REGISTRATIONS: 'open' });
    try {
      const ledger = new Ledger();
      const load = await Load.prepare(server, ledger);
      const restarts: number[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        const mark = ledger.mark();
        await load.useTotp(`totp_${round}`);
        load.start();
        await load.untilAnswered(ENOUGH);
        await sleep(Math.random() * LATER);
        assert.deepEqual(await server.kill(), { code: null, signal: 'SIGKILL' });
        await load.stop();
        const began = performance.now();
        await server.restart();
        restarts.push(performance.now() - began);
        await ledger.verify(server, mark);
        await assertWhole(server.databasePath);
      }
      await ledger.verify(server);
      await ledger.replayCodes(server);
      assert.deepEqual(await server.stop(), { code: 0, signal: null });
      await assertWhole(server.databasePath);
      const { answered, refused, cut } = load.report;
      assert.equal(refused, 0, 'nothing was refused: no lock outlives its process');
      assert.ok(cut > ROUNDS, 'the kills met requests in flight');
      restarts.sort((one, other) => one - other);
      context.diagnostic(
        `${ROUNDS} kills, ${answered} answers, ${cut} requests cut off; ${JSON.stringify(ledger.sizes)}`,
      );
      context.diagnostic(
        `from the start of the process to the first healthy answer: median ${Math.round(restarts[ROUNDS / 2] ?? 0)} ms, longest ${Math.round(restarts.at(-1) ?? 0)} ms`,
      );
    } finally {
      await server.dispose();
    }
  });
});

/** Looks at the file beside the server. */
async function assertWhole(path: string): Promise<void> {
  const database = new DatabaseSync(path, { readOnly: true, timeout: 5000 });
  try {
    assert.deepEqual(database.prepare('pragma integrity_check').all(), [{ __proto__: null, integrity_check: 'ok' }]);
    assert.deepEqual(database.prepare('pragma foreign_key_check').all(), []);
    await assertNothingHalfDone(async (sql) => Number(database.prepare(sql).get()?.n));
  } finally {
    database.close();
  }
}
