import { field, linkButton } from '../../forms.ts';
import type { Frame } from '../../layout.ts';
import { html, type Insertable, type Markup } from '../../markup.ts';
import { personName, technical } from '../../names.ts';
import { badge } from '../../parts/badge.ts';
import { type Column, itemTable } from '../../parts/item-table.ts';
import { day } from '../../parts/moment.ts';
import { notice } from '../../parts/notice.ts';
import { pager } from '../../parts/pager.ts';
import { searchForm } from '../../parts/search-form.ts';
import { select } from '../../parts/select.ts';
import { visibleText } from '../../visible-name.ts';
import { type AdminRoom, adminLayout } from '../admin-layout.ts';
import { siteWords } from '../words.ts';
import {
  type AccountStateName,
  type ActName,
  accountLink,
  accountStates,
  type RoleName,
  roleNames,
  stateBadge,
} from './account-words.ts';

/** An account in the list. */
export interface AccountRow {
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
  readonly email: string;
  readonly state: AccountStateName;
  readonly role: RoleName;
  readonly createdAt: number;
  /** Why the person wants to join, where that still has to be decided. */
  readonly inviteRequest: string | undefined;
}

/** What the list of accounts shows. */
export interface AccountsView {
  readonly accounts: readonly AccountRow[];
  readonly filter: {
    readonly search?: string | undefined;
    readonly state?: AccountStateName | undefined;
    readonly role?: RoleName | 'staff' | undefined;
  };
  /** Whether the reader may look for IP addresses. */
  readonly seesAddresses: boolean;
  /** Paths: the page before the first and after the last account here. */
  readonly newest: string | undefined;
  readonly older: string | undefined;
  /** What was just done to an account that is not there any more. */
  readonly done: Extract<ActName, 'reject' | 'delete'> | undefined;
  readonly without: readonly AdminRoom[];
}

/** `/admin/accounts`: all accounts, and a form that narrows the list. */
export function accountsPage(frame: Frame, view: AccountsView): Markup {
  const words = siteWords(frame).admin;
  const isNarrowed = Object.values(view.filter).some((value) => value !== undefined);
  const columns: readonly Column<AccountRow>[] = [
    {
      title: words.accounts.account,
      cell: (row) =>
        html`${accountLink(frame, row)}${
          row.displayName.trim() !== '' && html`<br>${personName(frame, row.displayName)}`
        }`,
    },
    {
      title: words.accounts.email,
      cell: ({ email, inviteRequest }) =>
        html`${technical(email)}${
          inviteRequest !== undefined &&
          html`<p class="hint">${words.accounts.reason}</p><p class="said" dir="auto">${visibleText(inviteRequest)}</p>`
        }`,
    },
    { title: words.accounts.state, cell: (row) => badges(frame, row) },
    { title: words.accounts.since, cell: ({ createdAt }) => day(frame, createdAt) },
  ];
  return adminLayout(frame, {
    room: 'accounts',
    without: view.without,
    title: words.accounts.title,
    content: html`${view.done && notice(words.acts[view.done].done, 'success')}
${search(frame, view)}
${itemTable({
  caption: words.accounts.caption,
  columns,
  items: view.accounts,
  empty: words.accounts.empty,
})}
${actions(frame, view, isNarrowed)}
${pager(frame, { next: view.older })}`,
  });
}

function actions(frame: Frame, { newest }: AccountsView, isNarrowed: boolean): Insertable {
  const words = siteWords(frame).admin.accounts;
  if (newest === undefined && !isNarrowed) return undefined;
  return html`<p class="actions">${newest !== undefined && linkButton(frame.path(newest), words.newest, 'small')}
${isNarrowed && linkButton(frame.path('/admin/accounts'), words.all, 'small')}</p>`;
}

function badges(frame: Frame, { state, role }: AccountRow): Markup {
  const { roles } = siteWords(frame).admin;
  return html`${stateBadge(frame, state)}${role !== 'user' && html` ${badge(roles[role])}`}`;
}

function search(frame: Frame, { filter, seesAddresses }: AccountsView): Markup {
  const words = siteWords(frame).admin;
  return searchForm(frame, {
    path: '/admin/accounts',
    label: words.accounts.label,
    fields: [
      field({
        id: 'accounts-search',
        name: 'search',
        label: seesAddresses ? words.accounts.searchWithAddress : words.accounts.search,
        type: 'search',
        autocomplete: 'off',
        value: filter.search,
        optional: true,
      }),
      select({
        id: 'accounts-state',
        name: 'state',
        label: words.accounts.state,
        options: [
          { value: '', label: words.accounts.anyState },
          ...accountStates.map((state) => ({ value: state, label: words.states[state] })),
        ],
        value: filter.state,
      }),
      select({
        id: 'accounts-role',
        name: 'role',
        label: words.accounts.role,
        options: [
          { value: '', label: words.accounts.anyRole },
          { value: 'staff', label: words.accounts.staff },
          ...roleNames.map((role) => ({ value: role, label: words.roles[role] })),
        ],
        value: filter.role,
      }),
    ],
    submit: words.accounts.submit,
  });
}
