import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunningServer } from '../../support/running-server.ts';
import type { Ledger } from './ledger.ts';
import type { Load } from './load.ts';

/** Longer than anything here takes on a busy machine, in milliseconds. */
const BOUND = 90_000;

/** Trouble with the storage, how it begins and ends. */
export interface Outage {
  readonly begin: () => void | Promise<void>;
  readonly end: () => void | Promise<void>;
  /** Milliseconds for which it goes on after the server noticed it. */
  readonly lasts?: number;
  /** Whether tokens can be checked meanwhile; where that is left to chance, any of both answers will do. */
  readonly readsGoOn: boolean | 'perhaps';
}

/**
 * Runs a load over an outage: while it lasts, everything is answered 503 with `Retry-After` and the health says so; when it is
 * over, the server goes on by itself; and all that it ever answered holds.
 */
export async function surviveOutage(
  context: TestContext,
  server: RunningServer,
  { ledger, load }: { readonly ledger: Ledger; readonly load: Load },
  outage: Outage,
): Promise<void> {
  const before = load.report;
  load.start(1);
  await load.untilAnswered(30);
  const [token] = ledger.living;
  assert.ok(token !== undefined);
  try {
    await begin(outage, server, load, token);
  } catch (error) {
    // Else its clients go on for ever.
    void load.stop();
    throw error;
  } finally {
    await outage.end();
  }
  const over = performance.now();
  await until(async () => (await health(server)) === 200, 'the health says that the storage is back');
  const recovered = performance.now() - over;
  await load.untilAnswered(50);
  await load.stop();
  await ledger.verify(server);
  const { answered, refused: all, cut } = load.report;
  assert.equal(cut, before.cut, 'the server cut nobody off');
  context.diagnostic(
    `${answered - before.answered} answers, ${all - before.refused} refusals; healthy ${Math.round(recovered)} ms after the end`,
  );
}

async function begin(outage: Outage, server: RunningServer, load: Load, token: string): Promise<void> {
  await outage.begin();
  await until(async () => (await health(server)) === 503, 'the health says that the storage is away');
  assert.equal((await server.get('/health/live')).status, 200, 'the process lives');
  const refused = load.report.refused;
  await until(async () => load.report.refused > refused + 5, 'requests are refused');
  const check = await server.get('/api/v1/apps/verify_credentials', { Authorization: `Bearer ${token}` });
  const expected = outage.readsGoOn === 'perhaps' ? [200, 503] : [outage.readsGoOn ? 200 : 503];
  assert.ok(expected.includes(check.status), `the check of a token was answered ${check.status}`);
  if (check.status === 503) assert.match(check.headers.get('retry-after') ?? '', /^[1-9]\d*$/);
  await sleep(outage.lasts ?? 0);
}

/** The end of a server that went through outages: nothing surprised it. */
export async function assertUnshaken(server: RunningServer): Promise<void> {
  assert.deepEqual(await server.stop(), { code: 0, signal: null });
  const surprises = server.log.filter(({ status, level }) => status === 500 || level === 60);
  assert.deepEqual(surprises, []);
  assert.doesNotMatch(server.stderr, /unforeseen|^\s+at /m);
}

async function health(server: RunningServer): Promise<number> {
  const response = await server.get('/health');
  if (response.status === 503) assert.match(response.headers.get('retry-after') ?? '', /^[1-9]\d*$/);
  await response.text();
  return response.status;
}

async function until(condition: () => Promise<boolean>, what: string): Promise<void> {
  for (const deadline = performance.now() + BOUND; performance.now() < deadline; await sleep(50)) {
    if (await condition()) return;
  }
  assert.fail(`In ${BOUND} ms it did not come about that ${what}`);
}
