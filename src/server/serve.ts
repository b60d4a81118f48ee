import { createServer, type Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { ClientAddress } from '../library/client-address.ts';
import { openDatabase } from '../storage/database.ts';
import { aroundStore } from './around-store.ts';
import { composeServer } from './compose-server.ts';
import type { Config } from './config.ts';
import { boundConnections, connectionLimits } from './connection-limits.ts';
import { makeDrainable } from './drain.ts';
import { loadSecretKeys } from './load-secret-keys.ts';
import type { ServerLog } from './log.ts';
import { say } from './log-lines.ts';
import { startMailDelivery } from './mail-delivery.ts';
import { composeMailSender, openMailTransport } from './open-mail.ts';
import { boundPipelining } from './pipelining.ts';
import { letPoolYield } from './pool-priority.ts';
import { refuseAtTheDoor } from './refuse-at-the-door.ts';
import { logAnswered, logAuditTrouble, logEvent, logHousekeeping, logMail, logOutage } from './tell-log.ts';
import { tellOutages } from './tell-outages.ts';
import { takeUpgrades } from './upgrades.ts';
import { startWatching } from './watching.ts';

export interface RunningServer {
  /** Where it listens; the port is the real one when the setting was 0. */
  readonly address: { readonly host: string; readonly port: number };
  /** Where metrics are read, on the host of METRICS_HOST; absent where they are switched off. */
  readonly metricsPort: number | undefined;
  /** Whether traces are switched on and nothing takes them. */
  readonly tracesUnheard: boolean;
  /** The whole link that makes the owner's account, while there is none. */
  readonly setUpLink: string | undefined;
  /**
   * Stops listening, lets running requests finish, writes what waits and closes the database.
   * @returns false when something did not end in time and had to be left behind
   */
  close(): Promise<boolean>;
}

/** How long a server takes to end when everything hangs, in milliseconds: below the ten seconds after which containers are killed. */
const LONGEST_END = 9500;

/** Opens the database, listens, keeps house and sends mails until it is closed. */
export async function serve(config: Config, log: ServerLog): Promise<RunningServer> {
  // Nodes that share a server's database share no folder: the settings demand a key there.
  const secretKeys =
    config.database.engine === 'sqlite'
      ? await loadSecretKeys(config.secretKeys, config.database.path)
      : config.secretKeys;
  const store = await openDatabase(config.database, { poolSize: config.databasePoolSize });
  const clients = new ClientAddress(config.trustedProxies);
  let wakeMail = () => {};
  const watching = await startWatching(config, store);
  let isDraining = false;
  try {
    const transport = watching.transport(await openMailTransport(config, process.stderr));
    const { auth, setUpPath, passwordLoad, streamLoad, upgrade, endStreams, close } = await composeServer({
      config,
      store: aroundStore(
        watching.store(store),
        tellOutages((outage) => logOutage(log, outage)),
      ),
      secretKeys,
      isDraining: () => isDraining,
      aroundPasswords: (hashes) => watching.passwords(hashes),
      onEvent: (event) => {
        logEvent(log, event);
        watching.event(event);
      },
      onAnswered: (answered) => {
        logAnswered(log, answered, watching.tracing?.traceId());
        watching.answered(answered);
      },
      onMailQueued: () => wakeMail(),
      onPush: (outcome) => watching.pushed(outcome),
      onHousekeeping: (outcome) => {
        logHousekeeping(log, outcome);
        watching.housekeeping(outcome);
      },
      onAuditTrouble: (trouble) => {
        logAuditTrouble(log, trouble);
        watching.trouble('audit');
      },
      onNotifierTrouble: (error) => {
        say(log, 'a mail about something that happened was not queued', { err: error });
        watching.trouble('notifier');
      },
    });
    const server = createServer(connectionLimits, (incoming, outgoing) => {
      void watching.request(incoming, async () => {
        if (!refuseAtTheDoor(incoming, outgoing, config.publicUrl, clients))
          await auth.nodeListener(incoming, outgoing);
      });
    });
    boundPipelining(server);
    takeUpgrades(server, (incoming, socket, head) => upgrade(incoming, socket, head, clients.of(incoming)));
    const drain = makeDrainable(server);
    // Before the port of the clients: a server that cannot be seen as it was told to be must not answer anybody.
    await watching.listen(config.metrics, { server, passwordLoad, streamLoad });
    await boundConnections(server, (count) => {
      say(log, 'connections were refused: there are too many', { count });
      watching.refusedConnections(count);
    });
    const address = await listen(server, config);
    await letPoolYield();
    const path = await setUpPath();
    // Only a server that got its port sends: one that failed to start must leave nothing half done.
    const delivery = startMailDelivery({
      sender: composeMailSender({
        config,
        store,
        transport,
        now: Date.now,
        report: (outcome) => {
          logMail(log, outcome);
          watching.mail(outcome);
        },
      }),
      transport,
      onError: (error) => {
        say(log, 'mails could not be looked for, and will be again', { err: error });
        watching.trouble('mail round');
      },
    });
    wakeMail = delivery.wake;
    return {
      address,
      metricsPort: watching.port,
      tracesUnheard: watching.tracing?.isHeard === false,
      setUpLink: path === undefined ? undefined : `${config.publicUrl}${path}`,
      close: async () => {
        isDraining = true;
        drain.announce();
        await sleep(config.drainSeconds * 1000);
        const end = async () => {
          endStreams();
          await auth.close();
          await Promise.all([drain.finish(), delivery.close()]);
          await close();
          await watching.close();
          await store.close();
          return true;
        };
        const ended = new AbortController();
        const late = sleep(LONGEST_END, false, { signal: ended.signal }).catch(() => false);
        const isWhole = await Promise.race([end(), late]).finally(() => ended.abort());
        if (!isWhole) say(log, 'something did not end in time and was left behind', {});
        return isWhole;
      },
    };
  } catch (error) {
    await watching.close();
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
