import { button, linkButton, postForm } from '../../forms.ts';
import type { Frame } from '../../layout.ts';
import { html, type Insertable, type Markup } from '../../markup.ts';
import { notice } from '../../parts/notice.ts';
import { type SettingsRoom, settingsLayout } from '../settings-layout.ts';
import { siteWords } from '../words.ts';

/** What the page of bot access shows. */
export interface BotView {
  readonly without: readonly SettingsRoom[];
  /** Whether programs may sign in with the password, as far as the person decides. */
  readonly isOn: boolean;
  /** Why they may not all the same. */
  readonly obstacle?: 'second factor' | 'switched off' | undefined;
  readonly notice?: 'on' | 'off' | undefined;
}

/** Whether programs may sign in with the password. */
export function botPage(frame: Frame, view: BotView): Markup {
  const words = siteWords(frame).settings.bot;
  const { isOn, obstacle } = view;
  return settingsLayout(frame, {
    room: 'bot',
    without: view.without,
    title: words.title,
    content: html`${view.notice && notice(words.notices[view.notice], 'success')}
<p class="lead">${words.introduction}</p>
<p><strong>${isOn && obstacle === undefined ? words.isOn : words.isOff}</strong></p>
${obstacle !== undefined && notice(obstacle === 'second factor' ? words.secondFactor : words.off, 'info')}
<div class="actions">${buttons(frame, view)}
${linkButton(frame.path('/settings/tokens'), words.toTokens, 'plain')}</div>`,
  });
}

function buttons(frame: Frame, { isOn, obstacle }: BotView): Insertable {
  const words = siteWords(frame).settings.bot;
  if (isOn) return postForm(frame, '/settings/bot/forbid', button(words.switchOff, 'main'));
  return obstacle === undefined && linkButton(frame.path('/settings/bot/allow'), words.consider, 'plain');
}

/** What the page shows that allows it. */
export interface AllowBotView {
  readonly without: readonly SettingsRoom[];
}

/** Warns before programs may sign in with the password. */
export function allowBotPage(frame: Frame, view: AllowBotView): Markup {
  const words = siteWords(frame).settings.bot;
  return settingsLayout(frame, {
    room: 'bot',
    without: view.without,
    title: words.allowTitle,
    content: html`${notice(words.warning, 'warning')}
<div class="actions">${postForm(frame, '/settings/bot/allow', button(words.switchOn, 'danger'))}
${linkButton(frame.path('/settings/bot'), words.leave, 'plain')}</div>`,
  });
}
