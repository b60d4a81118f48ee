import { button, postForm } from '../../forms.ts';
import type { Frame } from '../../layout.ts';
import { html, type Markup } from '../../markup.ts';
import { itemTable } from '../../parts/item-table.ts';
import { notice } from '../../parts/notice.ts';
import { type AdminRoom, adminLayout } from '../admin-layout.ts';
import { siteWords } from '../words.ts';
import { number } from './account-words.ts';

/** What housekeeping would remove, of one kind. */
export interface SweepRow {
  /** As housekeeping names it; one without words is shown as it is. */
  readonly kind: string;
  readonly rows: number;
}

/** What the page of housekeeping shows. */
export interface HousekeepingView {
  readonly swept: readonly SweepRow[];
  /** How much was just removed. */
  readonly removed: number | undefined;
  readonly without: readonly AdminRoom[];
}

/** `/admin/housekeeping`: what would go now, and the button that removes it. */
export function housekeepingPage(frame: Frame, { swept, removed, without }: HousekeepingView): Markup {
  const words = siteWords(frame).admin.housekeeping;
  const names: Readonly<Record<string, string>> = words.kinds;
  const isNeeded = swept.some(({ rows }) => rows > 0);
  return adminLayout(frame, {
    room: 'housekeeping',
    without,
    title: words.title,
    content: html`<p class="lead">${words.lead}</p>
${removed !== undefined && notice(words.done(number(frame, removed)), 'success')}
${itemTable<SweepRow>({
  caption: words.caption,
  columns: [
    { title: words.kind, cell: ({ kind }) => names[kind] ?? kind },
    { title: words.rows, kind: 'number', cell: ({ rows }) => number(frame, rows) },
  ],
  items: swept,
  empty: words.nothing,
})}
${isNeeded ? postForm(frame, '/admin/housekeeping', button(words.run, 'main')) : html`<p>${words.nothing}</p>`}`,
  });
}
