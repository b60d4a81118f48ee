import { createMetrics, type MetricDescription } from '../../src/server/metrics/metrics.ts';
import { type Page, page, prose, table } from './page.ts';

/** Every metric that the standalone server has, as its registry knows it. */
export async function allMetrics(): Promise<readonly MetricDescription[]> {
  const metrics = createMetrics({
    store: { countMails: async () => ({ waiting: 0, failed: 0 }), oldestWaitingMail: async () => undefined },
    engine: 'sqlite',
    now: Date.now,
  });
  const described = await metrics.describe();
  metrics.end();
  return described;
}

/** The table of all metrics, made from the registry itself. */
export async function metricsPage(): Promise<Page> {
  const all = await allMetrics();
  return page('docs/metrics.md', 'the registry that the server scrapes', [
    '# Metrics',
    prose(
      'What `GET /metrics` on `METRICS_PORT` answers. A label never holds what a client sent: routes are those that are declared, and all unknown paths are the route `*`. How to scrape, draw and be woken by them: [monitoring.md](monitoring.md).',
    ),
    '## Of the server',
    rows(all.filter(({ name }) => name.startsWith('mastodoor_'))),
    '## Of the process',
    prose(
      'Those that every Node process has with prom-client, which differ by system: `process_*` (processor time, memory, open files) and `nodejs_*` (event loop, heap, garbage collection).',
    ),
  ]);
}

function rows(metrics: readonly MetricDescription[]): string {
  return table(
    ['metric', 'kind', 'labels', 'tells'],
    metrics.map(({ name, type, labels, help }) => [
      `\`${name}\``,
      type,
      labels.map((label) => `\`${label}\``).join(', '),
      help,
    ]),
  );
}
