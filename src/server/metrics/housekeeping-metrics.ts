import { Counter, Gauge, type Registry } from 'prom-client';
import type { HousekeepingOutcome } from '../../library/auth-server-options.ts';
import type { Instant } from '../../protocol/app.ts';

/** Counts the rounds of housekeeping of this node. */
export function housekeepingMetrics(registry: Registry, now: () => Instant): (outcome: HousekeepingOutcome) => void {
  const registers = [registry];
  const rounds = new Counter({
    registers,
    name: 'mastodoor_housekeeping_rounds_total',
    help: 'Rounds of housekeeping, by outcome: done, failed.',
    labelNames: ['outcome'] as const,
  });
  for (const outcome of ['done', 'failed']) rounds.inc({ outcome }, 0);
  const rows = new Counter({
    registers,
    name: 'mastodoor_housekeeping_rows_total',
    help: 'Rows that housekeeping removed, by kind.',
    labelNames: ['kind'] as const,
  });
  const seconds = new Gauge({
    registers,
    name: 'mastodoor_housekeeping_last_seconds',
    help: 'How long the last round took; 0 before the first.',
  });
  const lastDone = new Gauge({
    registers,
    name: 'mastodoor_housekeeping_last_done_timestamp_seconds',
    help: 'When the last round was done; 0 before the first.',
  });
  return (outcome) => {
    seconds.set(outcome.milliseconds / 1000);
    rounds.inc({ outcome: 'error' in outcome ? 'failed' : 'done' });
    if ('error' in outcome) return;
    lastDone.set(now() / 1000);
    for (const { kind, rows: count } of outcome.swept) rows.inc({ kind }, count);
  };
}
