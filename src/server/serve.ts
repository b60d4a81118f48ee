import type { IncomingMessage, Server } from 'node:http';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import { keepHouse } from '../flows/housekeeping.ts';
import type { SecurityEvent } from '../flows/ports.ts';
import type { Answered } from '../http/mount-routes.ts';
import { HOUR, MINUTE } from '../protocol/lifetimes.ts';
import { openSqliteStore } from '../storage/sqlite/open-sqlite-store.ts';
import { ClientAddress } from './client-address.ts';
import { composeServer } from './compose-server.ts';
import type { Config } from './config.ts';
import { makeDrainable } from './drain.ts';
import type { ServerLog } from './log.ts';
import { refuseAtTheDoor } from './refuse-at-the-door.ts';
import { loadSecretKeys } from './secret-keys.ts';

export interface RunningServer {
  /** Where it listens; the port is the real one when the setting was 0. */
  readonly address: { readonly host: string; readonly port: number };
  /** The whole link that makes the first account, while there is none. */
  readonly firstAccountLink: string | undefined;
  /** Stops listening, lets running requests finish, and closes the database. */
  close(): Promise<void>;
}

/** Opens the database, listens, and keeps house until it is closed. */
export async function serve(config: Config, log: ServerLog): Promise<RunningServer> {
  const keys = await loadSecretKeys(config.secretKeys, config.databasePath);
  const store = await openSqliteStore({ path: config.databasePath });
  const clients = new ClientAddress(config.trustedProxies);
  try {
    const { hono, world, firstAccountPath } = await composeServer({
      config,
      store,
      keys,
      addressOf: (context: Context<{ Bindings: HttpBindings }>) => clients.of(context.env.incoming),
      onEvent: (event) => logEvent(log, event),
      onAnswered: (answered) => logAnswered(log, answered),
    });
    const server = createAdaptorServer({
      fetch: (request, bindings) => {
        const { incoming } = bindings as HttpBindings;
        return refuseAtTheDoor(incoming, config.publicUrl, clients) ?? hono.fetch(request, bindings);
      },
      serverOptions: {
        headersTimeout: 10_000,
        requestTimeout: 30_000,
        connectionsCheckingInterval: 2000,
        keepAliveTimeout: 65_000,
        maxHeaderSize: 16_384,
      },
    }) as Server<typeof IncomingMessage>;
    const drain = makeDrainable(server);
    const address = await listen(server, config);
    const houseKeeper = scheduleHousekeeping(async () => {
      const swept = await keepHouse(world, {
        dryRun: false,
        pause: () => new Promise((resume) => setTimeout(resume, 20)),
      });
      log.main.info({ swept: Object.fromEntries(swept.map(({ kind, rows }) => [kind, rows])) }, 'kept house');
    }, log);
    const path = await firstAccountPath();
    return {
      address,
      firstAccountLink: path === undefined ? undefined : `${config.publicUrl}${path}`,
      close: async () => {
        houseKeeper.stop();
        await drain();
        await store.close();
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}

function listen(server: Server, { host, port }: Config): Promise<RunningServer['address']> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const bound = server.address();
      resolve({ host, port: typeof bound === 'object' && bound !== null ? bound.port : port });
    });
  });
}

function scheduleHousekeeping(work: () => Promise<void>, log: ServerLog): { stop(): void } {
  const run = () => {
    work().catch((error: unknown) => log.main.warn({ err: error }, 'housekeeping failed and will be tried again'));
  };
  const first = setTimeout(run, MINUTE).unref();
  const later = setInterval(run, HOUR).unref();
  return {
    stop() {
      clearTimeout(first);
      clearInterval(later);
    },
  };
}

function logEvent(log: ServerLog, { event, ...facts }: SecurityEvent): void {
  log.facts.info({ event, ...facts }, event);
}

function logAnswered(log: ServerLog, { error, ...facts }: Answered): void {
  if (error !== undefined) log.main.error({ ...facts, err: error }, 'a request failed unexpectedly');
  else log.facts.info(facts, 'answered');
}
