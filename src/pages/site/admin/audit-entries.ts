import type { Frame } from '../../layout.ts';
import { html, type Insertable, type Markup } from '../../markup.ts';
import { appName, technical } from '../../names.ts';
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
  /** Absent also where the reader may not see it. */
  readonly address: string | undefined;
  readonly details: readonly {
    readonly detail: string;
    readonly value: string | number | boolean | readonly string[];
  }[];
}

/** What happened: one line says what and when, the next by whom, to whom and from where. */
export function auditEntries(frame: Frame, entries: readonly AuditEntryView[]): Markup {
  const words = siteWords(frame).audit;
  if (entries.length === 0) return html`<div class="empty"><p>${words.empty}</p></div>`;
  return html`<ol class="log" role="list" aria-label="${words.caption}">${entries.map(
    (entry) => html`<li>
<p><strong>${eventWords(frame, entry.event)}</strong> ${moment(frame, entry.at)}</p>
<ul role="list">${factsOf(frame, entry).map(({ label, value }) => html`<li><span>${label}</span> ${value}</li>`)}</ul>
</li>\n`,
  )}</ol>`;
}

/** What an event is called in the reader's language. */
export function eventWords(frame: Frame, event: string): string {
  const words: Readonly<Record<string, string>> = siteWords(frame).audit.events;
  return words[event] ?? event;
}

function factsOf(
  frame: Frame,
  entry: AuditEntryView,
): readonly { readonly label: string; readonly value: Insertable }[] {
  const words = siteWords(frame).audit;
  const labels: Readonly<Record<string, string>> = words.details;
  const { doer, account, app, address } = entry;
  // What people do to themselves names them once.
  const other = account !== undefined && account.id !== doer?.id ? [account] : [];
  return [
    { label: words.facts.by, value: doer === undefined ? words.actors[entry.actor] : accountLink(frame, doer) },
    ...other.map((subject) => ({ label: words.facts.account, value: accountLink(frame, subject) })),
    ...(app === undefined ? [] : [{ label: words.facts.app, value: appLink(frame, app) }]),
    ...(address === undefined
      ? []
      : [{ label: words.facts.address, value: link(frame, { address }, technical(address)) }]),
    ...entry.details.map(({ detail, value }) => ({
      label: labels[detail] ?? detail,
      value: typeof value === 'boolean' ? (value ? words.yes : words.no) : technical([value].flat().join(' ')),
    })),
  ];
}

function accountLink(frame: Frame, { id, name }: AuditSubject): Markup {
  if (name === undefined) return gone(frame, { account: id }, id);
  return html`<a href="${frame.path(`/admin/accounts/${encodeURIComponent(id)}`)}">${technical(`@${name}`)}</a>`;
}

function appLink(frame: Frame, { id, name }: AuditSubject): Markup {
  return name === undefined ? gone(frame, { app: id }, id) : link(frame, { app: id }, appName(frame, name));
}

function gone(frame: Frame, filter: Readonly<Record<string, string>>, id: string): Markup {
  return html`${link(frame, filter, technical(id))} (${siteWords(frame).audit.gone})`;
}

/** To all entries about the same thing. */
function link(frame: Frame, filter: Readonly<Record<string, string>>, words: Insertable): Markup {
  return html`<a href="${frame.path(`/admin/audit?${new URLSearchParams(filter)}`)}">${words}</a>`;
}
