import type { Frame } from '../layout.ts';
import { html, type Insertable } from '../markup.ts';

/** Links to the neighbours of a page of a long list, as paths of this server; nothing when there are none. */
export function pager(
  frame: Frame,
  { previous, next }: { readonly previous?: string | undefined; readonly next?: string | undefined },
): Insertable {
  const words = frame.messages.common;
  if (previous === undefined && next === undefined) return undefined;
  return html`<nav class="pager" aria-label="${words.pages}">
${previous !== undefined && html`<a class="button button-small" rel="prev" href="${frame.path(previous)}">${words.previousPage}</a>`}
${next !== undefined && html`<a class="button button-small" rel="next" href="${frame.path(next)}">${words.nextPage}</a>`}
</nav>`;
}
