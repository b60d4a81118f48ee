import { crc32, deflateSync } from 'node:zlib';
import { PNG } from 'pngjs';

/** As many as a page needs for its letters to have soft edges. */
const MOST_COLOURS = 128;

/** A colour as red, green and blue, and how many pixels have it. */
interface Counted {
  readonly rgb: readonly [number, number, number];
  readonly count: number;
}

/**
 * The same picture with few colours, chosen so that the most common ones stay as they are: a third of the size
 * for pages, whose colours are few but for the edges of letters. pngjs reads palettes but writes none.
 */
export function shrinkPng(picture: Buffer): Buffer {
  const { width, height, data } = PNG.sync.read(picture);
  const boxes = cutIntoBoxes(countColours(data), MOST_COLOURS);
  const indexOf = new Map(boxes.flatMap((box, index) => box.map(({ rgb }) => [keyOf(...rgb), index] as const)));
  // Each row begins with its filter; none is best for a palette (PNG §12.7).
  const rows = Buffer.alloc((width + 1) * height);
  for (let pixel = 0; pixel < width * height; pixel++) {
    rows[pixel + Math.floor(pixel / width) + 1] = indexOf.get(keyAt(data, pixel * 4)) ?? 0;
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3], 8); // eight bits for each pixel, which is a place in the palette
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(boxes.flatMap(averageOf))),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

function keyOf(red: number, green: number, blue: number): number {
  return (red << 16) | (green << 8) | blue;
}

function keyAt(data: Buffer, offset: number): number {
  return keyOf(data[offset] ?? 0, data[offset + 1] ?? 0, data[offset + 2] ?? 0);
}

function countColours(data: Buffer): readonly Counted[] {
  const counts = new Map<number, number>();
  for (let offset = 0; offset < data.length; offset += 4) {
    const key = keyAt(data, offset);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].map(([key, count]) => ({ rgb: [key >> 16, (key >> 8) & 255, key & 255], count }));
}

/** Median cut: the box whose colours differ most is cut in two until there are enough. */
function cutIntoBoxes(colours: readonly Counted[], most: number): readonly (readonly Counted[])[] {
  const boxes = [colours];
  while (boxes.length < most) {
    const widest = boxes.reduce((best, box) => (errorOf(box) > errorOf(best) ? box : best));
    if (widest.length < 2) break;
    boxes.splice(boxes.indexOf(widest), 1, ...halves(widest));
  }
  return boxes;
}

const errors = new WeakMap<readonly Counted[], number>();

/** How far the pixels of a box are from its average, all together. */
function errorOf(box: readonly Counted[]): number {
  const known = errors.get(box);
  if (known !== undefined) return known;
  const average = averageOf(box);
  const error = box.reduce(
    (sum, { rgb, count }) =>
      sum + count * rgb.reduce((squares, part, i) => squares + (part - (average[i] ?? 0)) ** 2, 0),
    0,
  );
  errors.set(box, error);
  return error;
}

function halves(box: readonly Counted[]): readonly [readonly Counted[], readonly Counted[]] {
  const spread = ([0, 1, 2] as const).map((channel) => {
    const parts = box.map(({ rgb }) => rgb[channel]);
    return Math.max(...parts) - Math.min(...parts);
  });
  const channel = spread.indexOf(Math.max(...spread)) as 0 | 1 | 2;
  const sorted = box.toSorted((one, other) => one.rgb[channel] - other.rgb[channel]);
  const half = box.reduce((sum, { count }) => sum + count, 0) / 2;
  let cut = 0;
  for (let pixels = 0; pixels < half; cut += 1) pixels += sorted[cut]?.count ?? half;
  cut = Math.min(cut, sorted.length - 1);
  return [sorted.slice(0, cut), sorted.slice(cut)];
}

function averageOf(box: readonly Counted[]): readonly number[] {
  const total = box.reduce((sum, { count }) => sum + count, 0);
  return ([0, 1, 2] as const).map((channel) =>
    Math.round(box.reduce((sum, { rgb, count }) => sum + rgb[channel] * count, 0) / total),
  );
}
