/**
 * `npm run bench`: starts the server and a raw `node:http` floor, takes turns between them in the same run, and prints
 * the median of each job with its ratio to the floor. Everything a real server does is on: durable commits, validation,
 * the log, limits (multiplied so that none refuses).
 */
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareJobs } from './jobs.ts';
import { CONNECTIONS, load, loadTool } from './load.ts';
import { startFloor, startServer } from './processes.ts';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 2);
/** More tokens to revoke than any round can. */
const REVOCABLE = 40_000 * SECONDS;

/** A private folder for database, log and request lists; removed at the end. */
const folder = await mkdtemp(join(tmpdir(), 'mastodoor-bench-'));
const databasePath = join(folder, 'bench.db');
const children: ChildProcess[] = [];

try {
  await run();
} finally {
  for (const child of children) child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
}

async function run(): Promise<void> {
  const floor = await startFloor(children);
  const server = await startServer(children, folder, databasePath);
  const jobs = await prepareJobs(server, databasePath, REVOCABLE);
  const rates = new Map<string, { ours: number[]; floor: number[] }>();
  let failed = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const job of jobs) {
      const requests = await job.requests(round);
      // The floor answers the very same requests, so that both read the same bytes.
      const base = await load(floor, requests.slice(0, 2000), SECONDS, folder);
      const measured = await load(server, requests, SECONDS, folder);
      failed += measured.failed;
      const entry = rates.get(job.name) ?? { ours: [], floor: [] };
      entry.ours.push(measured.requestsPerSecond);
      entry.floor.push(base.requestsPerSecond);
      rates.set(job.name, entry);
    }
  }
  const rows = [...rates].map(([name, { ours, floor }]) => {
    const ratio = median(ours) / median(floor);
    const spread = (Math.max(...ours) - Math.min(...ours)) / median(ours);
    return `| ${name} | ${ratio.toFixed(2)} | ${Math.round(median(ours))} | ±${Math.round(spread * 50)} % |`;
  });
  process.stdout.write(
    `\n${ROUNDS} rounds of ${SECONDS} s, ${CONNECTIONS} connections, ${loadTool}, Node ${process.versions.node}\n\n` +
      `| job | ÷ floor | requests/s here | spread |\n| --- | --: | --: | --: |\n${rows.join('\n')}\n`,
  );
  if (failed > 0) throw new Error(`${failed} requests were refused: the figures above mean nothing`);
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}
