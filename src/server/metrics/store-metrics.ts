import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { StoreUnavailable } from '../../flows/ports.ts';
import { type CommitFacts, commitChannel } from '../../storage/commit-channel.ts';
import type { FullStore } from '../../storage/store.ts';
import type { Around } from '../around-store.ts';
import { scrapedGauge } from './scraped-gauge.ts';

/** Seconds, from a row in memory to a disk that is worn out. */
const buckets = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2.5];

/** The metrics of the database. */
export interface StoreMetrics {
  readonly around: Around;
  /** Ends the listening for commits. */
  end(): void;
}

/** Counts and times the calls of a store, and the commits of the process. */
export function storeMetrics(registry: Registry, poolLoad: FullStore['poolLoad']): StoreMetrics {
  const registers = [registry];
  const calls = new Counter({
    registers,
    name: 'mastodoor_store_calls_total',
    help: 'Calls of the database, by method and outcome: ok, unavailable (answered as 503), failed.',
    labelNames: ['method', 'outcome'] as const,
  });
  const seconds = new Histogram({
    registers,
    buckets,
    name: 'mastodoor_store_call_seconds',
    help: 'How long calls of the database took, their waiting included.',
    labelNames: ['kind'] as const,
  });
  const inFlight = new Gauge({
    registers,
    name: 'mastodoor_store_calls_in_flight',
    help: 'Calls of the database that are not answered yet; those that write are its write queue.',
    labelNames: ['kind'] as const,
  });
  const commitSeconds = new Histogram({
    registers,
    buckets,
    name: 'mastodoor_commit_seconds',
    help: 'How long commits took: with SQLite from the write lock to the answer of the disk, with PostgreSQL its answer.',
  });
  const commitUnits = new Histogram({
    registers,
    buckets: [1, 2, 4, 8, 16, 32, 64],
    name: 'mastodoor_commit_units',
    help: 'How many changes shared a commit.',
  });

  scrapedGauge(registry, {
    name: 'mastodoor_pool_connections',
    help: 'Connections to PostgreSQL, busy and idle.',
    labelNames: ['state'],
    read: () => {
      const load = poolLoad?.();
      if (load === undefined) return [];
      return [
        [{ state: 'busy' }, load.busy],
        [{ state: 'idle' }, load.idle],
      ];
    },
  });
  scrapedGauge(registry, {
    name: 'mastodoor_pool_waiting',
    help: 'Calls that wait for a connection to PostgreSQL.',
    labelNames: [],
    read: () => {
      const load = poolLoad?.();
      return load === undefined ? [] : [[{}, load.waiting]];
    },
  });

  const hear = (told: unknown): void => {
    const { units, milliseconds } = told as CommitFacts;
    commitSeconds.observe(milliseconds / 1000);
    commitUnits.observe(units);
  };
  subscribe(commitChannel.name, hear);

  const around: Around = async (method, call) => {
    const kind = kindOf(method);
    const started = performance.now();
    inFlight.inc({ kind });
    let outcome = 'ok';
    try {
      return await call();
    } catch (error) {
      outcome = error instanceof StoreUnavailable ? 'unavailable' : 'failed';
      throw error;
    } finally {
      inFlight.dec({ kind });
      calls.inc({ method, outcome });
      seconds.observe({ kind }, (performance.now() - started) / 1000);
    }
  };
  return { around, end: () => void unsubscribe(commitChannel.name, hear) };
}

/** The names of the methods say whether they change anything. */
export function kindOf(method: string): 'read' | 'write' {
  return /^(?:[a-z]+\.)?(?:find|list|count(?!Tries)|read|oldest)(?![a-z])/.test(method) ? 'read' : 'write';
}
