import type { Brand } from './brand.ts';
import { type Colours, colours, type Schemes } from './styles/palette.ts';

/** The colours of the pages with a brand's own in their places. */
export function brandColours({ colours: own }: Brand): Schemes {
  return { light: { ...colours.light, ...given(own?.light) }, dark: { ...colours.dark, ...given(own?.dark) } };
}

function given(own: Partial<Colours> | undefined): Partial<Colours> {
  return Object.fromEntries(Object.entries(own ?? {}).filter(([, colour]) => colour !== undefined));
}
