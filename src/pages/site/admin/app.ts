import { button, linkButton, postForm } from '../../forms.ts';
import type { Frame } from '../../layout.ts';
import { html, type Insertable, type Markup } from '../../markup.ts';
import { appName, technical } from '../../names.ts';
import { definitionList } from '../../parts/definition-list.ts';
import { age, moment } from '../../parts/moment.ts';
import { dangerZone, panel } from '../../parts/panel.ts';
import { webLink } from '../../safe-link.ts';
import { visibleName } from '../../visible-name.ts';
import { type AdminRoom, adminLayout } from '../admin-layout.ts';
import { siteWords } from '../words.ts';
import { number } from './account-words.ts';
import { type AuditEntryView, auditEntries } from './audit-entries.ts';

/** Everything that staff sees of an app. */
export interface AppView {
  readonly id: string;
  readonly name: string;
  readonly website: string | undefined;
  readonly redirectUris: readonly string[];
  readonly scopes: readonly string[];
  readonly clientId: string;
  readonly resourceServer: boolean;
  readonly people: number;
  readonly lastUsedAt: number | undefined;
  readonly createdAt: number;
  /** IP address; absent when it is not known, or not any more. */
  readonly registeredFrom: string | undefined;
  readonly entries: readonly AuditEntryView[];
  readonly without: readonly AdminRoom[];
}

const pathOf = (id: string, rest = '') => `/admin/apps/${encodeURIComponent(id)}${rest}`;

/** `/admin/apps/:id`: what is known of an app, and the way to its end. */
export function appPage(frame: Frame, view: AppView): Markup {
  const words = siteWords(frame).admin.app;
  const all = frame.path(`/admin/audit?${new URLSearchParams({ app: view.id })}`);
  return adminLayout(frame, {
    room: 'apps',
    without: view.without,
    title: visibleName(view.name, frame.messages.common.namelessApp),
    heading: appName(frame, view.name),
    content: html`${panel({ id: 'facts', title: words.facts, content: facts(frame, view) })}
${panel({
  id: 'history',
  title: words.history,
  content: [
    auditEntries(frame, view.entries),
    html`<p class="actions">${linkButton(all, words.wholeHistory, 'small')}</p>`,
  ],
})}
${dangerZone({
  id: 'delete',
  title: words.deleteTitle,
  content: html`<p>${words.deleteMeans}</p>
<p class="actions">${linkButton(frame.path(pathOf(view.id, '/delete')), words.delete, 'danger')}</p>`,
})}`,
  });
}

function facts(frame: Frame, view: AppView): Markup {
  const { app: words, never } = siteWords(frame).admin;
  return definitionList([
    { term: words.kind, description: view.resourceServer ? words.kindOf.resourceServer : words.kindOf.app },
    { term: words.people, description: number(frame, view.people) },
    { term: words.lastUsed, description: view.lastUsedAt === undefined ? never : age(frame, view.lastUsedAt) },
    { term: words.registered, description: moment(frame, view.createdAt) },
    {
      term: words.registeredFrom,
      description: view.registeredFrom === undefined ? words.unknown : technical(view.registeredFrom),
    },
    view.website !== undefined && { term: words.website, description: website(view.website) },
    { term: words.redirectUris, description: list(view.redirectUris) },
    { term: words.scopes, description: html`${view.scopes.map((scope) => html`${technical(scope)} `)}` },
    { term: words.clientId, description: technical(view.clientId) },
  ]);
}

function website(address: string): Insertable {
  const link = webLink(address);
  return link === undefined
    ? technical(address)
    : html`<a href="${link}" rel="noopener noreferrer nofollow">${technical(address)}</a>`;
}

function list(lines: readonly string[]): Markup {
  return html`<ul role="list">${lines.map((line) => html`<li>${technical(line)}</li>`)}</ul>`;
}

/** An app whose end waits for a second word. */
export interface DeleteAppView extends Pick<AppView, 'id' | 'name' | 'people' | 'without'> {}

/** `/admin/apps/:id/delete`: what it means to delete an app, and the button that does it. */
export function deleteAppPage(frame: Frame, { id, name, people, without }: DeleteAppView): Markup {
  const { app: words, cancel } = siteWords(frame).admin;
  return adminLayout(frame, {
    room: 'apps',
    without,
    title: words.deleteTitle,
    heading: words.question(appName(frame, name)),
    content: html`<p class="lead">${words.deleteMeans}</p>
<p>${words.peopleLose(number(frame, people))}</p>
<div class="actions">${postForm(frame, pathOf(id, '/delete'), button(words.delete, 'danger'))}
${linkButton(frame.path(pathOf(id)), cancel, 'plain')}</div>`,
  });
}
