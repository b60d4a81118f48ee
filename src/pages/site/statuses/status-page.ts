import { type Frame, layout } from '../../layout.ts';
import { html, type Insertable, type Markup } from '../../markup.ts';
import { visibleName } from '../../visible-name.ts';
import { siteWords } from '../words.ts';
import { type StatusView, statusArticle } from './status.ts';

/** What the page of a status shows. */
export interface StatusPageView {
  readonly status: StatusView;
  /** What it answers, and what that answers, the oldest first; as far as the reader may read it. */
  readonly above: readonly StatusView[];
  /** Answers to it, and answers to those. */
  readonly below: readonly StatusView[];
}

/** The page that the `url` of every status leads to. */
export function statusPage(frame: Frame, { status, above, below }: StatusPageView): Markup {
  const words = siteWords(frame).statuses;
  const { author } = status;
  return layout(frame, {
    title: words.title(visibleName(author.displayName, author.handle)),
    look: 'hall',
    door: 'open',
    showsAccount: true,
    content: html`${part(frame, words.above, above)}
<h1 class="unseen">${words.title(visibleName(author.displayName, author.handle))}</h1>
${statusArticle(frame, status, 'page')}
${part(frame, words.below, below)}`,
  });
}

function part(frame: Frame, title: string, statuses: readonly StatusView[]): Insertable {
  return (
    statuses.length > 0 &&
    html`<section class="statuses"><h2>${title}</h2>
${statuses.map((status) => statusArticle(frame, status, 'list'))}</section>`
  );
}
