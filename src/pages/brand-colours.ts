import type { Brand } from './brand.ts';
import { type Colours, colours, type Schemes } from './styles/palette.ts';

/** The colours of the pages with a brand's own in their places, and with what follows from its `door`. */
export function brandColours({ colours: own }: Brand): Schemes {
  return {
    light: { ...colours.light, ...withConsequences(own?.light, 'black') },
    dark: { ...colours.dark, ...withConsequences(own?.dark, 'white') },
  };
}

/** Whoever names only the colour of the door gets buttons, and a door in the picture, that go with it. */
function withConsequences(own: Partial<Colours> | undefined, hoverTowards: 'black' | 'white'): Partial<Colours> {
  const given: Partial<Colours> = Object.fromEntries(
    Object.entries(own ?? {}).filter(([, colour]) => colour !== undefined),
  );
  const { door } = given;
  if (door === undefined) return given;
  const readable = inkOn(door);
  return {
    leaf: door,
    'door-hover': `color-mix(in oklab, ${door} 80%, ${hoverTowards})`,
    ...(readable === undefined ? {} : { 'on-door': readable }),
    ...given,
  };
}

/** Black or white, whichever can be read better; `undefined` where the colour is not written in hexadecimal digits. */
function inkOn(ground: string): string | undefined {
  const digits = /^#([\da-f]{6}|[\da-f]{3})$/i.exec(ground.trim())?.[1];
  if (digits === undefined) return undefined;
  const luminance = relativeLuminance(digits.length === 3 ? digits.replace(/./g, '$&$&') : digits);
  // Where the contrasts of WCAG 2.2 with black and with white are the same: (L + 0.05)² = 0.05 · 1.05.
  return luminance > 0.179 ? '#000000' : '#ffffff';
}

/** Relative luminance of WCAG 2.2, of six hexadecimal digits. */
function relativeLuminance(digits: string): number {
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((start) => {
    const part = Number.parseInt(digits.slice(start, start + 2), 16) / 255;
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
