import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Mounted } from '../journey-suite/site.ts';
import { freePort } from '../support/running-server.ts';

/** Where the examples live; each is a folder with a `server.ts`. */
export const examplesFolder = join(import.meta.dirname, '..', '..', 'examples');

/** Longer than any start on a busy machine. */
const LONGEST_START = 30_000;

/**
 * Starts an example as its readers do, `node examples/NAME/server.ts`, and waits until it answers. It learns from `PORT`
 * where to listen, from `ISSUER` where it is mounted, and from `RATE_LIMIT_FACTOR` that limits are off.
 * @param prefix the path below which it mounts the authorization server; empty for the root
 */
export async function startExample(name: string, prefix: string): Promise<Mounted> {
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}${prefix}`;
  const { PATH, HOME } = process.env;
  const example = spawn(process.execPath, [join(examplesFolder, name, 'server.ts')], {
    env: { PATH, HOME, PORT: String(port), ISSUER: issuer, RATE_LIMIT_FACTOR: 'off' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [example.stdout, example.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const kill = () => example.kill('SIGKILL');
  process.once('exit', kill);
  let hasEnded = false;
  const ended = once(example, 'close').then(() => {
    hasEnded = true;
    process.off('exit', kill);
  });

  const stop = async () => {
    // What an example started itself, such as a gateway, it ends when it is asked to stop.
    example.kill('SIGTERM');
    const tooLate = setTimeout(kill, 3000);
    await ended;
    clearTimeout(tooLate);
  };
  const deadline = performance.now() + LONGEST_START;
  while (!hasEnded && performance.now() < deadline) {
    const answer = await fetch(`${issuer}/.well-known/oauth-authorization-server`).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.status === 200) return { issuer, stop };
    await Promise.race([sleep(20), ended]);
  }
  await stop();
  throw new Error(`examples/${name} does not answer at ${issuer}:\n${output}`);
}
