import { makeWarm } from './cold-file.ts';
import { median, short } from './figures.ts';
import type { Figure, Stand } from './measurement.ts';
import { noteUseToday, sampleOf } from './sample.ts';
import { cpuTimeOf, type Served, serveDatabase } from './served.ts';
import { type Checked, checkTokens } from './wrk-checks.ts';

const CONNECTIONS = 32;
const SAMPLE = 200_000;

/** Random tokens of a large database beside those of a small one: rates and the slowest of a hundred, in turns. */
export async function measureWarm(stand: Stand): Promise<readonly Figure[]> {
  const sides = await Promise.all(
    [stand.little, stand.many].map(async (filled) => {
      const sample = sampleOf(filled.population, SAMPLE);
      noteUseToday(filled, sample);
      // As many on both sides, so that the load generator has the same to do.
      const secrets = Array.from({ length: SAMPLE }, (_, index) => sample[index % sample.length] ?? '');
      makeWarm(filled.path);
      const server = await serveDatabase(`sqlite:${filled.path}`, { log: `${stand.folder}/server.log` });
      return { server, secrets, rounds: [] as (Checked & { readonly cpu: number })[] };
    }),
  );
  const round = async ({ server, secrets }: (typeof sides)[number], seconds: number) => {
    const before = cpuTimeOf(server.pid);
    const checked = await checkTokens(server.url, secrets, { seconds, connections: CONNECTIONS, folder: stand.folder });
    if (checked.failed > 0) throw new Error(`${checked.failed} checks were refused`);
    return { ...checked, cpu: (cpuTimeOf(server.pid) - before) / (checked.perSecond * seconds) };
  };
  for (const side of sides) await round(side, 2);
  for (let turn = 0; turn < stand.rounds; turn += 1) {
    // Whoever comes first in a turn changes, so that a machine that slows down is unfair to nobody.
    for (const side of turn % 2 === 0 ? sides : sides.toReversed()) side.rounds.push(await round(side, stand.seconds));
    stand.say(`warm: round ${turn + 1} of ${stand.rounds}`);
  }
  await Promise.all(sides.map(({ server }: { server: Served }) => server.stop()));
  const of = (name: 'perSecond' | 'p99' | 'p50' | 'cpu') =>
    sides.map(({ rounds }) => median(rounds.map((one) => one[name])));
  const ratio = ([few = 0, many = 0]: number[]) => many / few;
  const from = (name: Parameters<typeof of>[0], unit: string, factor = 1) =>
    of(name)
      .map((value) => `${short(value * factor)} ${unit}`)
      .join(' with few, ')
      .concat(' with many');
  return [
    {
      ...{ what: 'warm: rate of checks, many ÷ few', unit: '×', must: 0.9, aim: 0.97, higher: true },
      ...{ value: ratio(of('perSecond')), from: from('perSecond', '/s') },
    },
    { what: 'warm: p99, many ÷ few', value: ratio(of('p99')), unit: '×', must: 1.2, aim: 1.1, from: from('p99', 'ms') },
    {
      what: 'warm: processor time of a check, many ÷ few',
      value: ratio(of('cpu')),
      unit: '×',
      from: from('cpu', 'µs', 1000),
    },
  ];
}
