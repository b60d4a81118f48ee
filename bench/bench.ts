/**
 * `npm run bench [-- job…] [--rounds N] [--seconds N] [--against URL [--token TOKEN]]`: starts the server and a raw
 * `node:http` floor on the same Node, takes turns between them in the same run, and prints the median of each job beside
 * what it is compared with, its aim, and the processor time of one request. Everything a real server does is on: durable
 * commits, validation, the log, limits (multiplied so that none refuses).
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Job, Round } from './job.ts';
import { jobs } from './jobs/index.ts';
import { CONNECTIONS, loadTool } from './load.ts';
import { type BenchOptions, readOptions } from './options.ts';
import { endProcesses } from './processes.ts';
import { report } from './report.ts';
import { setUpStand } from './stand.ts';

const options = readOptions(process.argv.slice(2));
const folder = await mkdtemp(join(tmpdir(), 'mastodoor-bench-'));
try {
  await run(chosen(options.jobs), options);
} finally {
  endProcesses();
  await rm(folder, { recursive: true, force: true });
}

async function run(wanted: readonly Job[], { rounds, seconds, against }: BenchOptions): Promise<void> {
  const stand = await setUpStand(options, folder);
  const measures = new Map<Job, (round: number) => Promise<Round>>();
  for (const job of wanted) measures.set(job, await job.prepare(stand));
  const measured = new Map<Job, Round[]>(wanted.map((job) => [job, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [job, measure] of measures) {
      if (round >= (job.rounds ?? rounds)) continue;
      measured.get(job)?.push(await measure(round));
      process.stderr.write(`round ${round + 1} of ${rounds}: ${job.name}\n`);
    }
  }
  process.stdout.write(
    `\n${rounds} rounds of ${seconds} s, ${CONNECTIONS} connections, ${loadTool}, Node ${process.versions.node}\n\n` +
      `${report(measured, against !== undefined)}\n`,
  );
  await stand.store.close();
  const failed = [...measured].filter(([, all]) => all.some(({ ours }) => (ours.failed ?? 0) > 0));
  if (failed.length > 0) {
    const names = failed.map(([{ name }]) => name).join(', ');
    throw new Error(`Requests were refused, so these figures mean nothing: ${names}`);
  }
}

function chosen(names: readonly string[]): readonly Job[] {
  const unknown = names.filter((name) => !jobs.some((job) => job.name === name));
  if (unknown.length > 0) {
    throw new Error(`There is no job ${unknown.join(', ')}, only ${jobs.map(({ name }) => name).join(', ')}`);
  }
  return names.length === 0 ? jobs : jobs.filter(({ name }) => names.includes(name));
}
