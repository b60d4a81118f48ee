import { html, type Insertable, type Markup } from './markup.ts';

/** How far the door of the mark stands open tells where the reader is: before, at, or past the decision. */
export type Door = 'closed' | 'ajar' | 'open';

const tusks = [
  'M8 62c-1.6-10-2-20-2-30C6 17 17 6.5 31 5.5 20 10.5 15.5 20 15.5 31v31z',
  'M56 62c1.6-10 2-20 2-30C58 17 47 6.5 33 5.5 44 10.5 48.5 20 48.5 31v31z',
] as const;

const opening = 'M18 62V31a14 14 0 0 1 28 0v31z';

const leaves: Readonly<Record<Door, string>> = {
  closed: opening,
  ajar: 'M18 62V31c0-9 3.5-15.5 7.5-15.7C30 15 33 21.5 33 30v36z',
  open: 'M18 62V31c0-8 1.5-15 3.5-15.3C23.5 15.4 24 22 24 30v37z',
};

const knobs: Readonly<Record<Door, Markup>> = {
  closed: html`<circle class="door-knob" cx="40" cy="43" r="2"/>`,
  ajar: html`<circle class="door-knob" cx="29.5" cy="44" r="2"/>`,
  open: html`<circle class="door-knob" cx="22" cy="44" r="1.4"/>`,
};

const spills: Readonly<Record<Door, Insertable>> = {
  closed: false,
  ajar: html`<path class="door-spill" d="M32 62h14l8 9H37z"/>`,
  open: html`<path class="door-spill" d="M18 62h28l9 9H9z"/>`,
};

/** The mark: a doorway of two tusks, and its door. Decoration only; nothing is said by it alone. */
export function door(state: Door): Markup {
  return html`<svg class="door" viewBox="0 0 64 72" aria-hidden="true" focusable="false">${spills[state]}
<path class="door-light" d="${opening}"/>
<path class="door-leaf" d="${leaves[state]}"/>${knobs[state]}
<path class="door-tusk" d="${tusks[0]}"/><path class="door-tusk" d="${tusks[1]}"/>
</svg>`;
}

/** The mark as the address of a picture, for the tab. Without one, browsers ask for `/favicon.ico` on every visit. */
export const doorIcon = `data:image/svg+xml,${encodeURIComponent(
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 72"><path fill="#f5bd48" d="${opening}"/><path fill="#0d5652" d="${leaves.ajar}"/><path fill="#9cada5" d="${tusks.join('')}"/></svg>`,
)}`;
