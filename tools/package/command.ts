import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { demand, run, say } from './tools.ts';

/** Proves that the installed command explains itself, starts a server, and tells an old Node what it needs. */
export async function proveCommand(folder: string): Promise<void> {
  const command = join(folder, 'node_modules/.bin/mastodoor');
  demand(run(process.execPath, [command, '--help'], folder).includes('serve'), 'The command does not offer to serve');
  await proveItServes(command, folder);
  proveMistakesAreTold(command, folder);
  proveOldNodeIsTold(command, folder);
}

/** Its files are joined, so that it might not know again what it threw itself. */
function proveMistakesAreTold(command: string, folder: string): void {
  const env = { ...process.env, PORT: 'many' };
  const { status, stderr } = spawnSync(process.execPath, [command, 'serve'], { cwd: folder, env, encoding: 'utf8' });
  demand(
    status === 2 && stderr.startsWith('The settings cannot be used'),
    `A wrong setting ended with ${status}: ${stderr}`,
  );
}

async function proveItServes(command: string, folder: string): Promise<void> {
  const port = await freePort();
  const child = spawn(process.execPath, [command, 'serve'], {
    cwd: folder,
    env: { ...process.env, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const said: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (words: string) => said.push(words));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  try {
    const until = Date.now() + 20_000;
    while (Date.now() < until && child.exitCode === null) {
      const response = await fetch(`http://127.0.0.1:${port}/api/v2/instance`).catch(() => undefined);
      if (response?.ok) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`The installed server did not answer:\n${said.join('')}`);
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}

/** A port of this machine that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('There is no free port to serve on');
  return address.port;
}

/** With the first Node of this machine that is too old, or with one that only says so. */
function proveOldNodeIsTold(command: string, folder: string): void {
  const old = (process.env.PATH ?? '')
    .split(':')
    .map((path) => join(path, 'node'))
    .find((path) => existsSync(path) && Number(run(path, ['-p', 'process.versions.node.split(".")[0]'], folder)) < 24);
  const pretend = 'data:text/javascript,Object.defineProperty(process.versions,"node",{value:"20.0.0"})';
  const words = old === undefined ? ['--import', pretend, command, 'serve'] : [command, 'serve'];
  const { status, stderr, stdout } = spawnSync(old ?? process.execPath, words, { cwd: folder, encoding: 'utf8' });
  const lines = `${stdout}${stderr}`.trim().split('\n');
  demand(status === 1 && lines.length === 1, `An old Node is told this, with status ${status}:\n${lines.join('\n')}`);
  say(`An old Node (${old ?? 'pretended'}) is told: ${stderr.trim()}`);
}
