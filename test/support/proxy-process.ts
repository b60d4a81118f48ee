import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunningProxy } from './guarded-api.ts';
import { freePort } from './running-server.ts';

/** How to run a proxy in the foreground. */
interface ProxyProgram {
  readonly program: string;
  /** Where it listens; any free port when absent. */
  readonly port?: number;
  configure(folder: string, port: number): string;
  arguments(configurationPath: string, folder: string): readonly string[];
}

/** Starts a proxy with a folder of its own and waits until it listens. */
export async function startProxy(proxy: ProxyProgram): Promise<RunningProxy> {
  const folder = await mkdtemp(join(tmpdir(), 'mastodoor-proxy-'));
  const port = proxy.port ?? (await freePort());
  const configurationPath = join(folder, 'configuration');
  await writeFile(configurationPath, proxy.configure(folder, port));
  const env = { PATH: process.env.PATH, HOME: folder };
  const child = spawn(proxy.program, proxy.arguments(configurationPath, folder), {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  }
  const ended = once(child, 'close');
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  await untilItListens(child, port, () => said);
  return {
    port,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      process.off('exit', kill);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function untilItListens(child: ChildProcess, port: number, said: () => string): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (performance.now() < deadline && child.exitCode === null) {
    const socket = connect(port, '127.0.0.1');
    const listens = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'error').then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (listens) return;
    await sleep(30);
  }
  throw new Error(`The proxy did not start: ${said()}`);
}
