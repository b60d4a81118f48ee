import { Counter, type Registry } from 'prom-client';
import type { WorkLoad } from '../../accounts/password/work-queue.ts';
import { scrapedGauge } from './scraped-gauge.ts';

/** Looks at the queue of passwords at each scrape. */
export function passwordMetrics(registry: Registry, load: () => WorkLoad | undefined): void {
  scrapedGauge(registry, {
    name: 'mastodoor_password_checks',
    help: 'Passwords that are compared or hashed now, and those that wait for it.',
    labelNames: ['state'],
    read: () => {
      const now = load();
      if (now === undefined) return [];
      return [
        [{ state: 'running' }, now.running],
        [{ state: 'waiting' }, now.waiting],
      ];
    },
  });
  const done = new Counter({
    registers: [registry],
    name: 'mastodoor_password_checks_total',
    help: 'Passwords whose comparison or hashing was begun, or refused because too many waited.',
    labelNames: ['outcome'] as const,
    collect: () => {
      const now = load();
      done.reset();
      if (now === undefined) return;
      done.inc({ outcome: 'begun' }, now.begun);
      done.inc({ outcome: 'refused' }, now.refused);
    },
  });
}
