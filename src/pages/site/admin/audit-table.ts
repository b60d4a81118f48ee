import type { Frame } from '../../layout.ts';
import { html, type Insertable, type Markup } from '../../markup.ts';
import { appName, technical } from '../../names.ts';
import { type Column, itemTable } from '../../parts/item-table.ts';
import { moment } from '../../parts/moment.ts';
import { siteWords } from '../words.ts';

/** Who did something, in general. */
export type AuditActorKind = 'person' | 'staff' | 'operator' | 'app' | 'server' | 'nobody';

/** What an entry names: with its name while it is there, by its id alone when it is gone. */
export interface AuditSubject {
  readonly id: string;
  readonly name: string | undefined;
}

/** One thing that happened. */
export interface AuditEntryView {
  readonly at: number;
  /** As events are named; one without words is shown as it is. */
  readonly event: string;
  readonly actor: AuditActorKind;
  /** Who it was, when that is somebody with an account. */
  readonly doer: AuditSubject | undefined;
  readonly account: AuditSubject | undefined;
  readonly app: AuditSubject | undefined;
  readonly address: string | undefined;
  readonly details: readonly {
    readonly detail: string;
    readonly value: string | number | boolean | readonly string[];
  }[];
}

/** What happened, one in each row. Addresses are a column only for those who may see them. */
export function auditTable(
  frame: Frame,
  entries: readonly AuditEntryView[],
  { showsAddresses }: { readonly showsAddresses: boolean },
): Markup {
  const words = siteWords(frame).audit;
  const columns: readonly (Column<AuditEntryView> | false)[] = [
    { title: words.columns.event, cell: (entry) => [eventWords(frame, entry.event), details(frame, entry)] },
    { title: words.columns.when, cell: ({ at }) => moment(frame, at) },
    { title: words.columns.by, cell: ({ actor, doer }) => (doer ? account(frame, doer) : words.actors[actor]) },
    { title: words.columns.account, cell: (entry) => entry.account && account(frame, entry.account) },
    { title: words.columns.app, cell: (entry) => entry.app && app(frame, entry.app) },
    showsAddresses && {
      title: words.columns.address,
      cell: ({ address }) => address !== undefined && link(frame, { address }, technical(address)),
    },
  ];
  return itemTable({
    caption: words.caption,
    columns: columns.filter((column) => column !== false),
    items: entries,
    empty: words.empty,
  });
}

/** What an event is called in the reader's language. */
export function eventWords(frame: Frame, event: string): string {
  const words: Readonly<Record<string, string>> = siteWords(frame).audit.events;
  return words[event] ?? event;
}

function details(frame: Frame, { details }: AuditEntryView): Insertable {
  const words = siteWords(frame).audit;
  const labels: Readonly<Record<string, string>> = words.details;
  if (details.length === 0) return undefined;
  return html`<ul class="details" role="list">${details.map(({ detail, value }) => {
    const said = typeof value === 'boolean' ? (value ? words.yes : words.no) : technical([value].flat().join(' '));
    return html`<li>${labels[detail] ?? detail}: ${said}</li>`;
  })}</ul>`;
}

function account(frame: Frame, { id, name }: AuditSubject): Markup {
  if (name === undefined) return gone(frame, { account: id }, id);
  return html`<a href="${frame.path(`/admin/accounts/${encodeURIComponent(id)}`)}">${technical(`@${name}`)}</a>`;
}

function app(frame: Frame, { id, name }: AuditSubject): Markup {
  return name === undefined ? gone(frame, { app: id }, id) : link(frame, { app: id }, appName(frame, name));
}

function gone(frame: Frame, filter: Readonly<Record<string, string>>, id: string): Markup {
  return html`${link(frame, filter, technical(id))} (${siteWords(frame).audit.gone})`;
}

/** To all entries about the same thing. */
function link(frame: Frame, filter: Readonly<Record<string, string>>, words: Insertable): Markup {
  return html`<a href="${frame.path(`/admin/audit?${new URLSearchParams(filter)}`)}">${words}</a>`;
}
