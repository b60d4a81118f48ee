import { createHash } from 'node:crypto';
import { type Brand, findBrandProblems } from './brand.ts';
import { brandColours } from './brand-colours.ts';
import { consent } from './styles/consent.ts';
import { fields } from './styles/fields.ts';
import { hall } from './styles/hall.ts';
import { palette } from './styles/palette.ts';
import { parts } from './styles/parts.ts';
import { scene } from './styles/scene.ts';
import { statuses } from './styles/statuses.ts';

/** A stylesheet and where it is served. */
export interface Stylesheet {
  /** Named after the content, so that it may be cached for ever. Not prefixed: see `Frame.path`. */
  readonly path: string;
  readonly text: string;
}

/**
 * The one stylesheet of all pages, in a brand's colours and with its rules last, where they win and where whatever they
 * leave open harms nothing but themselves. Throws when the brand cannot be worn.
 */
export function createStylesheet(brand: Brand): Stylesheet {
  const problems = findBrandProblems(brand);
  if (problems.length > 0) throw new TypeError(`The pages cannot wear this brand. ${problems.join(' ')}`);
  const text = [
    palette(brandColours(brand)),
    scene,
    fields,
    parts,
    hall,
    consent,
    statuses,
    ...(brand.css === undefined ? [] : [brand.css]),
  ].join('\n');
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 12);
  return { path: `/assets/mastodoor-${hash}.css`, text };
}
