/** `node bench/scale/plots.ts` draws docs/images/cost-against-*.svg anew from the figures beside them. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { drawPlot } from './svg-plot.ts';

/** What was measured at one place of an axis. */
export interface Point {
  /** How many tokens, connections or nodes. */
  readonly at: number;
  /** Checks a second. */
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p99: number;
  /** Microseconds of processor time of one check. */
  readonly cpu: number;
}

/** All that is drawn. */
export interface Curves {
  readonly tokens: readonly Point[];
  readonly connections: readonly Point[];
  /** Over one PostgreSQL. */
  readonly nodes: readonly Point[];
}

const images = join(import.meta.dirname, '../../docs/images');

/** The figures that the plots are made from. */
const curvesFile = join(images, 'cost.json');

const readCurves = () => JSON.parse(readFileSync(curvesFile, 'utf8')) as Partial<Curves>;

/** Keeps what was measured in place of what was known, and draws all. */
export function keepCurve(name: keyof Curves, points: readonly Point[]): void {
  writeFileSync(curvesFile, `${JSON.stringify({ ...readCurves(), [name]: points }, undefined, 2)}\n`);
  drawCurves();
}

/** Draws what was measured; what was not has no plot. */
function drawCurves(): void {
  const curves = readCurves();
  const draw = (name: keyof Curves, title: string, y: string, value: (point: Point) => number) => {
    const points = (curves[name] ?? []).map((point) => ({ x: point.at, y: value(point) }));
    if (points.length > 0)
      writeFileSync(join(images, `cost-against-${name}.svg`), drawPlot({ title, x: name, y, points }));
  };
  draw('tokens', 'Processor time of a token check', 'µs', ({ cpu }) => cpu);
  draw('connections', 'The slowest of a hundred checks', 'p99, ms', ({ p99 }) => p99);
  draw('nodes', 'Checks a second over one PostgreSQL', 'checks a second', ({ perSecond }) => perSecond);
}

if (import.meta.main) drawCurves();
