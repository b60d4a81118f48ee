import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Job } from '../job.ts';
import { memoryOf } from '../process-usage.ts';
import { endProcess, type Started, startProgram, startServer } from '../processes.ts';
import type { Stand } from '../stand.ts';

/** From the start of the process to its first answer. */
export const start: Job = {
  name: 'start',
  title: 'start to first answer ÷ floor',
  unit: 'ms',
  prepare: async (stand) => (round) => startBoth(stand, `start-${round}`, ({ startedAfter }) => startedAfter),
};

/** What is resident after the first answer. */
export const memory: Job = {
  name: 'memory',
  title: 'memory at start ÷ floor',
  unit: 'MiB',
  prepare: async (stand) => (round) => startBoth(stand, `memory-${round}`, ({ pid }) => memoryOf(pid).now),
};

async function startBoth(stand: Stand, name: string, read: (started: Started) => number) {
  const floor = await startProgram('floor.mjs');
  const base = read(floor);
  await endProcess(floor);
  const folder = join(stand.folder, name);
  await mkdir(folder);
  // The second start: the first one also makes the database.
  await endProcess(await startServer(folder, join(folder, 'start.db')));
  const server = await startServer(folder, join(folder, 'start.db'));
  const ours = read(server);
  await endProcess(server);
  return { ours: { value: ours }, base: { value: base } };
}
