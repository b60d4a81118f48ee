import { makeWarm } from './cold-file.ts';
import { short } from './figures.ts';
import { type Filled, filledSqlite } from './fill-sqlite.ts';
import type { Figure, Stand } from './measurement.ts';
import { keepCurve, type Point } from './plots.ts';
import { noteUseToday, sampleOf } from './sample.ts';
import { cpuTimeOf, type Served, serveDatabase } from './served.ts';
import { checkTokens } from './wrk-checks.ts';

const CONNECTIONS = [1, 4, 16, 32, 64, 128, 256, 512];

/** A server over a database, ready to be measured. */
interface Side {
  readonly server: Served;
  readonly secrets: readonly string[];
}

/** Cost against the number of tokens, and against that of connections; drawn into docs/images/. */
export async function measureCurves(stand: Stand): Promise<readonly Figure[]> {
  const sides = new Map<number, Side>();
  for (let size = stand.few; size <= stand.tokens; size *= 10) {
    sides.set(size, await prepare(stand, await filledSqlite(stand.folder, size, stand.say)));
  }
  const many = sides.get(stand.tokens) ?? (await prepare(stand, stand.many));
  const tokens = await best(stand, [...sides], ([size, side]) => measureOnce(stand, side, size, 32));
  const connections = await best(stand, CONNECTIONS, (at) => measureOnce(stand, many, at, at));
  await Promise.all([many, ...sides.values()].map(({ server }) => server.stop()));
  keepCurve('tokens', tokens);
  keepCurve('connections', connections);
  const figure = (what: string, { at, perSecond, p99, cpu }: Point): Figure => ({
    ...{ what: `check at ${at} ${what}`, value: cpu, unit: 'µs of processor time' },
    from: `${short(perSecond)} /s, p99 ${short(p99)} ms`,
  });
  return [
    ...tokens.map((point) => figure('tokens', point)),
    ...connections.map((point) => figure('connections', point)),
  ];
}

async function prepare(stand: Stand, filled: Filled): Promise<Side> {
  const secrets = sampleOf(filled.population, 200_000);
  noteUseToday(filled, secrets);
  makeWarm(filled.path);
  const server = await serveDatabase(`sqlite:${filled.path}`, { log: `${stand.folder}/server.log` });
  await checkTokens(server.url, secrets, { seconds: 2, connections: 32, folder: stand.folder });
  return { server, secrets };
}

/** Takes turns between places and keeps the best round of each: what the work costs, not what else the machine does. */
async function best<Place>(stand: Stand, places: readonly Place[], measure: (place: Place) => Promise<Point>) {
  const points = new Map<Place, Point>();
  for (let round = 0; round < stand.rounds; round += 1) {
    for (const place of places) {
      const point = await measure(place);
      const known = points.get(place);
      points.set(place, {
        at: point.at,
        perSecond: Math.max(point.perSecond, known?.perSecond ?? 0),
        p99: Math.min(point.p99, known?.p99 ?? Number.POSITIVE_INFINITY),
        cpu: Math.min(point.cpu, known?.cpu ?? Number.POSITIVE_INFINITY),
      });
    }
    stand.say(`curves: round ${round + 1} of ${stand.rounds}`);
  }
  return [...points.values()];
}

async function measureOnce(stand: Stand, { server, secrets }: Side, at: number, connections: number): Promise<Point> {
  const before = cpuTimeOf(server.pid);
  const load = { seconds: stand.seconds, connections, folder: stand.folder };
  const { perSecond, p99, failed } = await checkTokens(server.url, secrets, load);
  if (failed > 0) throw new Error(`${failed} checks were refused`);
  const cpu = ((cpuTimeOf(server.pid) - before) * 1000) / (perSecond * stand.seconds);
  return { at, perSecond: Number(short(perSecond)), p99: Number(short(p99)), cpu: Number(short(cpu)) };
}
