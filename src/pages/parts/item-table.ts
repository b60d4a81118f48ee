import { html, type Insertable, type Markup } from '../markup.ts';

/** A list of things of one kind, one in each row. */
export interface ItemTable<Item> {
  /** What the list holds; read out, not seen, for the heading above says the same. */
  readonly caption: string;
  /** The first one names the thing. */
  readonly columns: readonly Column<Item>[];
  readonly items: readonly Item[];
  /** Stands in the place of the table when there is nothing. */
  readonly empty: Insertable;
}

/** One thing that is told about every item. */
export interface Column<Item> {
  readonly title: string;
  readonly cell: (item: Item) => Insertable;
  /** `number` stands at the end of its column; `actions` holds links and forms, and its title is read out but not seen. */
  readonly kind?: 'number' | 'actions' | undefined;
}

/**
 * A table that becomes a stack of cards where it has no room. The roles say again what the elements mean, because browsers
 * forget it when a table is laid out as something else.
 */
export function itemTable<Item>({ caption, columns, items, empty }: ItemTable<Item>): Markup {
  if (items.length === 0) return html`<div class="empty"><p>${empty}</p></div>`;
  return html`<div class="items"><table role="table">
<caption class="unseen">${caption}</caption>
<thead role="rowgroup"><tr role="row">${columns.map(
    ({ title, kind }) =>
      html`<th role="columnheader" scope="col"${kindClass(kind)}>${kind === 'actions' ? html`<span class="unseen">${title}</span>` : title}</th>`,
  )}</tr></thead>
<tbody role="rowgroup">${items.map((item) => html`<tr role="row">${columns.map((column, place) => cell(column, item, place))}</tr>\n`)}</tbody>
</table></div>`;
}

function cell<Item>({ title, cell, kind }: Column<Item>, item: Item, place: number): Markup {
  if (place === 0) return html`<th role="rowheader" scope="row">${cell(item)}</th>`;
  return html`<td role="cell" data-title="${title}"${kindClass(kind)}><div>${cell(item)}</div></td>`;
}

function kindClass(kind: 'number' | 'actions' | undefined): Insertable {
  return kind !== undefined && html` class="${kind}"`;
}
