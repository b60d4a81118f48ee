import { html, type Insertable, type Markup } from '../markup.ts';

/** One fact: what it is about, and what is so. */
export interface Definition {
  readonly term: Insertable;
  readonly description: Insertable;
}

/** Facts as terms and descriptions, side by side where there is room. What is `false` or `undefined` is left out. */
export function definitionList(definitions: readonly (Definition | false | undefined)[]): Markup {
  const known = definitions.filter((definition) => typeof definition === 'object');
  return html`<dl class="definitions">${known.map(
    ({ term, description }) => html`<div><dt>${term}</dt><dd>${description}</dd></div>\n`,
  )}</dl>`;
}
