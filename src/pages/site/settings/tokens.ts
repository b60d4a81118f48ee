import { button, deleteForm, linkButton } from '../../forms.ts';
import type { Frame } from '../../layout.ts';
import { html, type Insertable, type Markup } from '../../markup.ts';
import { badge } from '../../parts/badge.ts';
import { itemTable } from '../../parts/item-table.ts';
import { age, day } from '../../parts/moment.ts';
import { notice } from '../../parts/notice.ts';
import { permissionList } from '../../permission-list.ts';
import { visibleName } from '../../visible-name.ts';
import { type SettingsRoom, settingsLayout } from '../settings-layout.ts';
import { siteWords } from '../words.ts';

/** What the page of personal access tokens shows. */
export interface TokensView {
  readonly without: readonly SettingsRoom[];
  /** Newest first. */
  readonly tokens: readonly TokenView[];
  readonly notice?: 'revoked' | undefined;
}

/** A personal access token, without its secret. */
export interface TokenView {
  readonly grantId: string;
  readonly name?: string | undefined;
  readonly scopes: readonly string[];
  readonly createdAt: number;
  readonly lastUsedAt?: number | undefined;
  /** Never when absent, unless it is over. */
  readonly expiresAt?: number | undefined;
  readonly isOver: boolean;
}

const path = '/settings/tokens';

/** A token that ends sooner than this is marked. */
const SOON = 7 * 24 * 60 * 60 * 1000;

/** Tokens for programs of one's own. */
export function tokensPage(frame: Frame, view: TokensView): Markup {
  const words = siteWords(frame).settings.tokens;
  const { columns } = words;
  return settingsLayout(frame, {
    room: 'tokens',
    without: view.without,
    title: words.title,
    content: html`${view.notice && notice(words.revoked, 'success')}
<p class="lead">${words.introduction}</p>
${notice(words.warning, 'warning')}
<p class="actions">${linkButton(frame.path(`${path}/new`), words.make, 'main')}</p>
${itemTable<TokenView>({
  caption: words.caption,
  columns: [
    { title: columns.name, cell: (token) => tokenName(frame, token) },
    { title: columns.scopes, cell: ({ scopes }) => scopesCell(frame, scopes) },
    { title: columns.made, cell: ({ createdAt }) => day(frame, createdAt) },
    {
      title: columns.lastUsed,
      cell: ({ lastUsedAt }) => (lastUsedAt === undefined ? words.neverUsed : age(frame, lastUsedAt)),
    },
    { title: columns.ends, cell: (token) => end(frame, token) },
    {
      title: columns.revoke,
      kind: 'actions',
      cell: (token) =>
        deleteForm(
          frame,
          `${path}/${encodeURIComponent(token.grantId)}`,
          button(words.revoke(tokenName(frame, token)), 'small'),
        ),
    },
  ],
  items: view.tokens,
  empty: words.empty,
})}`,
  });
}

function tokenName(frame: Frame, { name = '' }: TokenView): Markup {
  return html`<bdi class="name">${visibleName(name, siteWords(frame).settings.tokens.nameless)}</bdi>`;
}

function scopesCell(frame: Frame, scopes: readonly string[]): Markup {
  return html`<details><summary>${frame.messages.authorizedApps.whatItCanDo}</summary>${permissionList(frame, scopes)}</details>`;
}

function end(frame: Frame, { expiresAt, isOver }: TokenView): Insertable {
  const words = siteWords(frame).settings.tokens;
  if (isOver) return badge(words.ended, 'alarm');
  if (expiresAt === undefined) return words.neverEnds;
  return html`${day(frame, expiresAt)}${expiresAt - frame.now < SOON && html` ${badge(words.endsSoon, 'care')}`}`;
}
