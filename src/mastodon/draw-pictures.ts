import { toPng } from 'jdenticon';
import { PNG } from 'pngjs';

type Picture = Uint8Array<ArrayBuffer>;

/** The picture of somebody who has none of their own: 400×400, and always the same for one name. */
export function drawAvatar(name: string): Picture {
  // A number alone would be taken for a digest, and neighbouring ids would get one picture.
  return new Uint8Array(toPng(`account ${name}`, 400, { padding: 0.12, backColor: '#f4f2f7' }));
}

/** The banner of somebody who has none of their own: 1500×500, and always the same for one name. */
export function drawHeader(name: string): Picture {
  return drawGradient(name, 1500, 500);
}

/** The picture that stands for a server: 1200×630, and always the same for one name. */
export function drawThumbnail(name: string): Picture {
  return drawGradient(name, 1200, 630);
}

/** From one soft colour on the left to another on the right; both follow from the name. */
function drawGradient(name: string, width: number, height: number): Picture {
  const seed = scatter(name);
  const hue = ((seed & 0xffff) / 0x10000) * 360;
  const from = rgbOf(hue, 0.45, 0.62);
  const to = rgbOf(hue + 40 + (seed >>> 24) / 3, 0.5, 0.42);
  const row = Buffer.alloc(width * 3);
  for (let x = 0; x < width; x++) {
    for (let channel = 0; channel < 3; channel++) {
      const [start = 0, end = 0] = [from[channel], to[channel]];
      row[x * 3 + channel] = Math.round(start + ((end - start) * x) / (width - 1));
    }
  }
  const png = new PNG({ width, height });
  png.data = Buffer.alloc(row.length * height, row);
  // Filter 2 stores how a row differs from the one above: here not at all, so that a picture is a few kilobytes.
  const options = { colorType: 2, inputColorType: 2, inputHasAlpha: false, filterType: 2, deflateLevel: 1 } as const;
  return new Uint8Array(PNG.sync.write(png, options));
}

/** HSL as three bytes; see CSS Color 4 §7.1. */
function rgbOf(hue: number, saturation: number, lightness: number): readonly number[] {
  const strength = saturation * Math.min(lightness, 1 - lightness);
  return [0, 8, 4].map((offset) => {
    const k = (offset + hue / 30) % 12;
    return Math.round(255 * (lightness - strength * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  });
}

/** 32 bits that differ much for names that differ little (FNV-1a). */
function scatter(name: string): number {
  let seed = 0x811c9dc5;
  for (const character of name) seed = Math.imul(seed ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return (seed ^ (seed >>> 15)) >>> 0;
}
