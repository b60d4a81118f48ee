import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type AccountInput, createAccount } from '../../src/accounts/new-account.ts';
import { argon2id } from '../../src/accounts/password-hashes.ts';
import type { Account } from '../../src/accounts/ports.ts';
import { MINUTE } from '../../src/protocol/lifetimes.ts';
import { openDatabase } from '../../src/storage/database.ts';
import { readDatabaseUrl } from '../../src/storage/database-location.ts';
import type { FullStore } from '../../src/storage/store.ts';
import { Requests } from './requests.ts';
import { PASSWORD } from './test-server.ts';
import { newDatabaseUrl } from './test-stores.ts';

/** How a process ended. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A line of the server's log. */
export type LogLine = Readonly<Record<string, unknown>>;

const program = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

/** Where no file beside the database keeps one. */
const SECRET_KEY = 'a key of the tests that everybody may know';

/** Longer than any start on a busy machine. */
const LONGEST_START = 30_000;

/** The command line as a process of its own, with nothing of this process's environment but where programs are. */
export class CommandLine {
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;
  readonly #ended: Promise<Ending>;
  stdout = '';
  stderr = '';
  ending: Ending | undefined;

  constructor(words: readonly string[], settings: Readonly<Record<string, string>>) {
    const env = { PATH: process.env.PATH, HOME: process.env.HOME, ...settings };
    this.#child = spawn(process.execPath, [program, ...words], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const killed = () => this.#child.kill('SIGKILL');
    process.once('exit', killed);
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.stdout += text;
    });
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
    });
    // `close` comes after the last output was read.
    this.#ended = once(this.#child, 'close').then(([code, signal]) => {
      process.off('exit', killed);
      this.ending = { code, signal };
      return this.ending;
    });
  }

  get ended(): Promise<Ending> {
    return this.#ended;
  }

  get pid(): number {
    if (this.#child.pid === undefined) throw new Error('It did not start');
    return this.#child.pid;
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Waits until standard error matches. */
  async says(pattern: RegExp): Promise<void> {
    while (!pattern.test(this.stderr)) {
      if (this.ending !== undefined) throw new Error(`It ended without saying ${pattern}:\n${this.stderr}`);
      await Promise.race([once(this.#child.stderr, 'data'), this.#ended]);
    }
  }
}

/** Windows of limits begin with the clock; a test that counts must not meet the end of one. */
async function untilRoomInWindow(): Promise<void> {
  const left = 5 * MINUTE - (Date.now() % (5 * MINUTE));
  if (left < 20_000) await sleep(left);
}

/** The real server as a process, on a port of this machine and a database of the run's engine. */
export class RunningServer extends Requests {
  readonly port: number;
  /** Where it is reached. */
  readonly origin: string;
  readonly folder: string;
  /** The file of its database, unless that is on another engine. */
  readonly databasePath: string;
  settings: Readonly<Record<string, string>>;
  #process: CommandLine;
  #outputBefore = { stdout: '', stderr: '' };

  private constructor(folder: string, port: number, name: string, settings: Readonly<Record<string, string>>) {
    super();
    this.folder = folder;
    this.port = port;
    this.origin = `http://${name}:${port}`;
    this.databasePath = join(folder, 'data', 'mastodoor.db');
    this.settings = {
      HOST: '127.0.0.1',
      PORT: String(port),
      PUBLIC_URL: this.origin,
      DATABASE_URL: `sqlite:${this.databasePath}`,
      RATE_LIMIT_FACTOR: 'off',
      ...settings,
    };
    this.#process = new CommandLine(['serve'], this.settings);
  }

  /**
   * @param settings environment variables; limits are off unless `RATE_LIMIT_FACTOR` is given
   * @param name of this machine; browsers let nobody have passkeys where it is an address
   */
  static async start(settings: Readonly<Record<string, string>> = {}, name = '127.0.0.1'): Promise<RunningServer> {
    const database = settings.DATABASE_URL ?? (await newDatabaseUrl());
    for (let attempt = 1; ; attempt++) {
      const folder = await mkdtemp(join(tmpdir(), 'mastodoor-'));
      const where = database?.startsWith('postgres') ? { DATABASE_URL: database, SECRET_KEY } : {};
      const server = new RunningServer(folder, await freePort(), name, { ...where, ...settings });
      if (server.settings.RATE_LIMIT_FACTOR !== 'off') await untilRoomInWindow();
      try {
        await server.#untilHealthy();
        return server;
      } catch (error) {
        await server.dispose();
        // Another process took the port in between.
        if (attempt >= 3 || !server.stderr.includes('is in use')) throw error;
      }
    }
  }

  /** Everything that was written to standard output, over all starts. */
  get stdout(): string {
    return this.#outputBefore.stdout + this.#process.stdout;
  }

  /** Everything that was written to standard error, over all starts. */
  get stderr(): string {
    return this.#outputBefore.stderr + this.#process.stderr;
  }

  /** Everything that was written to standard error since the last start. */
  get lastStderr(): string {
    return this.#process.stderr;
  }

  /** The log; complete once the process has ended. */
  get log(): readonly LogLine[] {
    const lines = this.stdout.split('\n').filter((line) => line !== '');
    return lines.map((line) => JSON.parse(line) as LogLine);
  }

  /** The link that makes the owner's account, as the last start wrote it. */
  get setUpLink(): string | undefined {
    return /\S+\/auth\/setup\?token=\S+/.exec(this.#process.stderr)?.[0];
  }

  /** Of the process that runs now. */
  get pid(): number {
    return this.#process.pid;
  }

  /** Asks it to stop and waits for its end. */
  stop(): Promise<Ending> {
    this.#process.kill('SIGTERM');
    return this.#process.ended;
  }

  /** Ends it at once, as a crash of the machine's power would. */
  kill(): Promise<Ending> {
    this.#process.kill('SIGKILL');
    return this.#process.ended;
  }

  /** Sends a signal and waits for nothing but that the server took notice. */
  async askToStop(signal: 'SIGTERM' | 'SIGINT'): Promise<void> {
    this.#process.kill(signal);
    await this.#process.says(/Stopping/);
  }

  get ended(): Promise<Ending> {
    return this.#process.ended;
  }

  /**
   * Starts again on the same port, and on the same data unless `change` says otherwise.
   * @param change settings that are others from now on
   */
  async restart(change: Readonly<Record<string, string>> = {}): Promise<void> {
    if (this.#process.ending === undefined) await this.stop();
    this.settings = { ...this.settings, ...change };
    this.#outputBefore = { stdout: this.stdout, stderr: this.stderr };
    this.#process = new CommandLine(['serve'], this.settings);
    await this.#untilHealthy();
  }

  /** Runs another command on the server's data while it runs. */
  async command(...words: readonly string[]): Promise<CommandLine> {
    const command = new CommandLine(words, this.settings);
    await command.ended;
    return command;
  }

  override request(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(new URL(path, this.origin), { redirect: 'manual', ...init });
  }

  /** Opens the server's database in this process, beside the server. */
  async withStore<T>(work: (store: FullStore) => Promise<T>): Promise<T> {
    const store = await openDatabase(readDatabaseUrl(this.settings.DATABASE_URL ?? ''));
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  }

  addAccount(username: string, options: Partial<AccountInput> = {}): Promise<Account> {
    return this.withStore(async (store) => {
      const made = await createAccount(
        { store, passwords: argon2id, now: Date.now },
        { username, email: `${username}@example.org`, password: PASSWORD, ...options },
      );
      if (made.kind === 'refused') throw new Error(`${username}: ${JSON.stringify(made.problems)}`);
      return made.account;
    });
  }

  /** Ends the process if it still runs, and removes its data. */
  async dispose(): Promise<void> {
    if (this.#process.ending === undefined) await this.kill();
    await rm(this.folder, { recursive: true, force: true });
  }

  async #untilHealthy(): Promise<void> {
    const deadline = performance.now() + LONGEST_START;
    await this.#process.says(/listens on/);
    while (performance.now() < deadline) {
      if (this.#process.ending !== undefined) break;
      const response = await fetch(`${this.origin}/health`).catch(() => undefined);
      if (response?.status === 200) return;
      await sleep(20);
    }
    throw new Error(`The server did not start:\n${this.stdout}${this.stderr}`);
  }
}

/** A port below those that systems give to outgoing connections, so that a restart finds it free again. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 10_000 + Math.floor(Math.random() * 20_000);
    const probe = createServer().listen(port, '127.0.0.1');
    const isFree = await Promise.race([
      once(probe, 'listening').then(
        () => true,
        () => false,
      ),
      once(probe, 'error').then(
        () => false,
        () => false,
      ),
    ]);
    if (!isFree) continue;
    probe.close();
    await once(probe, 'close');
    return port;
  }
}
