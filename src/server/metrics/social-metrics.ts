import { Counter, type Registry } from 'prom-client';
import type { PushOutcome } from '../../social/push/push-sender.ts';
import type { StreamLoad } from '../../social/streaming/stream-hub.ts';
import { scrapedGauge } from './scraped-gauge.ts';

/** Looks at the streams at each scrape, and counts what becomes of pushed messages. */
export function socialMetrics(registry: Registry, load: () => StreamLoad | undefined): (outcome: PushOutcome) => void {
  scrapedGauge(registry, {
    name: 'mastodoor_open_streams',
    help: 'Apps that listen to a stream of this node, by WebSocket or server-sent events.',
    labelNames: [],
    read: () => {
      const now = load();
      return now === undefined ? [] : [[{}, now.open]];
    },
  });
  const told = new Counter({
    registers: [registry],
    name: 'mastodoor_stream_events_total',
    help: 'What apps were told in their streams.',
    collect: () => {
      told.reset();
      told.inc(load()?.told ?? 0);
    },
  });
  const pushed = new Counter({
    registers: [registry],
    name: 'mastodoor_push_messages_total',
    help: 'Messages of Web Push by what came of them: delivered, gone (the subscription was removed), refused, unreachable, dropped.',
    labelNames: ['outcome'] as const,
  });
  for (const outcome of ['delivered', 'gone', 'refused', 'unreachable', 'dropped']) pushed.inc({ outcome }, 0);
  return (outcome) => pushed.inc({ outcome });
}
