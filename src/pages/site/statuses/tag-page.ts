import { type Frame, layout } from '../../layout.ts';
import { html, type Markup } from '../../markup.ts';
import { visibleName } from '../../visible-name.ts';
import { siteWords } from '../words.ts';
import { type StatusListView, statusList } from './status-list.ts';

/** What the page of a hashtag shows. */
export interface TagPageView extends StatusListView {
  /** Without the `#`. */
  readonly hashtag: string;
}

/** The page that hashtags in statuses and profiles lead to. */
export function tagPage(frame: Frame, view: TagPageView): Markup {
  const name = `#${visibleName(view.hashtag, '')}`;
  return layout(frame, {
    title: name,
    look: 'hall',
    door: 'open',
    showsAccount: true,
    content: html`<h1><bdi>${name}</bdi></h1>
<p class="lead">${siteWords(frame).statuses.ofTag}</p>
${statusList(frame, view)}`,
  });
}
