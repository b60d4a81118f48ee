import { button, field, linkButton, postForm } from '../../forms.ts';
import type { Frame } from '../../layout.ts';
import { html, type Markup } from '../../markup.ts';
import { technical } from '../../names.ts';
import { type SettingsRoom, settingsLayout } from '../settings-layout.ts';
import { siteWords } from '../words.ts';

/** What the page shows that changes an address. */
export interface ChangeEmailView {
  readonly without: readonly SettingsRoom[];
  /** The address that counts now. */
  readonly current: string;
  /** What was typed, or the address that waits. */
  readonly email?: string | undefined;
  readonly problem?: 'blank' | 'invalid' | 'too long' | 'unchanged' | 'too many requests' | undefined;
}

/** Asks for a new address, to which a link is sent. */
export function changeEmailPage(frame: Frame, view: ChangeEmailView): Markup {
  const words = siteWords(frame).settings.changeEmail;
  const { problem } = view;
  return settingsLayout(frame, {
    room: 'account',
    without: view.without,
    title: problem === undefined ? words.title : frame.messages.common.problemTitle(words.title),
    content: html`<p class="lead">${words.introduction(technical(view.current))}</p>
${postForm(
  frame,
  '/settings/account/email',
  html`${field({
    id: 'email',
    name: 'email',
    label: words.email,
    type: 'email',
    autocomplete: 'email',
    value: view.email,
    problem: problem && words.problems[problem],
    focused: true,
  })}
<div class="actions">${button(words.submit, 'main')}
${linkButton(frame.path('/settings/account'), words.cancel, 'plain')}</div>`,
)}`,
  });
}
