import type { IncomingMessage, Server } from 'node:http';
import type { MailOutcome } from '../accounts/mail/mail-sender.ts';
import type { MailTransport } from '../accounts/mail/mail-transport.ts';
import type { WorkLoad } from '../accounts/password/work-queue.ts';
import type { PasswordHashes } from '../accounts/password-hashes.ts';
import type { Answered } from '../http/mount-routes.ts';
import type { AuditEvent, HousekeepingOutcome } from '../library/auth-server-options.ts';
import type { PushOutcome } from '../social/push/push-sender.ts';
import type { StreamLoad } from '../social/streaming/stream-hub.ts';
import type { FullStore } from '../storage/store.ts';
import { type Around, aroundStore } from './around-store.ts';
import type { Config } from './config.ts';
import type { Metrics, Trouble } from './metrics/metrics.ts';
import type { MetricsListener } from './metrics/metrics-listener.ts';
import type { Tracing } from './tracing.ts';

/** Metrics and traces of a server, each where it is switched on. What is off is not loaded and stands in nothing's way. */
export class Watching {
  readonly metrics: Metrics | undefined;
  readonly tracing: Tracing | undefined;
  #listener: MetricsListener | undefined;

  constructor(metrics: Metrics | undefined, tracing: Tracing | undefined) {
    this.metrics = metrics;
    this.tracing = tracing;
  }

  /** The port of the metrics; absent when they are off, or not listened for yet. */
  get port(): number | undefined {
    return this.#listener?.port;
  }

  /** The store as the server should use it. */
  store(store: FullStore): FullStore {
    const arounds = [this.tracing?.aroundStore, this.metrics?.aroundStore].filter((around) => around !== undefined);
    return arounds.reduce((inner, around) => aroundStore(inner, around), store);
  }

  /** The passwords as the server should use them. */
  passwords(hashes: PasswordHashes): PasswordHashes {
    const around: Around | undefined = this.tracing?.aroundPasswords;
    if (around === undefined) return hashes;
    return {
      hashPassword: (password) => around('hash', () => hashes.hashPassword(password)),
      verifyPassword: (password, hash) => around('verify', () => hashes.verifyPassword(password, hash)),
      renewHash: (password, hash) => hashes.renewHash(password, hash),
    };
  }

  /** The way out for mail as the server should use it. */
  transport(transport: MailTransport): MailTransport {
    const around = this.tracing?.aroundMail;
    if (around === undefined) return transport;
    return { send: (mail) => around('send', () => transport.send(mail)), close: () => transport.close() };
  }

  /** Answers a request. */
  request<T>(incoming: IncomingMessage, answer: () => Promise<T>): Promise<T> {
    return this.tracing === undefined ? answer() : this.tracing.request(incoming, answer);
  }

  answered(answered: Answered): void {
    this.metrics?.answered(answered);
    this.tracing?.answered(answered);
  }

  event(event: AuditEvent): void {
    this.metrics?.event(event);
  }

  mail(outcome: MailOutcome): void {
    this.metrics?.mail(outcome);
  }

  pushed(outcome: PushOutcome): void {
    this.metrics?.pushed(outcome);
  }

  housekeeping(outcome: HousekeepingOutcome): void {
    this.metrics?.housekeeping(outcome);
  }

  trouble(what: Trouble): void {
    this.metrics?.trouble(what);
  }

  refusedConnections(count: number): void {
    this.metrics?.refusedConnections(count);
  }

  /** Opens the port of the metrics, once there is a server to tell of. */
  async listen(
    where: Config['metrics'],
    live: { readonly server: Server; readonly passwordLoad: () => WorkLoad; readonly streamLoad: () => StreamLoad },
  ): Promise<void> {
    if (this.metrics === undefined || where === undefined) return;
    const { server, passwordLoad, streamLoad } = live;
    this.metrics.watch({ passwordLoad, streamLoad, connections: () => countConnections(server) });
    const { listenForScrapes } = await import('./metrics/metrics-listener.ts');
    this.#listener = await listenForScrapes(this.metrics, where);
  }

  async close(): Promise<void> {
    await this.#listener?.close();
    this.metrics?.end();
  }
}

/** Loads what the settings switch on. */
export async function startWatching(
  config: Pick<Config, 'metrics' | 'tracing' | 'publicUrl' | 'database'>,
  store: FullStore,
): Promise<Watching> {
  const { publicUrl, database } = config;
  let metrics: Metrics | undefined;
  let tracing: Tracing | undefined;
  if (config.metrics !== undefined) {
    const { createMetrics } = await import('./metrics/metrics.ts');
    metrics = createMetrics({ store, engine: database.engine, now: Date.now });
  }
  if (config.tracing) {
    const { createTracing } = await import('./tracing.ts');
    tracing = createTracing({ engine: database.engine === 'postgres' ? 'postgresql' : 'sqlite', publicUrl });
  }
  return new Watching(metrics, tracing);
}

function countConnections(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.getConnections((error, count) => (error === null ? resolve(count) : reject(error)));
  });
}
