import { button, postForm } from '../../forms.ts';
import type { Frame } from '../../layout.ts';
import { html, type Markup } from '../../markup.ts';
import { technical } from '../../names.ts';
import { type BadgeTone, badge } from '../../parts/badge.ts';
import { itemTable } from '../../parts/item-table.ts';
import { moment } from '../../parts/moment.ts';
import { notice } from '../../parts/notice.ts';
import { pager } from '../../parts/pager.ts';
import { type AdminRoom, adminLayout } from '../admin-layout.ts';
import { siteWords } from '../words.ts';
import { accountLink } from './account-words.ts';

/** Somebody who reached a limit. */
export interface ReachedLimitRow {
  readonly id: string;
  /** As limits are named; one without words is shown as it is. */
  readonly rule: string;
  readonly who:
    | {
        readonly kind: 'account';
        readonly id: string;
        readonly username: string | undefined;
        readonly oneBrowser: boolean;
      }
    | { readonly kind: 'address'; readonly address: string }
    | { readonly kind: 'token'; readonly id: string }
    /** Known by its digest alone. */
    | { readonly kind: 'login' | 'email' };
  readonly reachedAt: number;
  readonly until: number;
  readonly state: 'reached' | 'lifted';
}

/** What the list of reached limits shows. */
export interface ReachedLimitsView {
  readonly limits: readonly ReachedLimitRow[];
  readonly older: string | undefined;
  /** What was just done, if anything. */
  readonly done: 'lifted' | 'over' | undefined;
  readonly without: readonly AdminRoom[];
}

const tones: Readonly<Record<ReachedLimitRow['state'], BadgeTone>> = { reached: 'care', lifted: 'good' };

/** `/admin/limits`: who has to wait, and until when; limits are lifted here. */
export function reachedLimitsPage(frame: Frame, view: ReachedLimitsView): Markup {
  const { limits: words } = siteWords(frame).admin;
  return adminLayout(frame, {
    room: 'limits',
    without: view.without,
    title: words.title,
    content: html`<p class="lead">${words.lead}</p>
${view.done && notice(words.done[view.done], view.done === 'lifted' ? 'success' : 'info')}
${itemTable<ReachedLimitRow>({
  caption: words.caption,
  columns: [
    {
      title: words.who,
      cell: (row) => html`${who(frame, row)}<p class="fact">${ruleWords(frame, row.rule)}</p>
<p class="fact">${words.since(moment(frame, row.reachedAt))}</p>`,
    },
    { title: words.until, cell: ({ until }) => moment(frame, until) },
    { title: words.state, cell: ({ state }) => badge(words.states[state], tones[state]) },
    {
      title: words.act,
      kind: 'actions',
      cell: ({ id, state }) =>
        state === 'reached' &&
        postForm(frame, `/admin/limits/${encodeURIComponent(id)}/lift`, button(words.lift, 'small')),
    },
  ],
  items: view.limits,
  empty: words.empty,
})}
${pager(frame, { next: view.older })}`,
  });
}

/** What is counted, in the reader's language. */
function ruleWords(frame: Frame, rule: string): string | Markup {
  const words: Readonly<Record<string, string>> = siteWords(frame).admin.limits.rules;
  return words[rule] ?? technical(rule);
}

function who(frame: Frame, { who: one }: ReachedLimitRow): Markup {
  const words = siteWords(frame).admin.limits;
  switch (one.kind) {
    case 'account': {
      const { id, username } = one;
      const name = username === undefined ? technical(id) : accountLink(frame, { id, username });
      return one.oneBrowser ? words.inOneBrowser(name) : name;
    }
    case 'address':
      return technical(one.address);
    case 'token':
      return words.token(technical(one.id));
    default:
      return html`${words.typed[one.kind]}`;
  }
}
