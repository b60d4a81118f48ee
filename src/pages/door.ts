import { html, type Insertable, type Markup } from './markup.ts';

/** How far the door of the mark stands open tells where the reader is: before, at, or past the decision. */
export type Door = 'closed' | 'ajar' | 'open';

/** The mark: a doorway of two tusks, and its door. Decoration only; nothing is said by it alone. */
export function door(state: Door): Markup {
  return html`<svg class="door door-${state}" viewBox="0 0 64 72" aria-hidden="true" focusable="false">${spill[state]}
<path class="door-light" d="M18 62V31a14 14 0 0 1 28 0v31z"/>
${leaf[state]}
<path class="door-tusk" d="M8 62c-1.600-10-2-20-2-30C6 17 17 6.500 31 5.500 20 10.500 15.500 20 15.500 31v31z"/>
<path class="door-tusk" d="M56 62c1.600-10 2-20 2-30C58 17 47 6.500 33 5.500 44 10.500 48.500 20 48.500 31v31z"/>
</svg>`;
}

const spill: Readonly<Record<Door, Insertable>> = {
  closed: false,
  ajar: html`<path class="door-spill" d="M32 62h14l8 9H37z"/>`,
  open: html`<path class="door-spill" d="M18 62h28l9 9H9z"/>`,
};

const leaf: Readonly<Record<Door, Insertable>> = {
  closed: html`<path class="door-leaf" d="M18 62V31a14 14 0 0 1 28 0v31z"/><circle class="door-knob" cx="40" cy="43" r="2"/>`,
  ajar: html`<path class="door-leaf" d="M18 62V31c0-9 3.500-15.500 7.500-15.700C30 15 33 21.500 33 30v36z"/><circle class="door-knob" cx="29.500" cy="44" r="2"/>`,
  open: html`<path class="door-leaf" d="M18 62V31c0-8 1.500-15 3.500-15.300C23.500 15.400 24 22 24 30v37z"/><circle class="door-knob" cx="22" cy="44" r="1.400"/>`,
};
