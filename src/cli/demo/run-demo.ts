import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { composeServer } from '../../server/compose-server.ts';
import { readConfig } from '../../server/config.ts';
import { takeUpgrades } from '../../server/upgrades.ts';
import { openSqliteStore } from '../../storage/sqlite/open-sqlite-store.ts';
import { CliFailure } from '../cli-failure.ts';
import { exitCodes } from '../exit-codes.ts';
import { isLoopbackHost } from '../loopback.ts';
import { note, print, printJson } from '../terminal.ts';
import { demoPage } from './demo-page.ts';
import { RequestLog } from './request-log.ts';
import { type Seeded, seed } from './seed.ts';

export interface DemoOptions {
  readonly port: number;
  readonly host: string;
  /** Lets other machines in, who may then do everything. */
  readonly open?: true;
  readonly json?: true;
}

/**
 * `demo`: the server with a few people in a database that is thrown away, for whoever writes apps. Everything is let in: it
 * refuses to run where others could take it for a real one.
 */
export async function runDemo({ port, host, open, json }: DemoOptions): Promise<number> {
  if (process.env.NODE_ENV === 'production') {
    throw new CliFailure('A demo is no server for production: its passwords are known to everybody. Use serve.');
  }
  if (!isLoopbackHost(host) && !open) {
    throw new CliFailure(`Everybody who reaches ${host} could do everything. Say --open as well if that is meant.`);
  }
  if (process.env.DATABASE_URL) note('DATABASE_URL is not used: a demo has a database of its own.');
  const folder = await mkdtemp(join(tmpdir(), 'mastodoor-demo-'));
  const store = await openSqliteStore({ path: join(folder, 'demo.db') });
  const http = createServer();
  try {
    const bound = await listen(http, port, host);
    const origin = `http://${isLoopbackHost(host) ? 'localhost' : host}:${bound}`;
    const config = readConfig({
      PUBLIC_URL: origin,
      DATABASE_URL: `sqlite:${join(folder, 'demo.db')}`,
      RATE_LIMIT_FACTOR: 'off',
      SERVER_TITLE: 'Mastodoor demo',
      SERVER_DESCRIPTION: `A demo: everything is gone when it ends. Requests are explained at ${origin}/demo`,
    });
    const seeded = await seed(store);
    const composed = await composeServer({
      config,
      store,
      secretKeys: [randomBytes(32).toString('base64url')],
      clientAddress: () => '127.0.0.1',
      onEvent: () => {},
      onAnswered: () => {},
    });
    const log = new RequestLog(store);
    const answer = (request: Request) => composed.auth.fetch(request);
    http.on(
      'request',
      getRequestListener((request) => answerDemo(request, log, answer)),
    );
    takeUpgrades(http, (incoming, socket, head) => composed.upgrade(incoming, socket, head, '127.0.0.1'));
    tell(origin, seeded, json ?? false);
    await untilToldToStop();
    composed.endStreams();
    http.closeAllConnections();
    await composed.close();
  } finally {
    http.close();
    await store.close();
    await rm(folder, { recursive: true, force: true });
  }
  return exitCodes.done;
}

/** The demo's own pages, and everything else as the server answers it. */
async function answerDemo(
  request: Request,
  log: RequestLog,
  answer: (request: Request) => Promise<Response>,
): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (pathname === '/demo/requests.json') return Response.json(log.seen, { headers: { 'Cache-Control': 'no-store' } });
  if (pathname !== '/demo') return log.watch(request, answer);
  const headers = {
    'Content-Type': 'text/html; charset=utf-8',
    'Cache-Control': 'no-store',
    'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
  };
  return new Response(demoPage(log.seen), { headers });
}

function tell(origin: string, seeded: Seeded, json: boolean): void {
  const { password, accounts, app, tokens } = seeded;
  const [reading, everything] = Object.values(tokens);
  if (json) printJson({ url: origin, requests: `${origin}/demo`, ...seeded });
  note(`The demo runs at ${origin} until you press Ctrl+C. Everything in it is gone then.`);
  note(`Why a request was refused: ${origin}/demo`);
  if (json) return;
  print(`People: ${accounts.join(', ')}; the password of each: ${password}`);
  print(`An app: client_id ${app.client_id}`);
  print(`        client_secret ${app.client_secret}`);
  print(`Tokens of alice: read: ${reading}`);
  print(`                 everything: ${everything}`);
  print();
  print(`curl -H 'Authorization: Bearer ${reading}' ${origin}/api/v1/timelines/home`);
  print(`curl -H 'Authorization: Bearer ${everything}' -d status=Hello ${origin}/api/v1/statuses`);
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE' ? new CliFailure(`Port ${port} is in use: choose another with --port`) : error,
      ),
    );
    server.listen(port, host, () => {
      const bound = server.address();
      resolve(typeof bound === 'object' && bound !== null ? bound.port : port);
    });
  });
}

function untilToldToStop(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  });
}
