import { button, deleteForm, postForm } from '../../forms.ts';
import type { Frame } from '../../layout.ts';
import { html, type Markup } from '../../markup.ts';
import { technical } from '../../names.ts';
import { badge } from '../../parts/badge.ts';
import { itemTable } from '../../parts/item-table.ts';
import { age, day } from '../../parts/moment.ts';
import { notice } from '../../parts/notice.ts';
import { panel } from '../../parts/panel.ts';
import { visibleText } from '../../visible-name.ts';
import { type SettingsRoom, settingsLayout } from '../settings-layout.ts';
import { siteWords } from '../words.ts';

/** What the page of signed-in browsers shows. */
export interface SessionsView {
  readonly without: readonly SettingsRoom[];
  /** The latest used first. */
  readonly sessions: readonly SessionView[];
  readonly notice?: 'one' | 'others' | undefined;
}

/** A browser that is signed in. */
export interface SessionView {
  readonly sessionId: string;
  /** What the browser says of itself. */
  readonly browser?: string | undefined;
  readonly system?: string | undefined;
  /** IP address. */
  readonly address: string;
  readonly signedInAt: number;
  readonly lastUsedAt: number;
  /** Whether it is the reader's own. */
  readonly isThisOne: boolean;
}

const path = '/settings/sessions';

/** In which browsers somebody is signed in, and the ways to end it. */
export function sessionsPage(frame: Frame, view: SessionsView): Markup {
  const words = siteWords(frame).settings.sessions;
  const { columns } = words;
  const hasOthers = view.sessions.some(({ isThisOne }) => !isThisOne);
  return settingsLayout(frame, {
    room: 'sessions',
    without: view.without,
    title: words.title,
    content: html`${view.notice && notice(words.notices[view.notice], 'success')}
<p class="lead">${words.introduction}</p>
${itemTable<SessionView>({
  caption: words.caption,
  columns: [
    {
      title: columns.browser,
      cell: (session) =>
        html`<bdi>${browserWords(frame, session)}</bdi>${session.isThisOne && html` ${badge(words.thisOne, 'good')}`}`,
    },
    { title: columns.lastUsed, cell: ({ lastUsedAt }) => age(frame, lastUsedAt) },
    { title: columns.signedIn, cell: ({ signedInAt }) => day(frame, signedInAt) },
    { title: columns.address, cell: ({ address }) => technical(address) },
    {
      title: columns.end,
      kind: 'actions',
      cell: (session) =>
        !session.isThisOne &&
        deleteForm(
          frame,
          `${path}/${encodeURIComponent(session.sessionId)}`,
          button(words.end(browserWords(frame, session)), 'small'),
        ),
    },
  ],
  items: view.sessions,
  empty: '',
})}
${
  hasOthers &&
  panel({
    id: 'others',
    title: words.othersTitle,
    content: html`<p>${words.othersHint}</p>
${postForm(frame, `${path}/end_others`, button(words.endOthers, 'danger'))}`,
  })
}`,
  });
}

function browserWords(frame: Frame, { browser, system }: SessionView): string {
  const words = siteWords(frame).settings.sessions;
  const known = browser === undefined ? words.unknownBrowser : visibleText(browser);
  return system === undefined ? known : words.browserOn(known, visibleText(system));
}
