import { readFileSync, writeFileSync } from 'node:fs';
import { makeWarm } from './cold-file.ts';
import { median, short } from './figures.ts';
import { type Filled, filledSqlite } from './fill-sqlite.ts';
import type { Figure, Stand } from './measurement.ts';
import { type Curves, curvesFile, drawCurves, type Point } from './plots.ts';
import { noteUseToday, sampleOf } from './sample.ts';
import { cpuTimeOf, serveDatabase } from './served.ts';
import { type Checked, checkTokens } from './wrk-checks.ts';

const CONNECTIONS = [1, 4, 16, 32, 64, 128, 256, 512];

/** Cost against the number of tokens, and against that of connections; drawn into docs/images/. */
export async function measureCurves(stand: Stand): Promise<readonly Figure[]> {
  const tokens: Point[] = [];
  for (let size = stand.few; size <= stand.tokens; size *= 10) {
    const filled = await filledSqlite(stand.folder, size, stand.say);
    tokens.push(...(await measureAt(stand, filled, [32])).map((point) => ({ ...point, at: size })));
  }
  const connections = await measureAt(stand, stand.many, CONNECTIONS);
  const known = JSON.parse(readFileSync(curvesFile, 'utf8')) as Curves;
  writeFileSync(curvesFile, `${JSON.stringify({ ...known, tokens, connections }, undefined, 2)}\n`);
  drawCurves();
  const figure = (what: string, { at, perSecond, p99, cpu }: Point): Figure => ({
    ...{ what: `check at ${at} ${what}`, value: cpu, unit: 'µs of processor time' },
    from: `${short(perSecond)} /s, p99 ${short(p99)} ms`,
  });
  return [
    ...tokens.map((point) => figure('tokens', point)),
    ...connections.map((point) => figure('connections', point)),
  ];
}

async function measureAt(stand: Stand, filled: Filled, connections: readonly number[]): Promise<readonly Point[]> {
  const secrets = sampleOf(filled.population, 200_000);
  noteUseToday(filled, secrets);
  makeWarm(filled.path);
  const server = await serveDatabase(`sqlite:${filled.path}`, { log: `${stand.folder}/server.log` });
  const load = { seconds: stand.seconds, folder: stand.folder };
  await checkTokens(server.url, secrets, { ...load, connections: 32 });
  const points: Point[] = [];
  for (const at of connections) {
    const rounds: (Checked & { readonly cpu: number })[] = [];
    for (let round = 0; round < stand.rounds; round += 1) {
      const before = cpuTimeOf(server.pid);
      const checked = await checkTokens(server.url, secrets, { ...load, connections: at });
      if (checked.failed > 0) throw new Error(`${checked.failed} checks were refused`);
      rounds.push({ ...checked, cpu: ((cpuTimeOf(server.pid) - before) * 1000) / (checked.perSecond * stand.seconds) });
    }
    const of = (name: 'perSecond' | 'p99' | 'cpu') => Number(short(median(rounds.map((one) => one[name]))));
    points.push({ at, perSecond: of('perSecond'), p99: of('p99'), cpu: of('cpu') });
    stand.say(`curves: ${filled.population.tokens} tokens, ${at} connections`);
  }
  await server.stop();
  return points;
}
