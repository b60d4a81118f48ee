/** A plot of one curve. */
export interface Plot {
  readonly title: string;
  /** What the axis to the right counts; equal steps there are equal factors. */
  readonly x: string;
  /** What the axis upwards counts, with its unit; it begins at 0. */
  readonly y: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

const [WIDTH, HEIGHT] = [640, 320];
const [LEFT, RIGHT, TOP, BOTTOM] = [72, 24, 48, 56];

/** An SVG that is read on light ground and on dark. */
export function drawPlot({ title, x, y, points }: Plot): string {
  const place = placesOf(points.map((point) => point.x));
  const ticks = ticksUpTo(Math.max(...points.map((point) => point.y)));
  const top = ticks.at(-1) ?? 1;
  const level = (value: number) => HEIGHT - BOTTOM - (value / top) * (HEIGHT - TOP - BOTTOM);
  const dots = points.map((point) => ({ ...point, left: place(point.x), up: level(point.y) }));
  const lines = ticks.map(
    (tick) =>
      `<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${level(tick).toFixed(1)}" y2="${level(tick).toFixed(1)}"/>` +
      `<text x="${LEFT - 8}" y="${(level(tick) + 4).toFixed(1)}" text-anchor="end">${words(tick)}</text>`,
  );
  const marks = dots.map(
    ({ x, y, left, up }) =>
      `<circle cx="${left.toFixed(1)}" cy="${up.toFixed(1)}" r="4"/>` +
      `<text class="value" x="${left.toFixed(1)}" y="${(up - 10).toFixed(1)}" text-anchor="middle">${words(y)}</text>` +
      `<text x="${left.toFixed(1)}" y="${HEIGHT - BOTTOM + 20}" text-anchor="middle">${words(x)}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}: ${dots.map(({ x, y }) => `${words(x)}, ${words(y)}`).join('; ')}">
<style>
text { font: 13px system-ui, sans-serif; fill: #57606a } .title { font-size: 15px; font-weight: 600; fill: #24292f }
.value { fill: #24292f } .grid { stroke: #d0d7de } path { fill: none; stroke: #0969da; stroke-width: 2 } circle { fill: #0969da }
@media (prefers-color-scheme: dark) {
text { fill: #9da7b1 } .title, .value { fill: #e6edf3 } .grid { stroke: #30363d } path { stroke: #58a6ff } circle { fill: #58a6ff }
}
</style>
<text class="title" x="${LEFT}" y="22">${title}</text>
${lines.join('\n')}
<path d="M${dots.map(({ left, up }) => `${left.toFixed(1)} ${up.toFixed(1)}`).join('L')}"/>
${marks.join('\n')}
<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 12}" text-anchor="middle">${x}</text>
<text x="16" y="${(TOP + HEIGHT - BOTTOM) / 2}" text-anchor="middle" transform="rotate(-90 16 ${(TOP + HEIGHT - BOTTOM) / 2})">${y}</text>
</svg>
`;
}

/** From a value to its place to the right, with some room at both ends. */
function placesOf(values: readonly number[]): (value: number) => number {
  const first = Math.log(values[0] ?? 1);
  const width = Math.log(values.at(-1) ?? 1) - first || 1;
  return (value) => LEFT + 32 + ((Math.log(value) - first) / width) * (WIDTH - LEFT - RIGHT - 64);
}

/** Round numbers from 0 to above a value. */
function ticksUpTo(highest: number): readonly number[] {
  const rough = highest / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const count = Math.ceil((highest * 1.08) / step);
  return Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(6)));
}

/** Large numbers by powers of ten that people read at once. */
function words(value: number): string {
  if (value >= 1_000_000) return `${Number((value / 1_000_000).toPrecision(3))} million`;
  return value >= 1000
    ? String(Math.round(value)).replace(/(\d)(?=(\d{3})+$)/g, '$1 ')
    : String(Number(value.toPrecision(3)));
}
