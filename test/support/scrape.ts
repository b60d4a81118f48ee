/** The figures of a scrape: each series as it is written, `name{label="value"}`, with its value. */
export class Scrape {
  readonly text: string;
  readonly #values: ReadonlyMap<string, number>;

  constructor(text: string) {
    this.text = text;
    const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    this.#values = new Map(
      lines.map((line) => {
        const end = line.lastIndexOf(' ');
        return [line.slice(0, end), Number(line.slice(end + 1))];
      }),
    );
  }

  /** Reads the metrics that are listened for at a port of this machine. */
  static async at(port: number): Promise<Scrape> {
    const response = await fetch(`http://127.0.0.1:${port}/metrics`);
    if (response.status !== 200) throw new Error(`A scrape was answered ${response.status}`);
    return new Scrape(await response.text());
  }

  /** The value of one series; undefined when there is no such series. */
  value(series: string): number | undefined {
    return this.#values.get(series);
  }

  /** The series of a metric. */
  seriesOf(name: string): readonly string[] {
    return [...this.#values.keys()].filter((series) => series === name || series.startsWith(`${name}{`));
  }

  /** All values of one label, over all metrics. */
  valuesOf(label: string): ReadonlySet<string> {
    const pattern = new RegExp(`[{,]${label}="((?:[^"\\\\]|\\\\.)*)"`, 'g');
    return new Set([...this.text.matchAll(pattern)].map(([, value = '']) => value));
  }
}
