import { html, type Insertable, type Markup } from '../markup.ts';

/** How good the news of a badge are. Never said by colour alone: the word says it too (WCAG 2.2 §1.4.1). */
export type BadgeTone = 'plain' | 'good' | 'care' | 'alarm';

/** A word for a state, such as "suspended". */
export function badge(word: Insertable, tone: BadgeTone = 'plain'): Markup {
  return html`<span class="badge badge-${tone}">${word}</span>`;
}
