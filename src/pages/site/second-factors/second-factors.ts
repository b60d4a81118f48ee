import { button, field, linkButton, postForm } from '../../forms.ts';
import type { Frame } from '../../layout.ts';
import { html, type Insertable, type Markup } from '../../markup.ts';
import { itemTable } from '../../parts/item-table.ts';
import { day } from '../../parts/moment.ts';
import { notice } from '../../parts/notice.ts';
import { panel } from '../../parts/panel.ts';
import { passkeyForm } from '../second-step/passkey-form.ts';
import { type SettingsRoom, settingsLayout } from '../settings-layout.ts';
import { siteWords } from '../words.ts';
import { passkeyName } from './passkey-name.ts';

/** A passkey as its owner sees it. */
export interface PasskeyItem {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly lastUsedAt: number | undefined;
}

/** What the page of second factors shows. */
export interface SecondFactorsView {
  readonly without: readonly SettingsRoom[];
  readonly totp: { readonly createdAt: number } | undefined;
  readonly passkeys: readonly PasskeyItem[];
  readonly recoveryCodesLeft: number;
  readonly canHavePasskeys: boolean;
  /** Whether the server demands a factor of this account. */
  readonly demanded: boolean;
  /** Whether apps may sign in to the account with its password, which a factor ends. */
  readonly allowsPasswordGrant: boolean;
  readonly notice?: SecondFactorsNotice | undefined;
}

/** What was done just now, or why not. */
export type SecondFactorsNotice =
  | 'totp added'
  | 'totp removed'
  | 'passkey added'
  | 'passkey removed'
  | 'passkey renamed'
  | 'passkey refused'
  | 'passkey known'
  | 'too many passkeys'
  | 'last one'
  | 'absent';

/** What protects an account beside its password. */
export function secondFactorsPage(frame: Frame, view: SecondFactorsView): Markup {
  const words = siteWords(frame).secondFactors;
  const has = view.totp !== undefined || view.passkeys.length > 0;
  return settingsLayout(frame, {
    room: 'secondFactors',
    without: view.without,
    title: words.title,
    content: html`<p class="lead">${words.lead}</p>
${view.notice && noticeOf(frame, view.notice)}
${!has && notice(html`<p>${words.none}</p>`, 'info')}
${!has && view.allowsPasswordGrant && notice(html`<p>${words.botWarning}</p>`, 'warning')}
${has && view.demanded && html`<p class="hint">${words.demanded}</p>`}
${totpPanel(frame, view)}
${passkeysPanel(frame, view)}
${has && recoveryPanel(frame, view)}`,
  });
}

function totpPanel(frame: Frame, { totp }: SecondFactorsView): Markup {
  const words = siteWords(frame).secondFactors.totp;
  const path = '/settings/second_factors/totp';
  return panel({
    id: 'totp',
    title: words.title,
    content: html`<p>${totp === undefined ? words.lead : words.added(day(frame, totp.createdAt))}</p>
<div class="actions">${linkButton(frame.path(path), totp === undefined ? words.setUp : words.replace, totp === undefined ? 'main' : 'plain')}
${totp !== undefined && postForm(frame, `${path}/remove`, button(words.remove, 'danger'))}</div>`,
  });
}

function passkeysPanel(frame: Frame, { passkeys, canHavePasskeys }: SecondFactorsView): Markup {
  const words = siteWords(frame).secondFactors.passkeys;
  return panel({
    id: 'passkeys',
    title: words.title,
    content: html`<p>${words.lead}</p>
${passkeys.length > 0 && passkeyTable(frame, passkeys)}
${canHavePasskeys ? addPasskey(frame) : html`<p class="hint">${words.unavailable}</p>`}`,
  });
}

function passkeyTable(frame: Frame, passkeys: readonly PasskeyItem[]): Markup {
  const words = siteWords(frame).secondFactors.passkeys;
  return itemTable<PasskeyItem>({
    caption: words.caption,
    items: passkeys,
    empty: words.none,
    columns: [
      { title: words.name, cell: ({ name }) => passkeyName(frame, name) },
      { title: words.made, cell: ({ createdAt }) => day(frame, createdAt) },
      {
        title: words.lastUsed,
        cell: ({ lastUsedAt }) => (lastUsedAt === undefined ? words.never : day(frame, lastUsedAt)),
      },
      {
        title: words.actions,
        kind: 'actions',
        cell: ({ id, name }) => {
          const path = `/settings/second_factors/passkeys/${id}`;
          const called = passkeyName(frame, name);
          return html`${linkButton(frame.path(path), words.renameNamed(called), 'small')}
${postForm(frame, `${path}/remove`, button(words.removeNamed(called), 'small'))}`;
        },
      },
    ],
  });
}

function addPasskey(frame: Frame): Markup {
  const words = siteWords(frame).secondFactors.passkeys;
  return html`${passkeyForm(frame, {
    ceremony: 'create',
    path: '/settings/second_factors/passkeys',
    options: '/settings/second_factors/passkeys/options',
    button: words.add,
    look: 'main',
    content: field({
      id: 'passkey-name',
      name: 'name',
      label: words.name,
      type: 'text',
      autocomplete: 'off',
      hint: words.nameHint,
      maxLength: 60,
      optional: true,
    }),
  })}
<noscript><p class="hint">${words.needsScript}</p></noscript>`;
}

function recoveryPanel(frame: Frame, { recoveryCodesLeft }: SecondFactorsView): Markup {
  const words = siteWords(frame).secondFactors.recovery;
  return panel({
    id: 'recovery',
    title: words.title,
    content: html`<p>${words.lead} ${words.left(recoveryCodesLeft)}</p>
${recoveryCodesLeft < 4 && notice(html`<p>${words.few}</p>`, 'warning')}
${postForm(frame, '/settings/second_factors/recovery_codes', html`<p class="hint">${words.makeHint}</p>${button(words.make, 'plain')}`)}`,
  });
}

function noticeOf(frame: Frame, news: SecondFactorsNotice): Insertable {
  const { notices, passkeys } = siteWords(frame).secondFactors;
  const done = (words: string, more?: string) =>
    notice(html`<p>${words}</p>${more !== undefined && html`<p>${more}</p>`}`, 'success');
  switch (news) {
    case 'totp added':
      return done(notices.totpAdded, notices.othersSignedOut);
    case 'totp removed':
      return done(notices.totpRemoved, notices.othersSignedOut);
    case 'passkey added':
      return done(notices.passkeyAdded, notices.othersSignedOut);
    case 'passkey removed':
      return done(notices.passkeyRemoved, notices.othersSignedOut);
    case 'passkey renamed':
      return done(notices.passkeyRenamed);
    case 'passkey refused':
      return notice(html`<p>${passkeys.refused}</p>`, 'problem');
    case 'passkey known':
      return notice(html`<p>${passkeys.known}</p>`, 'problem');
    case 'too many passkeys':
      return notice(html`<p>${passkeys.tooMany}</p>`, 'problem');
    case 'last one':
      return notice(html`<p>${notices.lastOne}</p>`, 'problem');
    case 'absent':
      return notice(html`<p>${notices.absent}</p>`, 'info');
  }
}

/** What the page that renames a passkey shows. */
export interface RenamePasskeyView {
  readonly without: readonly SettingsRoom[];
  readonly id: string;
  readonly name: string;
}

/** Gives a passkey another name. */
export function renamePasskeyPage(frame: Frame, { without, id, name }: RenamePasskeyView): Markup {
  const words = siteWords(frame).secondFactors.passkeys;
  return settingsLayout(frame, {
    room: 'secondFactors',
    without,
    title: words.renameTitle,
    content: postForm(
      frame,
      `/settings/second_factors/passkeys/${id}`,
      html`${field({
        id: 'passkey-name',
        name: 'name',
        label: words.name,
        type: 'text',
        autocomplete: 'off',
        hint: words.nameHint,
        value: name,
        maxLength: 60,
        optional: true,
      })}
${button(words.renameSubmit, 'main')}`,
    ),
  });
}
