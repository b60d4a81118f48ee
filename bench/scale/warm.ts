import { makeWarm } from './cold-file.ts';
import { median, short } from './figures.ts';
import type { Figure, Stand } from './measurement.ts';
import { noteUseToday, sampleOf } from './sample.ts';
import { cpuTimeOf, serveDatabase } from './served.ts';
import { type Checked, checkTokens } from './wrk-checks.ts';

const CONNECTIONS = 32;
const SAMPLE = 200_000;

/** Processes are ended before they are as old as this, in milliseconds: at 60,000 they keep house for the first time. */
const OLDEST = 50_000;
/** Seconds of load before the first round of a process. */
const WARM_UP = 3;

interface Round extends Checked {
  /** Processor time of a check, in milliseconds. */
  readonly cpu: number;
}

interface Side {
  readonly path: string;
  readonly secrets: readonly string[];
  readonly rounds: Round[];
}

/**
 * Random tokens of a large database beside those of a small one: rates and the slowest of a hundred, in turns. Every few rounds come
 * from new processes, since two of one build on one file differ by a tenth all their lives.
 */
export async function measureWarm(stand: Stand): Promise<readonly Figure[]> {
  const sides = [stand.little, stand.many].map((filled): Side => {
    const sample = sampleOf(filled.population, SAMPLE);
    noteUseToday(filled, sample);
    // As many on both sides, so that the load generator has the same to do.
    const secrets = Array.from({ length: SAMPLE }, (_, index) => sample[index % sample.length] ?? '');
    return { path: filled.path, secrets, rounds: [] };
  });
  for (const { path } of sides) makeWarm(path);
  const both = (stand.seconds + 1) * 1000 * sides.length;
  const atOnce = Math.max(1, Math.floor((OLDEST - 2 * WARM_UP * 1000) / both));
  for (let done = 0; done < stand.rounds; done += atOnce) {
    await measureOnce(sides, stand, { from: done, to: Math.min(done + atOnce, stand.rounds) });
  }
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

/** Some rounds of one process of each side. */
async function measureOnce(
  sides: readonly Side[],
  stand: Stand,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<void> {
  const log = `${stand.folder}/server.log`;
  const running = await Promise.all(
    sides.map(async (side) => ({ ...side, server: await serveDatabase(`sqlite:${side.path}`, { log }) })),
  );
  const round = async ({ server, secrets }: (typeof running)[number], seconds: number): Promise<Round> => {
    const before = cpuTimeOf(server.pid);
    const checked = await checkTokens(server.url, secrets, { seconds, connections: CONNECTIONS, folder: stand.folder });
    if (checked.failed > 0) throw new Error(`${checked.failed} checks were refused`);
    return { ...checked, cpu: (cpuTimeOf(server.pid) - before) / (checked.perSecond * seconds) };
  };
  for (const side of running) await round(side, WARM_UP);
  for (let turn = from; turn < to; turn += 1) {
    // Whoever comes first in a turn changes, so that a machine that slows down is unfair to nobody.
    for (const side of turn % 2 === 0 ? running : running.toReversed())
      side.rounds.push(await round(side, stand.seconds));
    stand.say(`warm: round ${turn + 1} of ${stand.rounds}`);
  }
  await Promise.all(running.map(({ server }) => server.stop()));
}
