/** Issue §2: 10,000 idle connections, and clients that never read, cost nobody else anything and are let go. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { register } from '../support/register.ts';
import { RunningServer } from '../support/running-server.ts';
import { figuresOf, quantile, rounded } from './support/process-figures.ts';

const MOST = 10_000;

/** Files that this process and the server need beside the connections. */
const SPARE = 500;

/** MiB that ten thousand idle connections may cost, far above what they do. */
const MOST_MEMORY = 400;

/** Longer than an idle connection is kept, and than one is on which nothing moves; in milliseconds. */
const PATIENCE = 180_000;

const linuxOnly = { skip: process.platform !== 'linux' && 'it looks into /proc' };

describe('many connections', linuxOnly, () => {
  test(`${MOST} idle ones leave tokens to be checked as before, and go when their time is over`, async (context) => {
    const server = await RunningServer.start();
    const idle: Socket[] = [];
    try {
      const count = Math.min(MOST, filesAllowed() - SPARE);
      const check = await tokenCheck(server);
      const alone = await timesOf(check);
      const before = figuresOf(server.pid);
      for (let opened = 0; opened < count; opened += 100) {
        idle.push(...(await Promise.all(Array.from({ length: 100 }, () => openIdle(server.port)))));
      }
      const among = await timesOf(check);
      const during = figuresOf(server.pid);
      assert.ok(during.files > count, `${during.files} files are open, of ${count} connections`);
      assert.equal(idle.filter((socket) => socket.closed).length, 0, 'none was cut off before its time');
      assert.ok(during.memory - before.memory < MOST_MEMORY, `they cost ${during.memory - before.memory} MiB`);
      context.diagnostic(
        `${idle.length} connections cost ${rounded(during.memory - before.memory)} MiB (${rounded(before.memory)} before); ` +
          `a token check took ${rounded(quantile(alone, 0.5))} ms before and ${rounded(quantile(among, 0.5))} ms among them ` +
          `(99 of 100 below ${rounded(quantile(alone, 0.99))} and ${rounded(quantile(among, 0.99))})`,
      );
      await until(() => idle.every((socket) => socket.closed), 'all of them are let go');
      await until(() => figuresOf(server.pid).files < before.files + 50, 'their files are closed');
      await check();
    } finally {
      for (const socket of idle) socket.destroy();
      await server.dispose();
    }
  });

  test('who asks without end and never reads is not served without end, and is let go', async (context) => {
    const server = await RunningServer.start();
    try {
      const check = await tokenCheck(server);
      const before = figuresOf(server.pid);
      const deaf = Array.from({ length: 20 }, () => connect(server.port, '127.0.0.1'));
      for (const [number, socket] of deaf.entries()) {
        socket.on('error', () => {});
        socket.pause();
        // Half of them stay below what makes the server cut them off at once.
        socket.write('GET /auth/sign_in HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(number % 2 === 0 ? 20_000 : 16));
      }
      await sleep(10_000);
      await timesOf(check);
      const during = figuresOf(server.pid).memory;
      assert.ok(during - before.memory < MOST_MEMORY, `they cost ${during - before.memory} MiB`);
      context.diagnostic(`20 clients that never read cost ${rounded(during - before.memory)} MiB`);
      // As long as this side reads nothing it hears of no end; the server's files tell.
      await until(() => figuresOf(server.pid).files < before.files + deaf.length / 4, 'they are let go');
      for (const socket of deaf) socket.destroy();
      await check();
    } finally {
      await server.dispose();
    }
  });
});

/** A function that checks one token and resolves to the milliseconds that it took. */
async function tokenCheck(server: RunningServer): Promise<() => Promise<number>> {
  const app = await register(server, { redirect_uris: 'https://app.example/callback', scopes: 'read' });
  const { client_id, client_secret } = app;
  const issued = await server.post('/oauth/token', { grant_type: 'client_credentials', client_id, client_secret });
  const { access_token } = (await issued.json()) as { access_token: string };
  return async () => {
    const began = performance.now();
    const path = '/api/v1/apps/verify_credentials';
    const response = await server.get(path, { Authorization: `Bearer ${access_token}` });
    await response.text();
    assert.equal(response.status, 200);
    return performance.now() - began;
  };
}

async function timesOf(check: () => Promise<number>): Promise<readonly number[]> {
  const times: number[] = [];
  for (let round = 0; round < 1000; round++) times.push(await check());
  return times;
}

/** A connection after its first answer. */
function openIdle(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('error', reject);
    socket.once('data', () => resolve(socket));
    socket.write('GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n');
  });
}

/** Node raises the soft limit to the hard one when it starts. */
function filesAllowed(): number {
  return Number(/^Max open files +(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1]);
}

async function until(condition: () => boolean, what: string): Promise<void> {
  for (const deadline = performance.now() + PATIENCE; !condition(); await sleep(250)) {
    assert.ok(performance.now() < deadline, `In ${PATIENCE} ms it did not come about that ${what}`);
  }
}
