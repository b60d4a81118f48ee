import { button, linkButton, postForm } from '../../forms.ts';
import type { Frame } from '../../layout.ts';
import { html, type Insertable, type Markup } from '../../markup.ts';
import { technical } from '../../names.ts';
import { notice } from '../../parts/notice.ts';
import { panel } from '../../parts/panel.ts';
import { select } from '../../parts/select.ts';
import { visibleText } from '../../visible-name.ts';
import { type SettingsRoom, settingsLayout } from '../settings-layout.ts';
import { siteWords } from '../words.ts';

/** What was just done. */
export type AccountNotice = 'password changed' | 'email asked' | 'email called off' | 'language changed';

/** What the page of password, address and language shows. */
export interface AccountView {
  readonly without: readonly SettingsRoom[];
  readonly email: string;
  /** The address that waits for its link to be opened. */
  readonly unconfirmedEmail?: string | undefined;
  /** The language that the person chose; the browser's when absent. */
  readonly locale?: string | undefined;
  /** Each by its tag and in its own words. */
  readonly languages: readonly { readonly tag: string; readonly name: string }[];
  readonly notice?: AccountNotice | undefined;
}

/** How somebody signs in here, and where mails about it go. */
export function accountPage(frame: Frame, view: AccountView): Markup {
  const words = siteWords(frame).settings.account;
  return settingsLayout(frame, {
    room: 'account',
    without: view.without,
    title: words.title,
    content: html`${view.notice && notice(words.notices[view.notice], 'success')}
${panel({
  id: 'password',
  title: words.password.title,
  content: html`<p>${words.password.introduction}</p>
<p class="actions">${linkButton(frame.path('/settings/account/password'), words.password.change, 'plain')}</p>`,
})}
${panel({ id: 'email', title: words.email.title, content: email(frame, view) })}
${panel({
  id: 'language',
  title: words.language.title,
  content: postForm(
    frame,
    '/settings/account/language',
    html`${select({
      id: 'locale',
      name: 'locale',
      label: words.language.label,
      options: [
        { value: '', label: words.language.browsers },
        ...view.languages.map(({ tag, name }) => ({ value: tag, label: visibleText(name) })),
      ],
      value: view.locale ?? '',
      autocomplete: 'language',
    })}
${button(words.language.save, 'plain')}`,
  ),
})}`,
  });
}

function email(frame: Frame, { email, unconfirmedEmail }: AccountView): Insertable {
  const words = siteWords(frame).settings.account.email;
  if (unconfirmedEmail === undefined) {
    return html`<p>${words.current(technical(email))}</p>
<p class="actions">${linkButton(frame.path('/settings/account/email'), words.change, 'plain')}</p>`;
  }
  return html`<p>${words.current(technical(email))}</p>
<p>${words.waits(technical(unconfirmedEmail))}</p>
<div class="actions">${linkButton(frame.path('/settings/account/email'), words.sendAgain, 'plain')}
${postForm(frame, '/settings/account/email/call_off', button(words.callOff, 'plain'))}</div>`;
}
