import { raw } from 'hono/html';
import type { Frame } from '../../layout.ts';
import { html, type Insertable, type Markup } from '../../markup.ts';
import { appName, avatar, personName, technical } from '../../names.ts';
import { moment } from '../../parts/moment.ts';
import { ownLink, webLink } from '../../safe-link.ts';
import { visibleText } from '../../visible-name.ts';
import { siteWords } from '../words.ts';

/** What somebody posted, as its page and the lists show it. */
export interface StatusView {
  /** Its page. */
  readonly url: string;
  readonly author: {
    readonly displayName: string;
    /** Like `@alice`. */
    readonly handle: string;
    readonly url: string;
    readonly avatarUrl: string;
  };
  /** Safe HTML. */
  readonly contentHtml: string;
  /** What stands before a text that not everybody wants to see; empty where nothing does. */
  readonly spoilerText: string;
  /** ISO 639 code. */
  readonly language: string | undefined;
  readonly kind: 'public' | 'unlisted' | 'private' | 'direct';
  /** The app that it was posted with, where its author lets others see that. */
  readonly application: { readonly name: string; readonly website: string | undefined } | undefined;
  readonly repliesCount: number;
  readonly createdAt: number;
}

/** One status. Where it is not what the page is about, its time leads to its page. */
export function statusArticle(frame: Frame, view: StatusView, place: 'page' | 'list'): Markup {
  const words = siteWords(frame).statuses;
  const { author, kind, application, repliesCount } = view;
  const time = moment(frame, view.createdAt);
  return html`<article class="status status-of-${place}">
<p class="status-author">${avatar(ownLink(author.avatarUrl) ?? '')}
<span><a href="${ownLink(author.url) ?? '#'}">${personName(frame, author.displayName)}</a> <span class="fact">${technical(author.handle)}</span></span></p>
${text(view)}
<ul class="status-facts" role="list">
<li>${place === 'page' ? time : html`<a href="${ownLink(view.url) ?? '#'}">${time}</a>`}</li>
${kind !== 'public' && html`<li>${words.kinds[kind]}</li>`}
${application !== undefined && html`<li>${words.postedWith(namedApp(frame, application))}</li>`}
${repliesCount > 0 && html`<li>${words.answersCount(repliesCount)}</li>`}
</ul>
</article>`;
}

function text({ contentHtml, spoilerText, language }: StatusView): Insertable {
  const lang = language !== undefined && /^[a-z]{2,3}$/.test(language) && html` lang="${language}"`;
  const content = html`<div class="note" dir="auto"${lang}>${raw(contentHtml)}</div>`;
  if (spoilerText === '') return content;
  return html`<details><summary><bdi${lang}>${visibleText(spoilerText)}</bdi></summary>${content}</details>`;
}

function namedApp(frame: Frame, { name, website }: NonNullable<StatusView['application']>): Markup {
  const address = webLink(website);
  const shown = appName(frame, name);
  return address === undefined ? shown : html`<a href="${address}" rel="nofollow noopener noreferrer">${shown}</a>`;
}
