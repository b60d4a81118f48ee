import type { Frame } from '../../layout.ts';
import { html, type Markup } from '../../markup.ts';
import { pager } from '../../parts/pager.ts';
import { siteWords } from '../words.ts';
import { type StatusView, statusArticle } from './status.ts';

/** A part of a list of statuses, newest first. */
export interface StatusListView {
  readonly statuses: readonly StatusView[];
  /** Paths of the parts around this one. */
  readonly newer: string | undefined;
  readonly older: string | undefined;
}

/** Statuses, with the ways to newer and older ones. */
export function statusList(frame: Frame, { statuses, newer, older }: StatusListView): Markup {
  const words = siteWords(frame).statuses;
  return html`<section class="statuses" aria-labelledby="statuses"><h2 id="statuses">${words.list}</h2>
${
  statuses.length === 0
    ? html`<p class="hint">${words.none}</p>`
    : statuses.map((status) => statusArticle(frame, status, 'list'))
}
${pager(frame, { previous: newer, next: older })}</section>`;
}
