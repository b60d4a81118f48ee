import { raw } from 'hono/html';
import { type Frame, layout } from './layout.ts';
import { html, type Insertable, type Markup } from './markup.ts';
import { formatDate } from './messages/intl.ts';
import { personName, technical } from './names.ts';
import { badge } from './parts/badge.ts';
import { visibleName } from './visible-name.ts';

/** What a profile page shows. */
export interface ProfileView {
  readonly displayName: string;
  /** Like `@alice@example.org`. */
  readonly handle: string;
  /** HTML that is already safe. */
  readonly noteHtml: string;
  readonly avatarUrl: string;
  readonly headerUrl: string;
  /** The values are HTML that is already safe. */
  readonly fields: readonly { readonly name: string; readonly valueHtml: string }[];
  /** Absent when the person hides it. */
  readonly followersCount?: number | undefined;
  readonly followingCount?: number | undefined;
  readonly createdAt: number;
  readonly bot: boolean;
  readonly locked: boolean;
}

/**
 * A person's public page.
 * @param below what comes after the facts, such as what they posted
 */
export function profilePage(frame: Frame, view: ProfileView, below?: Markup): Markup {
  const { messages } = frame;
  const words = messages.profile;
  const [username = view.handle] = view.handle.replace(/^@/, '').split('@', 1);
  const name = visibleName(view.displayName, username);
  return layout(frame, {
    title: name,
    look: 'hall',
    door: 'open',
    showsAccount: true,
    content: html`<article class="profile">
<div class="profile-header">${view.headerUrl !== '' && html`<img src="${view.headerUrl}" alt="">`}</div>
<img class="profile-avatar" src="${view.avatarUrl}" alt="" width="120" height="120">
<h1>${personName(frame, name)}</h1>
<p class="fact">${technical(view.handle)}</p>
${(view.bot || view.locked) && html`<p class="badges">${view.bot && badge(words.bot)} ${view.locked && badge(words.locked)}</p>`}
${view.noteHtml !== '' && html`<div class="note" dir="auto">${raw(view.noteHtml)}</div>`}
${
  view.fields.length > 0 &&
  html`<dl class="profile-fields">${view.fields.map(
    (field) =>
      html`<div><dt><bdi>${visibleName(field.name, '?')}</bdi></dt><dd dir="auto">${raw(field.valueHtml)}</dd></div>`,
  )}</dl>`
}
${counts(frame, view)}
</article>
${below}`,
  });
}

function counts({ messages }: Frame, { followersCount, followingCount, createdAt }: ProfileView): Insertable {
  const words = messages.profile;
  const date = html`<time datetime="${new Date(createdAt).toISOString().slice(0, 10)}">${formatDate(messages.locale, createdAt)}</time>`;
  return html`<ul class="counts" role="list">
${followersCount !== undefined && html`<li>${words.followers(followersCount)}</li>`}
${followingCount !== undefined && html`<li>${words.following(followingCount)}</li>`}
<li>${words.joined(date)}</li>
</ul>`;
}
