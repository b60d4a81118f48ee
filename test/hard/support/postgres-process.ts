import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type LocalCluster, startLocalCluster } from '../../../src/storage/postgres/testing/local-cluster.ts';

/** Settings of a server that an operator would run: nothing is only fast. */
const durable = { fsync: 'on', full_page_writes: 'on', synchronous_commit: 'on', autovacuum: 'on' };

/** A PostgreSQL server that a test kills, freezes and starts again on the same data. Linux only: it looks into `/proc`. */
export class PostgresProcess {
  readonly #cluster: LocalCluster;
  readonly #program: string;
  readonly #arguments: readonly string[];
  readonly #cwd: string;
  readonly #owner: { readonly uid: number; readonly gid: number };
  #pid: number;
  #restarted: ChildProcess | undefined;

  private constructor(cluster: LocalCluster) {
    this.#cluster = cluster;
    this.#pid = cluster.pid;
    this.#program = readlinkSync(`/proc/${cluster.pid}/exe`);
    this.#arguments = readFileSync(`/proc/${cluster.pid}/cmdline`, 'utf8').split('\0').slice(1, -1);
    this.#cwd = readlinkSync(`/proc/${cluster.pid}/cwd`);
    const { uid, gid } = statSync(`/proc/${cluster.pid}`);
    this.#owner = { uid, gid };
  }

  /** Undefined where there are no binaries for this platform, or no `/proc`. */
  static async start(settings: Readonly<Record<string, string>> = {}): Promise<PostgresProcess | undefined> {
    if (process.platform !== 'linux') return undefined;
    const cluster = await startLocalCluster({ settings: { ...durable, ...settings } });
    return cluster && new PostgresProcess(cluster);
  }

  get url(): string {
    return this.#cluster.url;
  }

  get port(): number {
    return this.#cluster.port;
  }

  /** Runs one query as a user who may do everything. */
  async query(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const client = new pg.Client({ connectionString: this.url });
    client.on('error', () => {});
    await client.connect();
    try {
      return (await client.query(sql)).rows;
    } finally {
      await client.end();
    }
  }

  /** Ends every process of it at once, as a crash of its machine would, but for the system's memory of files. */
  async kill(): Promise<void> {
    const all = this.#processes();
    // Stopped first, so that none notices the end of another.
    for (const signal of ['SIGSTOP', 'SIGKILL'] as const) for (const pid of all) process.kill(pid, signal);
    for (const pid of all) await untilGone(pid);
  }

  /** Starts it again on what it wrote. */
  async restart(): Promise<void> {
    // The killed process is waited for by nobody, so its id is taken still, as it would not be after a crash of the machine.
    rmSync(join(this.#arguments[this.#arguments.indexOf('-D') + 1] ?? '', 'postmaster.pid'), { force: true });
    const { uid, gid } = this.#owner;
    const owner = process.getuid?.() === 0 ? { uid, gid } : {};
    const child = spawn(this.#program, this.#arguments, { cwd: this.#cwd, stdio: 'ignore', ...owner });
    const end = () => child.kill('SIGKILL');
    process.once('exit', end);
    child.once('exit', () => process.off('exit', end));
    this.#restarted = child;
    if (child.pid === undefined) throw new Error('PostgreSQL did not start again');
    this.#pid = child.pid;
    for (const deadline = performance.now() + 60_000; ; ) {
      try {
        await this.query('select 1');
        return;
      } catch (error) {
        if (child.exitCode !== null || child.signalCode !== null || performance.now() > deadline) throw error;
        await sleep(50);
      }
    }
  }

  /** No process of it does anything, and no connection breaks. */
  freeze(): void {
    for (const pid of this.#processes()) process.kill(pid, 'SIGSTOP');
  }

  thaw(): void {
    for (const pid of this.#processes()) process.kill(pid, 'SIGCONT');
  }

  async stop(): Promise<void> {
    if (this.#restarted !== undefined && this.#restarted.exitCode === null && this.#restarted.signalCode === null) {
      const exit = once(this.#restarted, 'exit');
      this.#restarted.kill('SIGQUIT');
      await exit;
    }
    await this.#cluster.stop();
  }

  #processes(): readonly number[] {
    const children = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && parentOf(Number(name)) === this.#pid);
    return [this.#pid, ...children.map(Number)];
  }
}

/** The second number behind the name, which may hold anything, in its brackets. */
function parentOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined;
  }
}

async function untilGone(pid: number): Promise<void> {
  for (const deadline = performance.now() + 30_000; performance.now() < deadline; ) {
    const state = parentOf(pid) === undefined ? undefined : readFileSync(`/proc/${pid}/stat`, 'utf8');
    // Nobody may have asked for its exit code yet.
    if (state === undefined || / Z /.test(state.slice(state.lastIndexOf(')')))) return;
    await sleep(10);
  }
  throw new Error(`The process ${pid} does not end`);
}
