import { type ChildProcess, spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

/** Starts the raw floor and resolves to its URL. */
export async function startFloor(children: ChildProcess[]): Promise<string> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'floor.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  for await (const chunk of child.stdout) return `http://127.0.0.1:${String(chunk).trim()}`;
  throw new Error('The floor did not start');
}

/** Starts the server on an empty database and resolves to its URL once it answers. */
export async function startServer(children: ChildProcess[], folder: string, databasePath: string): Promise<string> {
  const port = await freePort();
  const log = openSync(join(folder, 'server.log'), 'w');
  const child = spawn(process.execPath, [join(import.meta.dirname, '../src/cli/main.ts'), 'serve'], {
    stdio: ['ignore', log, 'inherit'],
    env: { ...process.env, PORT: String(port), DATABASE_URL: `sqlite:${databasePath}`, RATE_LIMIT_FACTOR: '1000000' },
  });
  children.push(child);
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 200; tries += 1) {
    const up = await fetch(`${url}/health`).then(
      (response) => response.ok,
      () => false,
    );
    if (up) return url;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('The server did not start');
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
