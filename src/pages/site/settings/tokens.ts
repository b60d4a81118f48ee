import { button, deleteForm, linkButton } from '../../forms.ts';
import type { Frame } from '../../layout.ts';
import { html, type Insertable, type Markup } from '../../markup.ts';
import { initial } from '../../names.ts';
import { badge } from '../../parts/badge.ts';
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
  return settingsLayout(frame, {
    room: 'tokens',
    without: view.without,
    title: words.title,
    content: html`${view.notice && notice(words.revoked, 'success')}
<p class="lead">${words.introduction}</p>
${notice(words.warning, 'warning')}
<p class="actions">${linkButton(frame.path(`${path}/new`), words.make, 'main')}</p>
${
  view.tokens.length === 0
    ? html`<div class="empty"><p>${words.empty}</p></div>`
    : html`<ul class="apps" role="list">${view.tokens.map((token) => html`<li>${tokenCard(frame, token)}</li>`)}</ul>`
}`,
  });
}

function tokenCard(frame: Frame, token: TokenView): Markup {
  const words = siteWords(frame).settings.tokens;
  const name = html`<bdi class="name">${visibleName(token.name ?? '', words.nameless)}</bdi>`;
  const id = `token-${token.grantId}`;
  return html`<article class="app" aria-labelledby="${id}">
<div class="app-head">
${initial(token.name ?? '')}
<div>
<h2 id="${id}">${name}</h2>
<p class="fact"><span>${words.made(day(frame, token.createdAt))}</span>
<span>${token.lastUsedAt === undefined ? words.neverUsed : words.lastUsed(age(frame, token.lastUsedAt))}</span></p>
<p class="fact">${end(frame, token)}</p>
</div>
${deleteForm(frame, `${path}/${encodeURIComponent(token.grantId)}`, button(words.revoke(name), 'plain'))}
</div>
<details>
<summary>${frame.messages.authorizedApps.whatItCanDo}</summary>
${permissionList(frame, token.scopes)}
</details>
</article>`;
}

function end(frame: Frame, { expiresAt, isOver }: TokenView): Insertable {
  const words = siteWords(frame).settings.tokens;
  if (isOver) return badge(words.ended, 'alarm');
  if (expiresAt === undefined) return words.neverEnds;
  return html`${words.ends(day(frame, expiresAt))}${expiresAt - frame.now < SOON && html` ${badge(words.endsSoon, 'care')}`}`;
}
