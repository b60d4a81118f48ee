import { button, postForm } from '../../forms.ts';
import type { Frame } from '../../layout.ts';
import { html, type Markup } from '../../markup.ts';
import { personName } from '../../names.ts';
import { type BadgeTone, badge } from '../../parts/badge.ts';
import { itemTable } from '../../parts/item-table.ts';
import { day } from '../../parts/moment.ts';
import { notice } from '../../parts/notice.ts';
import { pager } from '../../parts/pager.ts';
import { type AdminRoom, adminLayout } from '../admin-layout.ts';
import { siteWords } from '../words.ts';
import { accountLink, number } from './account-words.ts';

/** An invite in the list. */
export interface InviteRow {
  readonly id: string;
  readonly label: string;
  /** Absent for the operator's. */
  readonly maker: { readonly id: string; readonly username: string } | undefined;
  readonly createdAt: number;
  readonly expiresAt: number | undefined;
  readonly uses: number;
  readonly maxUses: number | undefined;
  readonly state: 'good' | 'ended' | 'expired' | 'used up';
}

/** What the list of all invites shows. */
export interface AllInvitesView {
  readonly invites: readonly InviteRow[];
  readonly older: string | undefined;
  /** One was just ended. */
  readonly ended: boolean;
  readonly without: readonly AdminRoom[];
}

const tones: Readonly<Record<InviteRow['state'], BadgeTone>> = {
  good: 'good',
  ended: 'plain',
  expired: 'plain',
  'used up': 'plain',
};

/** `/admin/invites`: everybody's invites, which can be ended here. */
export function allInvitesPage(frame: Frame, view: AllInvitesView): Markup {
  const { invites: words, operator } = siteWords(frame).admin;
  return adminLayout(frame, {
    room: 'invites',
    without: view.without,
    title: words.title,
    content: html`<p class="lead">${words.lead}</p>
${view.ended && notice(words.ended, 'success')}
${itemTable<InviteRow>({
  caption: words.caption,
  columns: [
    {
      title: words.invite,
      cell: ({ label, maker, createdAt }) => {
        const by = maker === undefined ? html`${operator}` : accountLink(frame, maker);
        const name = label.trim() === '' ? words.unnamed : personName(frame, label);
        return html`${name}<p class="fact">${words.madeBy(by, day(frame, createdAt))}</p>`;
      },
    },
    { title: words.ends, cell: ({ expiresAt }) => (expiresAt === undefined ? words.always : day(frame, expiresAt)) },
    { title: words.uses, kind: 'number', cell: (invite) => uses(frame, invite) },
    { title: words.state, cell: ({ state }) => badge(words.states[state], tones[state]) },
    {
      title: words.act,
      kind: 'actions',
      cell: ({ id, state }) =>
        state === 'good' && postForm(frame, `/admin/invites/${encodeURIComponent(id)}/end`, button(words.end, 'small')),
    },
  ],
  items: view.invites,
  empty: words.empty,
})}
${pager(frame, { next: view.older })}`,
  });
}

function uses(frame: Frame, { uses, maxUses }: InviteRow): Markup {
  const words = siteWords(frame).admin.invites;
  return maxUses === undefined ? number(frame, uses) : words.usesOf(number(frame, uses), number(frame, maxUses));
}
