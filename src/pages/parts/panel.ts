import { html, type Insertable, type Markup } from '../markup.ts';

/** A part of a hall with a heading of its own. */
export interface Panel {
  readonly id: string;
  readonly title: Insertable;
  readonly content: Insertable;
}

/** One thing to read or to change, framed so that it stands apart from the next. */
export function panel({ id, title, content }: Panel): Markup {
  return section('panel', id, title, content);
}

/** What cannot be undone, marked as such and set apart from everything else. */
export function dangerZone({ id, title, content }: Panel): Markup {
  return section('panel danger-zone', id, title, content);
}

function section(look: string, id: string, title: Insertable, content: Insertable): Markup {
  return html`<section class="${look}" aria-labelledby="${id}">
<h2 id="${id}">${title}</h2>
${content}
</section>`;
}
