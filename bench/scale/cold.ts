import { checkOneByOne } from './check-by-check.ts';
import { makeCold } from './cold-file.ts';
import { median, quantile, short } from './figures.ts';
import type { Figure, Stand } from './measurement.ts';
import { noteUseToday, sampleOf } from './sample.ts';
import { serveDatabase } from './served.ts';

const CHECKS = 5000;

/** The first checks of a server that has just started, none of whose data is in memory. */
export async function measureCold(stand: Stand): Promise<readonly Figure[]> {
  const p99s: number[] = [];
  const longest: number[] = [];
  const warm: number[] = [];
  let stayed = 0;
  for (let round = 0; round < stand.rounds; round += 1) {
    // Others each time: what the disk's own cache holds is not asked for again.
    const secrets = sampleOf(stand.many.population, CHECKS, 10 + round + Math.floor(Date.now() / 1000));
    noteUseToday(stand.many, secrets);
    stayed = Math.max(stayed, makeCold(stand.many.path) ?? 1);
    const server = await serveDatabase(`sqlite:${stand.many.path}`, { log: `${stand.folder}/server.log` });
    const first = await checkOneByOne(server.port, secrets);
    const again = await checkOneByOne(server.port, secrets);
    await server.stop();
    if (first.failed + again.failed > 0) throw new Error('Checks were refused');
    p99s.push(quantile(first.times, 0.99));
    longest.push(Math.max(...first.times));
    warm.push(quantile(again.times, 0.99));
    stand.say(`cold: round ${round + 1} of ${stand.rounds}, p99 ${short(p99s.at(-1) ?? 0)} ms`);
  }
  const from = `once more: ${short(median(warm))} ms; longest ${short(median(longest))} ms; dd oflag=nocache left ${short(stayed * 100)} % in memory`;
  return [
    { what: `cold: p99 of the first ${CHECKS} checks`, value: median(p99s), unit: 'ms', must: 2, aim: 0.5, from },
  ];
}
