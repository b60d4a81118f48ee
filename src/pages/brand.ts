import { findColourProblem } from './colour-syntax.ts';
import { ownLink, pictureLink, webLink } from './safe-link.ts';
import { type ColourName, type Colours, colours } from './styles/palette.ts';

/** Whose server it is, and what its pages wear. Written by the host, never by a stranger. */
export interface Brand {
  readonly name: string;
  /** Takes the place of the door in the header. */
  readonly logo?: Logo | undefined;
  /** Where the name in the header leads; the start of the mounted path when absent. */
  readonly homeUrl?: string | undefined;
  /** Where people look after their account; pages name who is signed in with a link to it. */
  readonly accountUrl?: string | undefined;
  /**
   * Replaces single colours. From `door`, which is also the colour of buttons and links, the pages derive what belongs to
   * it unless that is given too: `leaf`, `door-hover`, and `on-door` where `door` is written as `#rrggbb`. A scheme that
   * is left out keeps the built-in colours, so a brand usually gives both.
   */
  readonly colours?: BrandColours | undefined;
  /** Rules that come after all others. They can load nothing: the pages' policy forbids it. */
  readonly css?: string | undefined;
}

/** A picture that says whose server it is. */
export interface Logo {
  /** `https:`, `http:`, `data:image/…` or a path of this origin. */
  readonly url: string;
  /** The same for readers whose system is dark. */
  readonly darkUrl?: string | undefined;
  /** Whether the picture spells the name already, which is then not written beside it. */
  readonly wordmark?: boolean | undefined;
  /** What the picture says; nothing beside the written name, and the name itself for a wordmark. */
  readonly alt?: string | undefined;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
}

/** The colours that a brand changes, for each of the two schemes that a reader's system may ask for. */
export interface BrandColours {
  readonly light?: Partial<Colours> | undefined;
  readonly dark?: Partial<Colours> | undefined;
}

/** Everything that keeps a brand from being worn, each in a sentence that says how to mend it; empty when it fits. */
export function findBrandProblems(brand: Brand): readonly string[] {
  return [
    ...nameProblems(brand.name),
    ...(brand.logo === undefined ? [] : logoProblems(brand.logo)),
    ...linkProblems('homeUrl', brand.homeUrl),
    ...linkProblems('accountUrl', brand.accountUrl),
    ...schemeProblems('light', brand.colours?.light),
    ...schemeProblems('dark', brand.colours?.dark),
    ...cssProblems(brand.css),
  ];
}

/** The other origins that a brand's pictures come from: what the pages' Content-Security-Policy must let in. */
export function pictureOrigins({ logo }: Brand): readonly string[] {
  const addresses = [logo?.url, logo?.darkUrl].filter((address) => webLink(address) !== undefined);
  return [...new Set(addresses.map((address) => new URL(String(address)).origin))];
}

function nameProblems(name: unknown): readonly string[] {
  return typeof name === 'string' && name.trim() !== '' ? [] : ['brand.name must be a text that is not blank.'];
}

function logoProblems(logo: Logo): readonly string[] {
  if (typeof logo !== 'object' || logo === null) return ['brand.logo must be an object with the address of a picture.'];
  const { url, darkUrl, alt, width, height } = logo;
  const pictures = Object.entries({ url, ...(darkUrl === undefined ? {} : { darkUrl }) });
  const sizes = Object.entries({ width, height });
  return [
    ...pictures
      .filter(([, address]) => pictureLink(address) === undefined)
      .map(([member]) => `brand.logo.${member} must be an http(s) or data:image/ address or a path such as /logo.svg.`),
    ...(alt === undefined || typeof alt === 'string' ? [] : ['brand.logo.alt must be a text.']),
    ...sizes
      .filter(([, size]) => size !== undefined && !(Number.isInteger(size) && Number(size) > 0))
      .map(([member]) => `brand.logo.${member} must be a whole number of pixels above zero.`),
  ];
}

function linkProblems(member: 'homeUrl' | 'accountUrl', url: string | undefined): readonly string[] {
  if (url === undefined || (typeof url === 'string' && ownLink(url) !== undefined)) return [];
  return [`brand.${member} must be an http(s) address or a path such as /.`];
}

function schemeProblems(scheme: keyof BrandColours, own: Partial<Colours> | undefined): readonly string[] {
  return Object.entries(own ?? {}).flatMap(([name, value]: [string, unknown]) => {
    const member = `brand.colours.${scheme}.${name}`;
    if (!isColourName(name)) return [`${member} is no colour of the pages; they are ${colourNames.join(', ')}.`];
    const problem = value === undefined ? undefined : findColourProblem(value);
    return problem === undefined ? [] : [`${member} ${problem}`];
  });
}

const colourNames = Object.keys(colours.light);

function isColourName(name: string): name is ColourName {
  return colourNames.includes(name);
}

function cssProblems(css: unknown): readonly string[] {
  if (css === undefined) return [];
  if (typeof css !== 'string') return ['brand.css must be a text.'];
  const withoutComments = css.replace(/\/\*.*?\*\//gs, '');
  return /@(import|charset)\b/i.test(withoutComments)
    ? ['brand.css cannot hold @import or @charset, which only count at the start of a file: write the rules out.']
    : [];
}
