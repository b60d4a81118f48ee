import { median, short } from './figures.ts';
import type { Figure, Stand } from './measurement.ts';
import { memoryOf, type Served, serveDatabase, serveFloor } from './served.ts';

/** From the start of the process to its first answer, and its memory then, beside the floor's. */
export async function measureStart(stand: Stand): Promise<readonly Figure[]> {
  const kinds: readonly (readonly [string, () => Promise<Served>])[] = [
    ['floor', serveFloor],
    ['few', () => serveDatabase(`sqlite:${stand.little.path}`, { log: `${stand.folder}/server.log` })],
    ['many', () => serveDatabase(`sqlite:${stand.many.path}`, { log: `${stand.folder}/server.log` })],
  ];
  const seen = new Map(
    kinds.map(([name]) => [name, { wall: [] as number[], cpu: [] as number[], memory: [] as number[] }]),
  );
  for (let round = 0; round < stand.rounds + 1; round += 1) {
    for (const [name, serve] of kinds) {
      const server = await serve();
      await new Promise((resolve) => setTimeout(resolve, 300));
      const { now } = memoryOf(server.pid);
      await server.stop();
      // The first of each reads its files from the disk.
      if (round === 0) continue;
      seen.get(name)?.wall.push(server.startedAfter);
      seen.get(name)?.cpu.push(server.cpuAtStart);
      seen.get(name)?.memory.push(now);
    }
    stand.say(`start: round ${round} of ${stand.rounds}`);
  }
  const of = (name: string, what: 'wall' | 'cpu' | 'memory') => median(seen.get(name)?.[what] ?? []);
  const from = (what: 'wall' | 'cpu' | 'memory', unit: string) =>
    kinds.map(([name]) => `${name} ${short(of(name, what))} ${unit}`).join(', ');
  return [
    {
      ...{ what: 'start to first answer ÷ floor', unit: '×', must: 5, aim: 3 },
      ...{ value: of('many', 'wall') / of('floor', 'wall'), from: from('wall', 'ms') },
    },
    {
      what: 'processor time of the start ÷ floor',
      value: of('many', 'cpu') / of('floor', 'cpu'),
      unit: '×',
      from: from('cpu', 'ms'),
    },
    {
      ...{ what: 'memory after the start ÷ floor', unit: '×', must: 2, aim: 1.3 },
      ...{ value: of('many', 'memory') / of('floor', 'memory'), from: from('memory', 'MiB') },
    },
  ];
}
