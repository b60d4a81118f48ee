import { Gauge, type Registry } from 'prom-client';

/** One value with its labels. */
type Reading = readonly [labels: Readonly<Record<string, string>>, value: number];

/** Less than scrapers wait, in milliseconds: one thing that cannot be read must not cost all the others. */
const PATIENCE = 2000;

/**
 * Adds a gauge that is read anew at each scrape. What cannot be read, or not in time, is left out of that scrape: a figure of
 * before would be believed.
 */
export function scrapedGauge(
  registry: Registry,
  gauge: {
    readonly name: string;
    readonly help: string;
    readonly labelNames: readonly string[];
    readonly read: () => readonly Reading[] | Promise<readonly Reading[]>;
  },
): void {
  const { name, help, labelNames, read } = gauge;
  const known = new Gauge({
    registers: [registry],
    name,
    help,
    labelNames: [...labelNames],
    collect: async () => {
      const readings = await inTime(read).catch((): readonly Reading[] => []);
      known.reset();
      if (labelNames.length === 0) known.remove();
      for (const [labels, value] of readings) known.set(labels, value);
    },
  });
}

async function inTime<T>(read: () => T | Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('It took too long')), PATIENCE);
  });
  try {
    return await Promise.race([(async () => read())(), late]);
  } finally {
    clearTimeout(timer);
  }
}
