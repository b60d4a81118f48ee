import { field, linkButton } from '../../forms.ts';
import type { Frame } from '../../layout.ts';
import { html, type Insertable, type Markup } from '../../markup.ts';
import { appName } from '../../names.ts';
import { badge } from '../../parts/badge.ts';
import { itemTable } from '../../parts/item-table.ts';
import { age, day } from '../../parts/moment.ts';
import { notice } from '../../parts/notice.ts';
import { pager } from '../../parts/pager.ts';
import { searchForm } from '../../parts/search-form.ts';
import { type AdminRoom, adminLayout } from '../admin-layout.ts';
import { siteWords } from '../words.ts';
import { number } from './account-words.ts';

/** An app in the list. */
export interface AppRow {
  readonly id: string;
  readonly name: string;
  readonly people: number;
  readonly lastUsedAt: number | undefined;
  readonly createdAt: number;
  readonly resourceServer: boolean;
}

/** What the list of apps shows. */
export interface AppsView {
  readonly apps: readonly AppRow[];
  readonly search: string | undefined;
  /** Paths: the page before the first and after the last app here. */
  readonly newest: string | undefined;
  readonly older: string | undefined;
  /** An app was just deleted. */
  readonly deleted: boolean;
  readonly without: readonly AdminRoom[];
}

/** `/admin/apps`: every app that registered, and who uses it. */
export function appsPage(frame: Frame, view: AppsView): Markup {
  const { apps: words, never } = siteWords(frame).admin;
  return adminLayout(frame, {
    room: 'apps',
    without: view.without,
    title: words.title,
    content: html`<p class="lead">${words.lead}</p>
${view.deleted && notice(words.deleted, 'success')}
${searchForm(frame, {
  path: '/admin/apps',
  label: words.label,
  fields: field({
    id: 'apps-search',
    name: 'search',
    label: words.search,
    type: 'search',
    autocomplete: 'off',
    value: view.search,
    optional: true,
  }),
  submit: words.submit,
})}
${itemTable<AppRow>({
  caption: words.caption,
  columns: [
    { title: words.app, cell: (app) => nameCell(frame, app) },
    { title: words.people, kind: 'number', cell: ({ people }) => number(frame, people) },
    {
      title: words.lastUsed,
      cell: ({ lastUsedAt }) => (lastUsedAt === undefined ? never : age(frame, lastUsedAt)),
    },
    { title: words.registered, cell: ({ createdAt }) => day(frame, createdAt) },
  ],
  items: view.apps,
  empty: words.empty,
})}
${actions(frame, view)}
${pager(frame, { next: view.older })}`,
  });
}

function nameCell(frame: Frame, { id, name, resourceServer }: AppRow): Markup {
  const words = siteWords(frame).admin.apps;
  return html`<a href="${frame.path(`/admin/apps/${encodeURIComponent(id)}`)}">${appName(frame, name)}</a>${
    resourceServer && html`<br>${badge(words.resourceServer, 'care')}`
  }`;
}

function actions(frame: Frame, { newest, search }: AppsView): Insertable {
  const words = siteWords(frame).admin.apps;
  if (newest === undefined && search === undefined) return undefined;
  return html`<p class="actions">${newest !== undefined && linkButton(frame.path(newest), words.newest, 'small')}
${search !== undefined && linkButton(frame.path('/admin/apps'), words.all, 'small')}</p>`;
}
