import { type ChildProcess, spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

/** A server in a process of its own. */
export interface Started {
  readonly url: string;
  readonly pid: number;
  readonly child: ChildProcess;
  /** Milliseconds from the start of the process to its first answer. */
  readonly startedAfter: number;
}

/** What `npm start`, the image and the unit start Node with. */
export const nodeOptions = ['--max-semi-space-size=8', '--max-old-space-size=2000'];

/** Every process of this run, to be ended with it. */
const children = new Set<ChildProcess>();

/** Ends all processes that were started. */
export function endProcesses(): void {
  for (const child of children) child.kill('SIGKILL');
}

/** Ends one of them and resolves when it is gone. */
export async function endProcess({ child }: Started): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
  children.delete(child);
}

/** Starts a program of this folder that prints its port, such as the raw floor. */
export async function startProgram(file: string): Promise<Started> {
  const from = performance.now();
  const child = spawn(process.execPath, [join(import.meta.dirname, file)], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.add(child);
  for await (const chunk of child.stdout) {
    const url = `http://127.0.0.1:${String(chunk).trim()}`;
    return { url, pid: child.pid ?? 0, child, startedAfter: await firstAnswer(`${url}/`, from) };
  }
  throw new Error(`${file} did not start`);
}

/**
 * Starts the compiled server with durable commits, validation, the log, and limits multiplied so that none refuses.
 * @param folder keeps its log
 */
export async function startServer(folder: string, databasePath: string): Promise<Started> {
  const port = await freePort();
  const log = openSync(join(folder, 'server.log'), 'w');
  const from = performance.now();
  const child = spawn(process.execPath, [...nodeOptions, join(import.meta.dirname, '../dist/cli/main.js'), 'serve'], {
    // Its mails are printed on standard error, as there is no SMTP server.
    stdio: ['ignore', log, log],
    env: { ...process.env, PORT: String(port), DATABASE_URL: `sqlite:${databasePath}`, RATE_LIMIT_FACTOR: '1000000' },
  });
  children.add(child);
  const url = `http://127.0.0.1:${port}`;
  return { url, pid: child.pid ?? 0, child, startedAfter: await firstAnswer(`${url}/health`, from) };
}

/** Asks until there is an answer, and resolves to the milliseconds since `from`. */
async function firstAnswer(url: string, from: number): Promise<number> {
  for (let tries = 0; tries < 2000; tries += 1) {
    const up = await fetch(url).then(
      () => true,
      () => false,
    );
    if (up) return performance.now() - from;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`Nothing answers at ${url}`);
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
