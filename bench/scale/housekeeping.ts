import { copyFileSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { checkOneByOne } from './check-by-check.ts';
import { median, quantile, short } from './figures.ts';
import type { Figure, Stand } from './measurement.ts';
import { noteUseToday, sampleOf } from './sample.ts';
import { cpuTimeOf, memoryOf, serveDatabase } from './served.ts';

/** Half a second of the server's event loop; milliseconds. */
interface Delay {
  readonly at: number;
  readonly p99: number;
  readonly max: number;
}

/** When the server keeps house for the first time, in milliseconds after its start. */
const FIRST = 60_000;
/** Until then it is measured without. */
const QUIET = 55_000;
/** For how long it is watched, unless it is done before. */
const WATCHED = 180_000;

/** Removes a large backlog from a copy while tokens are checked, and sees how long the process or an answer is held up. */
export async function measureHousekeeping(stand: Stand): Promise<readonly Figure[]> {
  const folder = join(stand.folder, 'housekeeping');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'copy.db');
  stand.say('housekeeping: copying the database');
  copyFileSync(stand.many.path, path);
  const copy = { path, population: stand.many.population };
  const secrets = sampleOf(copy.population, 20_000);
  noteUseToday(copy, secrets);
  const [log, delays] = [join(folder, 'server.log'), join(folder, 'delays.jsonl')];
  const server = await serveDatabase(`sqlite:${path}`, {
    log,
    extra: ['--import', join(import.meta.dirname, 'watch-event-loop.mjs')],
    env: { SCALE_DELAYS: delays, LOG_LEVEL: 'info' },
  });
  const started = Date.now();
  const times = { before: [] as number[], meanwhile: [] as number[] };
  let isDone = false;
  let cpu = 0;
  let largestLog = 0;
  for (let start = 0; !isDone; start = (start + 200) % secrets.length) {
    const quiet = Date.now() - started < QUIET;
    if (quiet) cpu = cpuTimeOf(server.pid);
    const some = secrets.slice(start, start + 200);
    const checked = await checkOneByOne(server.port, some, { connections: 2, pause: 5 });
    if (checked.failed > 0) throw new Error('Checks were refused');
    times[quiet ? 'before' : 'meanwhile'].push(...checked.times);
    largestLog = Math.max(largestLog, statSync(`${path}-wal`).size);
    isDone = Date.now() - started > QUIET + WATCHED || readFileSync(log, 'utf8').includes('"kept house"');
  }
  const seconds = (Date.now() - started - FIRST) / 1000;
  cpu = cpuTimeOf(server.pid) - cpu;
  const { peak } = memoryOf(server.pid);
  await server.stop();
  const rows = copy.population.tokens - countTokens(path);
  const seen = readFileSync(delays, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Delay);
  // The first seconds are those of the start.
  const before = seen.filter(({ at }) => at > started + 5000 && at < started + QUIET);
  const meanwhile = seen.filter(({ at }) => at > started + QUIET);
  const longest = (some: readonly Delay[]) => Math.max(...some.map(({ max }) => max));
  const usual = (some: readonly Delay[]) => median(some.map(({ max }) => max));
  const words = (some: readonly number[]) =>
    `p50 ${short(median(some))}, p99 ${short(quantile(some, 0.99))}, p99.9 ${short(quantile(some, 0.999))} ms`;
  return [
    {
      ...{ what: 'housekeeping: longest hold of half a second, median', value: usual(meanwhile), unit: 'ms', must: 10 },
      from: `before ${short(usual(before))} ms; longest of all ${short(longest(meanwhile))} ms, before ${short(longest(before))} ms`,
    },
    {
      ...{ what: 'housekeeping: p99.9 of checks meanwhile', value: quantile(times.meanwhile, 0.999), unit: 'ms' },
      from: `${words(times.meanwhile)}; before: ${words(times.before)}`,
    },
    {
      ...{ what: 'housekeeping: rows removed', value: rows / seconds, unit: '/s' },
      from: `${rows} in ${short(seconds)} s, ${short((cpu / rows) * 1000)} µs of processor time each, memory ${short(peak)} MiB, log ${short(largestLog / 2 ** 20)} MiB`,
    },
  ];
}

function countTokens(path: string): number {
  const database = new DatabaseSync(path);
  const { count } = database.prepare('select count(*) as count from tokens').get() ?? {};
  database.close();
  return Number(count);
}
