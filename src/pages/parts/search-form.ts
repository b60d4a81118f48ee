import { button } from '../forms.ts';
import type { Frame } from '../layout.ts';
import { html, type Insertable, type Markup } from '../markup.ts';

/** A form that only asks: it is sent by GET, carries no token, and may be kept as a bookmark. */
export interface SearchForm {
  readonly path: string;
  /** What is searched; names the landmark. */
  readonly label: string;
  /** Made by `field()` and `select()`. */
  readonly fields: Insertable;
  readonly submit: string;
}

/** Fields side by side that narrow the list below them. */
export function searchForm(frame: Frame, { path, label, fields, submit }: SearchForm): Markup {
  return html`<form class="search" method="get" action="${frame.path(path)}" role="search" aria-label="${label}">
${fields}
${button(submit, 'small')}
</form>`;
}
