import { type ChildProcess, spawn } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import { get } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { nodeOptions } from '../processes.ts';
import { SECRET_KEY } from './fill-sqlite.ts';

/** A server in a process of its own. */
export interface Served {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Milliseconds from the start of the process to its first answer. */
  readonly startedAfter: number;
  /** Processor time until then, in milliseconds. */
  readonly cpuAtStart: number;
  /** Ends it as an operator would, and resolves when it is gone. */
  stop(): Promise<void>;
}

const running = new Set<ChildProcess>();

/** Ends whatever is left; for the end of the run. */
export function stopAll(): void {
  for (const child of running) child.kill('SIGKILL');
}

/** Starts the compiled server on a database, with all that a real one does; limits are so large that none refuses. */
export async function serveDatabase(
  databaseUrl: string,
  { log, extra = [], env = {} }: { log: string; extra?: readonly string[]; env?: NodeJS.ProcessEnv },
): Promise<Served> {
  const port = await freePort();
  const main = join(import.meta.dirname, '../../dist/cli/main.js');
  return start([...nodeOptions, ...extra, main, 'serve'], port, openSync(log, 'a'), {
    ...process.env,
    PORT: String(port),
    DATABASE_URL: databaseUrl,
    SECRET_KEY,
    RATE_LIMIT_FACTOR: '1000000',
    ...env,
  });
}

/** The least that Node's own server can do. */
export async function serveFloor(): Promise<Served> {
  return start([join(import.meta.dirname, '../floor.mjs')], undefined, 'pipe', process.env);
}

async function start(
  words: readonly string[],
  /** Undefined where the program prints it. */
  knownPort: number | undefined,
  out: number | 'pipe',
  env: NodeJS.ProcessEnv,
): Promise<Served> {
  const from = performance.now();
  const child = spawn(process.execPath, words, { stdio: ['ignore', out, out === 'pipe' ? 'inherit' : out], env });
  running.add(child);
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const pid = child.pid ?? 0;
  const port = knownPort ?? (await printedPort(child));
  while (!(await answers(port))) {
    if (child.exitCode !== null || performance.now() - from > 30_000)
      throw new Error(`${words.join(' ')} did not start`);
  }
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    pid,
    startedAfter: performance.now() - from,
    cpuAtStart: cpuTimeOf(pid),
    async stop() {
      child.kill('SIGTERM');
      const impatience = setTimeout(() => child.kill('SIGKILL'), 20_000);
      await gone;
      clearTimeout(impatience);
      running.delete(child);
    },
  };
}

async function printedPort(child: ChildProcess): Promise<number> {
  for await (const chunk of child.stdout ?? []) return Number(String(chunk).trim());
  throw new Error('A program that should print its port ended');
}

/** Asks once, and after a refusal waits a moment so that asking costs the starting process little. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    get({ host: '127.0.0.1', port, path: '/health', agent: false }, (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode === 200));
    }).once('error', () => setTimeout(() => resolve(false), 2));
  });
}

/** Processor time of a process so far, in milliseconds, in steps of ten. */
export function cpuTimeOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** Memory of a process in MiB: now, and at its highest. */
export function memoryOf(pid: number): { readonly now: number; readonly peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const field = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024;
  return { now: field('VmRSS'), peak: field('VmHWM') };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
