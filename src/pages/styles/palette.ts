/** Colours by what they are in the picture: a wall, a doorway in it, the floor before it, and the light behind it. */
const light = {
  wall: '#e3e9e4',
  casing: '#f3f6f2',
  line: '#bccac2',
  inside: '#fdfefb',
  floor: '#cfd9d2',
  glow: '#fff3d1',
  ink: '#15231f',
  soft: '#485a53',
  door: '#0d5652',
  'door-hover': '#083f3c',
  'on-door': '#ffffff',
  leaf: '#0d5652',
  tusk: '#9cada5',
  lamp: '#f5bd48',
  well: '#eff4ef',
  'field-line': '#71857c',
  'care-ink': '#724500',
  'care-ground': '#fdf1d6',
  'care-line': '#e0b763',
  'alarm-ink': '#96190f',
  'alarm-ground': '#fdecea',
  'alarm-line': '#dd968e',
  'good-ink': '#1c5a2d',
  'good-ground': '#e7f5e8',
  'good-line': '#8cc298',
};

/** One of the colours that the pages are painted with. */
export type ColourName = keyof typeof light;

/** A colour for each of the names. */
export type Colours = Readonly<Record<ColourName, string>>;

const dark: Colours = {
  wall: '#0e1413',
  casing: '#1a2321',
  line: '#33413d',
  inside: '#161e1c',
  floor: '#090d0c',
  glow: '#4a3a1b',
  ink: '#e8eeea',
  soft: '#a9b8b1',
  door: '#86d5c8',
  'door-hover': '#aee7dd',
  'on-door': '#04211e',
  leaf: '#1f736c',
  tusk: '#71837b',
  lamp: '#f6c25a',
  well: '#1e2826',
  'field-line': '#74887f',
  'care-ink': '#f4cf89',
  'care-ground': '#292111',
  'care-line': '#6a5423',
  'alarm-ink': '#ffb6ab',
  'alarm-ground': '#331915',
  'alarm-line': '#84403a',
  'good-ink': '#a6dfb0',
  'good-ground': '#15281a',
  'good-line': '#3d6c48',
};

/** The colours of the pages as long as nobody brings others. */
export const colours: Schemes = { light, dark };

/** A set of colours for each of the schemes that a reader's system may ask for. */
export interface Schemes {
  readonly light: Colours;
  readonly dark: Colours;
}

/** The colours as custom properties, light or dark as the reader's system asks. */
export function palette(schemes: Schemes): string {
  return `:root {
  color-scheme: light dark;
${properties(schemes.light)}
}
@media (prefers-color-scheme: dark) {
  :root {
${properties(schemes.dark)}
  }
}`;
}

function properties(set: Colours): string {
  return Object.entries(set)
    .map(([name, colour]) => `  --${name}: ${colour};`)
    .join('\n');
}
