import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { MailOutcome } from '../../accounts/mail/mail-sender.ts';
import type { WorkLoad } from '../../accounts/password/work-queue.ts';
import type { SecurityEvent } from '../../flows/ports.ts';
import type { Answered } from '../../http/mount-routes.ts';
import type { HousekeepingOutcome } from '../../library/auth-server-options.ts';
import { version } from '../../library/version.ts';
import type { Instant } from '../../protocol/app.ts';
import type { PushOutcome } from '../../social/push/push-sender.ts';
import type { StreamLoad } from '../../social/streaming/stream-hub.ts';
import type { FullStore } from '../../storage/store.ts';
import type { Around } from '../around-store.ts';
import { eventMetrics } from './event-metrics.ts';
import { housekeepingMetrics } from './housekeeping-metrics.ts';
import { mailMetrics } from './mail-metrics.ts';
import { passwordMetrics } from './password-metrics.ts';
import { requestMetrics } from './request-metrics.ts';
import { scrapedGauge } from './scraped-gauge.ts';
import { socialMetrics } from './social-metrics.ts';
import { storeMetrics } from './store-metrics.ts';

/** What may go wrong beside requests; the log has the cause. */
export type Trouble = 'audit' | 'notifier' | 'mail round';

/** What can only be asked of a server that is put together; asked at each scrape. */
export interface LiveFigures {
  /** Open connections. */
  connections(): Promise<number>;
  passwordLoad(): WorkLoad;
  streamLoad(): StreamLoad;
}

/** Counts what the server tells it. */
export interface Metrics {
  /** The text format of Prometheus. */
  readonly contentType: string;
  /** All figures as they are now. */
  render(): Promise<string>;
  /** For every call of the store. */
  readonly aroundStore: Around;
  answered(answered: Answered): void;
  event(event: SecurityEvent): void;
  mail(outcome: Pick<MailOutcome, 'outcome'>): void;
  pushed(outcome: PushOutcome): void;
  housekeeping(outcome: HousekeepingOutcome): void;
  trouble(kind: Trouble): void;
  /** Connections that were closed at once because there were too many. */
  refusedConnections(count: number): void;
  /** What was not there yet when the counting began. */
  watch(figures: LiveFigures): void;
  /** Every metric, for the documentation. */
  describe(): Promise<readonly MetricDescription[]>;
  /** Ends the listening to what other parts of the process tell. */
  end(): void;
}

/** A metric as the documentation shows it. */
export interface MetricDescription {
  readonly name: string;
  readonly type: string;
  readonly help: string;
  readonly labels: readonly string[];
}

/**
 * Makes the metrics of a process.
 * @param parts.store the store itself: what a scrape asks must not count as a call
 */
export function createMetrics(parts: {
  readonly store: Pick<FullStore, 'countMails' | 'oldestWaitingMail' | 'poolLoad'>;
  readonly engine: string;
  readonly now: () => Instant;
}): Metrics {
  const { store, engine, now } = parts;
  const registry = new Registry();
  const registers = [registry];
  new Gauge({
    registers,
    name: 'mastodoor_info',
    help: 'Always 1; its labels say what runs.',
    labelNames: ['version', 'engine'] as const,
  }).set({ version, engine }, 1);
  const { signIns, hear } = eventMetrics(registry);
  const answered = requestMetrics(registry, signIns);
  const { around, end } = storeMetrics(registry, store.poolLoad);
  let live: LiveFigures | undefined;
  passwordMetrics(registry, () => live?.passwordLoad());
  const pushed = socialMetrics(registry, () => live?.streamLoad());
  const mail = mailMetrics(registry, store, now);
  const housekeeping = housekeepingMetrics(registry, now);
  scrapedGauge(registry, {
    name: 'mastodoor_http_connections',
    help: 'Open connections of clients and proxies.',
    labelNames: [],
    read: async () => (live === undefined ? [] : [[{}, await live.connections()]]),
  });
  const refused = new Counter({
    registers,
    name: 'mastodoor_http_connections_refused_total',
    help: 'Connections that were closed at once because there were too many.',
  });
  const troubles = new Counter({
    registers,
    name: 'mastodoor_troubles_total',
    help: 'What could not be done beside requests and is tried again or lost: audit, notifier, mail round.',
    labelNames: ['what'] as const,
  });
  for (const what of ['audit', 'notifier', 'mail round']) troubles.inc({ what }, 0);
  collectDefaultMetrics({ register: registry });

  return {
    contentType: registry.contentType,
    render: () => registry.metrics(),
    aroundStore: around,
    answered,
    event: hear,
    mail,
    pushed,
    housekeeping,
    refusedConnections: (count) => refused.inc(count),
    trouble: (what) => troubles.inc({ what }),
    watch: (figures) => {
      live = figures;
    },
    describe: async () => describe(registry),
    end,
  };
}

function describe(registry: Registry): readonly MetricDescription[] {
  return registry.getMetricsAsArray().map((metric) => {
    // The library keeps what it was told and its types do not say so.
    const { name, help, type, labelNames } = metric as unknown as {
      readonly name: string;
      readonly help: string;
      readonly type: string;
      readonly labelNames?: readonly string[];
    };
    return { name, help, type, labels: labelNames ?? [] };
  });
}
