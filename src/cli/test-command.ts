import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';

/** Environment variables of a command. */
export type Settings = Readonly<Record<string, string>>;

/** What a command left behind. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The real program as a process, for tests. */
export class TestCommand {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly ended: Promise<Outcome>;
  stdout = '';
  stderr = '';

  constructor(words: readonly string[], settings: Settings) {
    const program = join(import.meta.dirname, 'main.ts');
    const env = { PATH: process.env.PATH, ...settings };
    this.#child = spawn(process.execPath, [program, ...words], { env });
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.stdout += text;
    });
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
    });
    // A command that ended early reads nothing any more.
    this.#child.stdin.on('error', () => {});
    this.ended = once(this.#child, 'close').then(([code]) => ({ code, stdout: this.stdout, stderr: this.stderr }));
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Types into standard input, which stays open. */
  type(text: string): void {
    this.#child.stdin.write(text);
  }

  endInput(text = ''): void {
    this.#child.stdin.end(text);
  }

  /** Waits until what was written matches. */
  says(pattern: RegExp): Promise<RegExpExecArray> {
    const streams = [this.#child.stdout, this.#child.stderr];
    return new Promise((resolve, reject) => {
      const look = () => {
        const found = pattern.exec(this.stdout) ?? pattern.exec(this.stderr);
        if (found === null) return;
        for (const stream of streams) stream.off('data', look);
        resolve(found);
      };
      for (const stream of streams) stream.on('data', look);
      look();
      this.ended.then(() => reject(new Error(`It never said ${pattern}:\n${this.stdout}${this.stderr}`)));
    });
  }
}

/** Runs a command to its end. */
export function runCommand(words: readonly string[], settings: Settings, input = ''): Promise<Outcome> {
  const command = new TestCommand(words, settings);
  command.endInput(input);
  return command.ended;
}

/** Settings with a data folder of their own, which is removed when the tests of the file are over. */
export function newSettings(
  more: Settings = {},
): Settings & { readonly folder: string; readonly DATABASE_URL: string } {
  const folder = mkdtempSync(join(tmpdir(), 'mastodoor-cli-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return { folder, DATABASE_URL: `sqlite:${join(folder, 'mastodoor.db')}`, RATE_LIMIT_FACTOR: 'off', ...more };
}

/** A port that nobody had a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  server.close();
  if (typeof bound !== 'object' || bound === null) throw new Error('No port');
  return bound.port;
}

/** A server as a process, ready to answer; ended when the tests of the file are over. */
export async function startServer(more: Settings = {}) {
  const port = await freePort();
  const settings = newSettings({ PORT: String(port), PUBLIC_URL: `http://127.0.0.1:${port}`, ...more });
  const command = new TestCommand(['serve'], settings);
  after(() => command.kill('SIGKILL'));
  await command.says(/listens on/);
  return { command, settings, port, origin: `http://127.0.0.1:${port}` };
}
