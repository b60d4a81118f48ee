import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { isIPv6 } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { closeAfterBody } from '../../library/after-body.ts';
import { composeServer } from '../../server/compose-server.ts';
import { readConfig } from '../../server/config.ts';
import { startMailDelivery } from '../../server/mail-delivery.ts';
import { composeMailSender } from '../../server/open-mail.ts';
import { takeUpgrades } from '../../server/upgrades.ts';
import { openSqliteStore } from '../../storage/sqlite/open-sqlite-store.ts';
import { CliFailure } from '../cli-failure.ts';
import { exitCodes } from '../exit-codes.ts';
import { isLoopbackHost } from '../loopback.ts';
import { note, print, printJson } from '../terminal.ts';
import { commandsOf, type DemoFacts, demoRoutes } from './demo-routes.ts';
import { drawPictures } from './draw-pictures.ts';
import { KeptMails } from './kept-mail.ts';
import { RequestLog } from './request-log.ts';
import { seed } from './seed.ts';

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
  const named = isIPv6(host) ? `[${host}]` : host;
  if (!isLoopbackHost(named) && !open) {
    throw new CliFailure(`Everybody who reaches ${host} could do everything. Say --open as well if that is meant.`);
  }
  if (process.env.DATABASE_URL) note('DATABASE_URL is not used: a demo has a database of its own.');
  const folder = await mkdtemp(join(tmpdir(), 'mastodoor-demo-'));
  const store = await openSqliteStore({ path: join(folder, 'demo.db') });
  const http = createServer();
  try {
    const bound = await listen(http, port, host);
    const origin = `http://${isLoopbackHost(named) ? 'localhost' : named}:${bound}`;
    const config = readConfig({
      PUBLIC_URL: origin,
      DATABASE_URL: `sqlite:${join(folder, 'demo.db')}`,
      RATE_LIMIT_FACTOR: 'off',
      REGISTRATIONS: 'open',
      SERVER_TITLE: 'Mastodoor demo',
      SERVER_DESCRIPTION: `A demo: everything is gone when it ends. Requests are explained at ${origin}/demo`,
    });
    const [seeded, log, mails] = [await seed(store), new RequestLog(store), new KeptMails()];
    const facts = { origin, seeded, log, mails };
    let wakeMail = () => {};
    const composed = await composeServer({
      config,
      store,
      secretKeys: [randomBytes(32).toString('base64url')],
      clientAddress: () => '127.0.0.1',
      furtherRoutes: (kit) => demoRoutes(kit, facts),
      onEvent: () => {},
      onAnswered: () => {},
      onMailQueued: () => wakeMail(),
    });
    const sender = composeMailSender({ config, store, transport: mails, now: Date.now, report: () => {} });
    const delivery = startMailDelivery({ sender, transport: mails, onError: (error) => note(String(error)) });
    wakeMail = () => delivery.wake();
    const answer = (request: Request) => composed.auth.fetch(request);
    // No app asks for these.
    const isBeside = (request: Request) => /^\/(demo|assets|pictures)(\/|$)/.test(new URL(request.url).pathname);
    const listener = getRequestListener((request) =>
      isBeside(request) ? answer(request) : log.watch(request, answer),
    );
    http.on('request', (incoming, outgoing) => {
      closeAfterBody(incoming, outgoing);
      void listener(incoming, outgoing);
    });
    takeUpgrades(http, (incoming, socket, head) => {
      log.watchUpgrade(incoming, socket);
      return composed.upgrade(incoming, socket, head, '127.0.0.1');
    });
    // Before anybody is told that it runs: whoever stops it at once leaves no database behind either.
    const stopped = untilToldToStop();
    tell(facts, json ?? false);
    const drawn = drawPictures(store).catch((error) => note(`The people have no pictures: ${error}`));
    await stopped;
    composed.endStreams();
    http.closeAllConnections();
    await drawn;
    await delivery.close();
    await composed.close();
  } finally {
    http.close();
    await store.close();
    await rm(folder, { recursive: true, force: true });
  }
  return exitCodes.done;
}

function tell({ origin, seeded }: DemoFacts, json: boolean): void {
  const { password, accounts, app, tokens } = seeded;
  if (json) printJson({ url: origin, requests: `${origin}/demo`, ...seeded });
  note(`Demo: it runs at ${origin} until you press Ctrl+C, and everything in it is gone then.`);
  note(`What there is to try, the mails, and why a request was refused: ${origin}/demo`);
  if (json) return;
  print(`People: ${accounts.join(', ')}; the password of each: ${password}`);
  print(`An app: client_id ${app.client_id}`);
  print(`        client_secret ${app.client_secret}`);
  for (const [scopes, token] of Object.entries(tokens)) print(`A token of alice (${scopes}): ${token}`);
  print();
  for (const command of commandsOf({ origin, seeded })) print(command);
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
