import { createHash } from 'node:crypto';
import { palette } from './styles/palette.ts';
import { parts } from './styles/parts.ts';
import { scene } from './styles/scene.ts';

/** The one stylesheet of all pages. */
export const stylesheet = [palette, scene, parts].join('\n');

/** Named after its content, so that it may be cached for ever. */
export const stylesheetPath =
  `/assets/mastodoor-${createHash('sha256').update(stylesheet).digest('hex').slice(0, 12)}.css` as const;
