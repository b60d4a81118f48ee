import { button, field, postForm } from '../../forms.ts';
import type { Frame } from '../../layout.ts';
import { html, type Insertable, type Markup } from '../../markup.ts';
import { badge } from '../../parts/badge.ts';
import { itemTable } from '../../parts/item-table.ts';
import { day } from '../../parts/moment.ts';
import { notice } from '../../parts/notice.ts';
import { panel } from '../../parts/panel.ts';
import { secretBox } from '../../parts/secret-box.ts';
import { select } from '../../parts/select.ts';
import { visibleName } from '../../visible-name.ts';
import { type SettingsRoom, settingsLayout } from '../settings-layout.ts';
import { siteWords } from '../words.ts';

/** An invite as its maker sees it. */
export interface ShownInvite {
  readonly inviteId: string;
  readonly label: string;
  readonly state: 'good' | 'used up' | 'expired' | 'ended';
  readonly uses: number;
  readonly maxUses: number | undefined;
  readonly expiresAt: number | undefined;
}

/** How many people may use an invite, and for how many days: what the lists of the form offer. */
export const inviteChoices = { uses: [1, 5, 10, 25, 50, 100], days: [1, 7, 30, 90, 365] } as const;

/** What the page of a person's invites shows. */
export interface InvitesView {
  readonly invites: readonly ShownInvite[];
  /** The link of the one that was just made; never shown again. */
  readonly madeUrl?: string | undefined;
  readonly notice?: 'ended' | undefined;
  readonly problem?: 'label too long' | 'too many' | undefined;
  readonly values: { readonly label: string; readonly uses: string; readonly days: string };
  /** Rooms that this reader does not have. */
  readonly without: readonly SettingsRoom[];
}

/** Where people make invites, and see and end those that they made. */
export function invitesPage(frame: Frame, view: InvitesView): Markup {
  const words = siteWords(frame).signUp.invites;
  const title = view.problem === undefined ? words.title : frame.messages.common.problemTitle(words.title);
  return settingsLayout(frame, {
    room: 'invites',
    without: view.without,
    title,
    content: html`<p class="lead">${words.introduction}</p>
${view.madeUrl !== undefined && made(frame, view.madeUrl)}
${view.notice === 'ended' && notice(words.ended, 'success')}
${panel({ id: 'make', title: words.make, content: makeForm(frame, view) })}
${panel({ id: 'yours', title: words.yours, content: list(frame, view.invites) })}`,
  });
}

function made(frame: Frame, url: string): Markup {
  const words = siteWords(frame).signUp.invites;
  return html`${notice(words.made, 'success')}
${secretBox({ id: 'link', label: words.link, secrets: [url] })}`;
}

function makeForm(frame: Frame, { problem, values }: InvitesView): Markup {
  const words = siteWords(frame).signUp.invites;
  return postForm(
    frame,
    '/settings/invites',
    html`${problem === 'too many' && notice(words.problems.tooMany, 'problem')}
${field({
  id: 'label',
  name: 'label',
  label: words.label,
  type: 'text',
  autocomplete: 'off',
  value: values.label,
  hint: words.labelHint,
  optional: true,
  maxLength: 100,
  problem: problem === 'label too long' ? words.problems.labelTooLong : undefined,
  focused: problem === 'label too long',
})}
${select({
  id: 'uses',
  name: 'uses',
  label: words.uses,
  value: values.uses,
  options: [
    ...inviteChoices.uses.map((count) => ({ value: String(count), label: words.people(count) })),
    { value: '', label: words.unlimited },
  ],
})}
${select({
  id: 'days',
  name: 'days',
  label: words.expires,
  value: values.days,
  options: [
    ...inviteChoices.days.map((count) => ({ value: String(count), label: words.days(count) })),
    { value: '', label: words.never },
  ],
})}
${button(words.submit, 'main')}`,
  );
}

function list(frame: Frame, invites: readonly ShownInvite[]): Markup {
  const words = siteWords(frame).signUp.invites;
  return itemTable<ShownInvite>({
    caption: words.yours,
    empty: words.none,
    items: invites,
    columns: [
      { title: words.columns.invite, cell: ({ label }) => html`<bdi>${visibleName(label, words.unnamed)}</bdi>` },
      {
        title: words.columns.state,
        cell: ({ state }) => badge(words.states[state], state === 'good' ? 'good' : 'plain'),
      },
      { title: words.columns.uses, kind: 'number', cell: ({ uses, maxUses }) => words.usedOf(uses, maxUses) },
      {
        title: words.columns.expires,
        cell: ({ expiresAt }) => (expiresAt === undefined ? words.noExpiry : day(frame, expiresAt)),
      },
      { title: words.columns.actions, kind: 'actions', cell: (invite) => end(frame, invite) },
    ],
  });
}

function end(frame: Frame, { inviteId, state }: ShownInvite): Insertable {
  const words = siteWords(frame).signUp.invites;
  return (
    state === 'good' &&
    postForm(frame, `/settings/invites/${encodeURIComponent(inviteId)}/end`, button(words.end, 'small'))
  );
}
