import { button, linkButton, postForm } from '../../forms.ts';
import type { Frame } from '../../layout.ts';
import { html, type Insertable, type Markup } from '../../markup.ts';
import { appName, personName, technical } from '../../names.ts';
import { badge } from '../../parts/badge.ts';
import { definitionList } from '../../parts/definition-list.ts';
import { itemTable } from '../../parts/item-table.ts';
import { age, day, moment } from '../../parts/moment.ts';
import { notice } from '../../parts/notice.ts';
import { dangerZone, panel } from '../../parts/panel.ts';
import { visibleText } from '../../visible-name.ts';
import { type AdminRoom, adminLayout } from '../admin-layout.ts';
import { siteWords } from '../words.ts';
import {
  type AccountStateName,
  type ActName,
  type ActRefusal,
  accountLink,
  accountPath,
  number,
  type RoleName,
  stateBadge,
} from './account-words.ts';
import { type AuditEntryView, auditEntries } from './audit-entries.ts';

/** Everything that staff sees of an account. */
export interface AccountView {
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
  readonly email: string;
  readonly isProven: boolean;
  /** A new address that waits to be confirmed. */
  readonly newEmail: string | undefined;
  readonly state: AccountStateName;
  readonly role: RoleName;
  readonly createdAt: number;
  readonly inviteRequest: string | undefined;
  readonly locale: string | undefined;
  readonly bot: boolean;
  readonly passwordGrant: boolean;
  readonly profileUrl: string;
  readonly invitedBy: { readonly id: string; readonly username: string } | 'operator' | undefined;
  readonly madeWith: { readonly id: string; readonly name: string } | undefined;
  readonly sessions: number;
  /** Absent where the reader may not know. */
  readonly addresses: readonly { readonly address: string; readonly usedAt: number }[] | undefined;
  readonly factors: { readonly totp: boolean; readonly passkeys: number; readonly recoveryCodes: number };
  readonly apps: readonly AppOfAccount[];
  /** What the reader may do, in the order of their weight. */
  readonly acts: readonly ActName[];
  readonly entries: readonly AuditEntryView[];
  readonly notice:
    | { readonly kind: 'done'; readonly act: ActName }
    | { readonly kind: 'refused'; readonly reason: ActRefusal }
    | undefined;
  readonly without: readonly AdminRoom[];
}

/** An app, or a personal token, that has access. */
export interface AppOfAccount {
  /** Absent for a personal token. */
  readonly app: { readonly id: string; readonly name: string } | undefined;
  /** What the person calls a personal token. */
  readonly tokenName: string | undefined;
  readonly signIns: number;
  readonly since: number;
  readonly lastUsedAt: number | undefined;
}

/** What lets somebody in can be done with one press; everything else is asked again on a page of its own. */
const atOnce: ReadonlySet<ActName> = new Set(['approve', 'confirm', 'enable', 'unsuspend']);
const dangerous: ReadonlySet<ActName> = new Set(['reject', 'disable', 'suspend', 'delete']);

/** `/admin/accounts/:id`: what is known of an account, what happened to it, and what can be done. */
export function accountPage(frame: Frame, view: AccountView): Markup {
  const words = siteWords(frame).admin;
  return adminLayout(frame, {
    room: 'accounts',
    without: view.without,
    title: `@${visibleText(view.username)}`,
    heading: technical(`@${view.username}`),
    content: html`<p class="badges">${stateBadge(frame, view.state)}${
      view.role !== 'user' && html` ${badge(words.roles[view.role])}`
    }</p>
${news(frame, view)}
${panel({ id: 'facts', title: words.account.facts, content: facts(frame, view) })}
${acts(frame, view)}
${panel({ id: 'access', title: words.account.accessTitle, content: access(frame, view) })}
${panel({ id: 'apps', title: words.account.apps, content: apps(frame, view) })}
${panel({ id: 'history', title: words.account.history, content: history(frame, view) })}`,
  });
}

function news(frame: Frame, { notice: of }: AccountView): Insertable {
  const words = siteWords(frame).admin;
  if (of === undefined) return undefined;
  return of.kind === 'done' ? notice(words.acts[of.act].done, 'success') : notice(words.refusals[of.reason], 'problem');
}

function facts(frame: Frame, view: AccountView): Markup {
  const words = siteWords(frame).admin;
  const { account } = words;
  return definitionList([
    view.displayName.trim() !== '' && { term: account.name, description: personName(frame, view.displayName) },
    {
      term: account.email,
      description: html`${technical(view.email)}${!view.isProven && html` (${account.unproven})`}`,
    },
    view.newEmail !== undefined && { term: account.newEmail, description: technical(view.newEmail) },
    { term: account.role, description: words.roles[view.role] },
    { term: account.created, description: moment(frame, view.createdAt) },
    view.inviteRequest !== undefined && {
      term: account.reason,
      description: html`<p class="said" dir="auto">${visibleText(view.inviteRequest)}</p>`,
    },
    view.locale !== undefined && { term: account.language, description: technical(view.locale) },
    view.invitedBy !== undefined && {
      term: account.invitedBy,
      description: view.invitedBy === 'operator' ? words.operator : accountLink(frame, view.invitedBy),
    },
    view.madeWith !== undefined && { term: account.madeWith, description: app(frame, view.madeWith, view.without) },
    view.bot && { term: account.bot, description: words.yes },
    view.passwordGrant && { term: account.passwordGrant, description: words.yes },
  ]);
}

/** A moderator has no page of apps. */
function app(
  frame: Frame,
  { id, name }: { readonly id: string; readonly name: string },
  without: readonly AdminRoom[],
): Markup {
  const words = appName(frame, name);
  return without.includes('apps')
    ? words
    : html`<a href="${frame.path(`/admin/apps/${encodeURIComponent(id)}`)}">${words}</a>`;
}

function acts(frame: Frame, view: AccountView): Insertable {
  const words = siteWords(frame).admin.account;
  const list = (some: readonly ActName[]) =>
    html`<ul class="acts" role="list">${some.map((act) => html`<li>${actForm(frame, view, act)}</li>`)}</ul>`;
  const plain = view.acts.filter((act) => !dangerous.has(act));
  const grave = view.acts.filter((act) => dangerous.has(act));
  return [
    panel({
      id: 'acts',
      title: words.actsTitle,
      content: plain.length > 0 ? list(plain) : grave.length === 0 && html`<p>${words.noActs}</p>`,
    }),
    grave.length > 0 && dangerZone({ id: 'danger', title: words.dangerTitle, content: list(grave) }),
  ];
}

function actForm(frame: Frame, { id }: AccountView, act: ActName): Markup {
  const { name, means } = siteWords(frame).admin.acts[act];
  const path = accountPath(id, act);
  return html`<p class="hint">${means}</p>
${
  atOnce.has(act)
    ? postForm(frame, path, button(name, act === 'approve' ? 'main' : 'plain'))
    : linkButton(frame.path(path), name, dangerous.has(act) ? 'danger' : 'plain')
}`;
}

function access(frame: Frame, view: AccountView): Markup {
  const words = siteWords(frame).admin.account;
  const { totp, passkeys, recoveryCodes } = view.factors;
  const factors = [
    totp && words.totp,
    passkeys > 0 && words.passkeys(number(frame, passkeys)),
    recoveryCodes > 0 && words.recoveryCodes(number(frame, recoveryCodes)),
  ].filter((factor) => factor !== false);
  return definitionList([
    { term: words.sessions, description: number(frame, view.sessions) },
    view.addresses !== undefined &&
      view.addresses.length > 0 && {
        term: words.addresses,
        description: lines(
          view.addresses.map(({ address, usedAt }) => words.addressAt(technical(address), age(frame, usedAt))),
        ),
      },
    { term: words.factors, description: factors.length === 0 ? words.noFactors : lines(factors) },
  ]);
}

function lines(of: readonly Insertable[]): Markup {
  return html`<ul role="list">${of.map((line) => html`<li>${line}</li>`)}</ul>`;
}

function apps(frame: Frame, view: AccountView): Markup {
  const words = siteWords(frame).admin;
  return itemTable<AppOfAccount>({
    caption: words.account.apps,
    columns: [
      {
        title: words.account.app,
        cell: (row) =>
          row.app === undefined
            ? html`${words.account.personalToken}${row.tokenName !== undefined && html`<br>${personName(frame, row.tokenName)}`}`
            : app(frame, row.app, view.without),
      },
      { title: words.account.signIns, kind: 'number', cell: ({ signIns }) => number(frame, signIns) },
      { title: words.account.appsSince, cell: ({ since }) => day(frame, since) },
      {
        title: words.account.lastUsed,
        cell: ({ lastUsedAt }) => (lastUsedAt === undefined ? words.never : age(frame, lastUsedAt)),
      },
    ],
    items: view.apps,
    empty: words.account.noApps,
  });
}

function history(frame: Frame, view: AccountView): Insertable {
  const words = siteWords(frame).admin.account;
  const all = frame.path(`/admin/audit?${new URLSearchParams({ account: view.id })}`);
  return [
    auditEntries(frame, view.entries),
    html`<p class="actions">${linkButton(all, words.wholeHistory, 'small')}
${linkButton(view.profileUrl, words.profile, 'small')}</p>`,
  ];
}
