import { linkButton } from '../../forms.ts';
import type { Frame } from '../../layout.ts';
import { html, type Insertable, type Markup } from '../../markup.ts';
import { technical } from '../../names.ts';
import { definitionList } from '../../parts/definition-list.ts';
import { itemTable } from '../../parts/item-table.ts';
import { moment } from '../../parts/moment.ts';
import { notice } from '../../parts/notice.ts';
import { panel } from '../../parts/panel.ts';
import { type AdminRoom, adminLayout } from '../admin-layout.ts';
import { siteWords } from '../words.ts';
import { type AccountStateName, accountStates, number } from './account-words.ts';

/** A limit, as it is in force. */
export interface LimitView {
  readonly limit:
    | 'signInByAccount'
    | 'signInByAddress'
    | 'secondFactorByAccount'
    | 'passwordResetByLogin'
    | 'signUpByAddress'
    | 'apiSignUpByAddress'
    | 'registration'
    | 'apiByUser'
    | 'apiByToken'
    | 'apiByAddress';
  /** Absent where limits are switched off. */
  readonly most: number | undefined;
  readonly minutes: number;
}

/** What the front page of the administration shows. */
export interface OverviewView {
  readonly accounts: Readonly<Record<AccountStateName, number>>;
  readonly mails: { readonly waiting: number; readonly failed: number; readonly sent: boolean };
  readonly settings: {
    readonly registrations: 'closed' | 'approval' | 'open';
    readonly invites: 'off' | 'staff' | 'everyone';
    readonly minimumAge: number | undefined;
    readonly secondFactor: 'off' | 'staff' | 'everyone';
    readonly passwordGrant: boolean;
    readonly authentication: 'off' | 'token' | 'user';
  };
  readonly version: string;
  readonly houseKept: { readonly at: number; readonly failed: boolean } | undefined;
  readonly limits: readonly LimitView[];
  readonly without: readonly AdminRoom[];
}

/** `/admin`: how the server stands, and what waits for somebody to decide. */
export function overviewPage(frame: Frame, view: OverviewView): Markup {
  const words = siteWords(frame).admin;
  const { pending } = view.accounts;
  return adminLayout(frame, {
    room: 'overview',
    without: view.without,
    title: words.overview.title,
    content: html`${
      pending > 0 &&
      notice(
        html`<p>${words.overview.waiting(number(frame, pending))}</p>
<p class="actions">${linkButton(frame.path('/admin/accounts?state=pending'), words.overview.decide, 'small')}</p>`,
        'warning',
      )
    }
${panel({ id: 'accounts', title: words.overview.accountsTitle, content: accounts(frame, view) })}
${panel({ id: 'mails', title: words.overview.mailsTitle, content: mails(frame, view) })}
${panel({ id: 'settings', title: words.overview.settingsTitle, content: settings(frame, view) })}
${panel({ id: 'server', title: words.overview.serverTitle, content: server(frame, view) })}
${panel({ id: 'limits', title: words.overview.limitsTitle, content: limits(frame, view) })}`,
  });
}

function accounts(frame: Frame, view: OverviewView): Markup {
  const words = siteWords(frame).admin;
  return definitionList(
    accountStates.map((state) => ({
      term: html`<a href="${frame.path(`/admin/accounts?state=${state}`)}">${words.states[state]}</a>`,
      description: number(frame, view.accounts[state]),
    })),
  );
}

function mails(frame: Frame, { mails: { waiting, failed, sent } }: OverviewView): Insertable {
  const words = siteWords(frame).admin.overview;
  return [
    definitionList([
      { term: words.mailsWaiting, description: number(frame, waiting) },
      { term: words.mailsFailed, description: number(frame, failed) },
    ]),
    failed > 0 && html`<p class="hint">${words.mailsFailedHint}</p>`,
    !sent && html`<p class="hint">${words.mailsPrinted}</p>`,
  ];
}

function settings(frame: Frame, { settings: of }: OverviewView): Insertable {
  const { overview: words, yes, no } = siteWords(frame).admin;
  return [
    definitionList([
      { term: words.registrations, description: words.registrationsOf[of.registrations] },
      { term: words.invites, description: words.invitesOf[of.invites] },
      of.minimumAge !== undefined && { term: words.minimumAge, description: number(frame, of.minimumAge) },
      { term: words.secondFactor, description: words.secondFactorOf[of.secondFactor] },
      { term: words.passwordGrant, description: of.passwordGrant ? yes : no },
      { term: words.authentication, description: words.authenticationOf[of.authentication] },
    ]),
    html`<p class="hint">${words.settingsHint}</p>`,
  ];
}

function server(frame: Frame, { version, houseKept }: OverviewView): Markup {
  const words = siteWords(frame).admin.overview;
  return definitionList([
    { term: words.version, description: technical(version) },
    {
      term: words.houseKept,
      description:
        houseKept === undefined
          ? words.notYet
          : html`${moment(frame, houseKept.at)}${houseKept.failed && html`<br>${words.houseKeptFailed}`}`,
    },
  ]);
}

function limits(frame: Frame, { limits: of }: OverviewView): Markup {
  const words = siteWords(frame).admin.overview;
  return itemTable<LimitView>({
    caption: words.limitsCaption,
    columns: [
      { title: words.limit, cell: ({ limit }) => words.limits[limit] },
      {
        title: words.most,
        kind: 'number',
        cell: ({ most }) => (most === undefined ? words.unlimited : number(frame, most)),
      },
      { title: words.window, kind: 'number', cell: ({ minutes }) => number(frame, minutes) },
    ],
    items: of,
    empty: words.unlimited,
  });
}
