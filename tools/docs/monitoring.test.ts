import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { allMetrics } from './metrics-page.ts';

const docs = join(import.meta.dirname, '..', '..', 'docs');
const read = (path: string) => readFileSync(join(docs, path), 'utf8');

interface Panel {
  readonly type: string;
  readonly title: string;
  readonly targets?: ReadonlyArray<{ readonly expr: string }>;
}

const dashboard = JSON.parse(read('grafana/mastodoor.json')) as {
  readonly panels: readonly Panel[];
};
const expressions = dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));

/** What Prometheus makes itself. */
const foreign = new Set(['up']);

/** The series that exist: a histogram has three of them. */
async function seriesNames(): Promise<ReadonlyMap<string, readonly string[]>> {
  const all = await allMetrics();
  return new Map(
    all.flatMap(({ name, type, labels }) =>
      (type === 'histogram' ? ['_bucket', '_sum', '_count'] : ['']).map((end) => [`${name}${end}`, labels] as const),
    ),
  );
}

/** Every metric that a text names, with the labels that it asks for. */
function named(text: string) {
  return [...text.matchAll(/\b((?:mastodoor|nodejs|process)_[a-z0-9_]+|up)\b(?:\{([^}]*)\})?/g)].map(
    ([, name = '', selectors = '']) => ({
      name,
      labels: [...selectors.matchAll(/([a-z_]+)(?:=~|!~|!=|=)/g)].map(([, label = '']) => label),
    }),
  );
}

/** Those that Prometheus adds at each scrape. */
const scraped = new Set(['instance', 'job', 'le']);

async function assertKnown(text: string): Promise<void> {
  const known = await seriesNames();
  for (const { name, labels } of named(text)) {
    if (foreign.has(name)) continue;
    const own = known.get(name);
    assert.ok(own, `there is no metric ${name}`);
    for (const label of labels) assert.ok(own.includes(label) || scraped.has(label), `${name} has no label ${label}`);
  }
}

test('the dashboard names only metrics and labels that there are', async () => {
  assert.ok(expressions.length > 30);
  await assertKnown(expressions.join('\n'));
});

test('the dashboard shows every metric of the server', async () => {
  const shown = new Set(named(expressions.join('\n')).map(({ name }) => name.replace(/_(?:bucket|sum|count)$/, '')));
  const own = (await allMetrics()).map(({ name }) => name).filter((name) => name.startsWith('mastodoor_'));
  assert.deepEqual(
    own.filter((name) => !shown.has(name)),
    [],
  );
});

test('the alerts name only metrics that there are, and each says what to do', async () => {
  const alerts = read('prometheus/alerts.yml');
  const rules = alerts.split('- alert: ').slice(1);
  assert.ok(rules.length > 10);
  for (const rule of rules) {
    assert.match(rule, /\n {10}summary: \S/, rule);
    assert.match(rule, /\n {10}todo: \S/, rule);
    const [, expression = ''] = /\n {8}expr: (.*)/.exec(rule) ?? [];
    assert.ok(named(expression).length > 0, rule);
    await assertKnown(expression);
  }
});

test('the alert of late housekeeping also finds nodes that never kept house: such a gauge is 0, which says nothing', () => {
  const [, rule = ''] =
    /- alert: MastodoorHousekeepingLate\n([\s\S]*?)\n {6}- alert/.exec(read('prometheus/alerts.yml')) ?? [];
  assert.match(rule, /last_done_timestamp_seconds > 0\) or process_start_time_seconds/);
});

test('the guide names every alert, and no metric that there is not', async () => {
  const guide = read('monitoring.md');
  const names = [...read('prometheus/alerts.yml').matchAll(/- alert: (\w+)/g)].map(([, name = '']) => name);
  const told = [...guide.matchAll(/`(Mastodoor[A-Z]\w+)`/g)].map(([, name = '']) => name);
  assert.deepEqual(told.sort(), names.sort());
  await assertKnown(guide.replaceAll(/\b(?:process_|nodejs_)\*/g, ''));
});
