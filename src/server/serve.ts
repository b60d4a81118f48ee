import { createServer, type Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MailOutcome } from '../accounts/mail/mail-sender.ts';
import type { Answered } from '../http/mount-routes.ts';
import type { AuditEvent, HousekeepingOutcome } from '../library/auth-server-options.ts';
import { ClientAddress } from '../library/client-address.ts';
import { openDatabase } from '../storage/database.ts';
import { composeServer } from './compose-server.ts';
import type { Config } from './config.ts';
import { boundConnections, connectionLimits } from './connection-limits.ts';
import { makeDrainable } from './drain.ts';
import { loadSecretKeys } from './load-secret-keys.ts';
import type { ServerLog } from './log.ts';
import { startMailDelivery } from './mail-delivery.ts';
import { composeMailSender, openMailTransport } from './open-mail.ts';
import { letPoolYield } from './pool-priority.ts';
import { refuseAtTheDoor } from './refuse-at-the-door.ts';

export interface RunningServer {
  /** Where it listens; the port is the real one when the setting was 0. */
  readonly address: { readonly host: string; readonly port: number };
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
  let isDraining = false;
  try {
    const transport = await openMailTransport(config, process.stderr);
    const { auth, setUpPath, close } = await composeServer({
      config,
      store,
      secretKeys,
      isDraining: () => isDraining,
      onEvent: (event) => logEvent(log, event),
      onAnswered: (answered) => logAnswered(log, answered),
      onMailQueued: () => wakeMail(),
      onHousekeeping: (outcome) => logHousekeeping(log, outcome),
      onAuditTrouble: ({ error, ...facts }) =>
        log.main.warn({ err: error, ...facts }, 'audit entries were not written'),
      onNotifierTrouble: (error) =>
        log.main.warn({ err: error }, 'a mail about something that happened was not queued'),
    });
    const server = createServer(connectionLimits, (incoming, outgoing) => {
      if (refuseAtTheDoor(incoming, outgoing, config.publicUrl, clients)) return;
      void auth.nodeListener(incoming, outgoing);
    });
    const drain = makeDrainable(server);
    await boundConnections(server, (count) => log.main.warn({ count }, 'connections were refused: there are too many'));
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
        report: (outcome) => logMail(log, outcome),
      }),
      transport,
      onError: (error) => log.main.warn({ err: error }, 'mails could not be looked for, and will be again'),
    });
    wakeMail = delivery.wake;
    return {
      address,
      setUpLink: path === undefined ? undefined : `${config.publicUrl}${path}`,
      close: async () => {
        isDraining = true;
        drain.announce();
        await sleep(config.drainSeconds * 1000);
        const end = async () => {
          await auth.close();
          await Promise.all([drain.finish(), delivery.close()]);
          await close();
          await store.close();
          return true;
        };
        const ended = new AbortController();
        const late = sleep(LONGEST_END, false, { signal: ended.signal }).catch(() => false);
        const isWhole = await Promise.race([end(), late]).finally(() => ended.abort());
        if (!isWhole) log.main.error('something did not end in time and was left behind');
        return isWhole;
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

function logEvent(log: ServerLog, { event, at: _, ...facts }: AuditEvent): void {
  log.facts.info({ event, ...facts }, event);
}

function logHousekeeping(log: ServerLog, outcome: HousekeepingOutcome): void {
  if ('error' in outcome) log.main.warn({ err: outcome.error }, 'housekeeping failed and will be tried again');
  else log.main.info({ swept: Object.fromEntries(outcome.swept.map(({ kind, rows }) => [kind, rows])) }, 'kept house');
}

function logMail(log: ServerLog, { outcome, ...facts }: MailOutcome): void {
  if (outcome === 'given up') log.main.error(facts, 'a mail was given up');
  else if (outcome === 'delayed') log.main.warn(facts, 'a mail could not be sent and will be tried again');
  else log.facts.info(facts, outcome === 'sent' ? 'mail sent' : 'a mail was not needed any more');
}

function logAnswered(log: ServerLog, { error, ...facts }: Answered): void {
  if (error !== undefined) log.main.error({ ...facts, err: error }, 'a request failed unexpectedly');
  else log.facts.info(facts, 'answered');
}
