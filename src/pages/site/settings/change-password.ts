import { button, field, linkButton, passwordOwner, postForm } from '../../forms.ts';
import type { Frame } from '../../layout.ts';
import { html, type Markup } from '../../markup.ts';
import { checkbox } from '../../parts/checkbox.ts';
import { notice } from '../../parts/notice.ts';
import type { NewPasswordProblem } from '../password/new-password-problem.ts';
import { type SettingsRoom, settingsLayout } from '../settings-layout.ts';
import { siteWords } from '../words.ts';

/** What the page shows that changes a password. */
export interface ChangePasswordView {
  readonly without: readonly SettingsRoom[];
  readonly username: string;
  readonly problem?: NewPasswordProblem | 'overtaken' | 'too many requests' | undefined;
  /** What was chosen, after a mistake. */
  readonly endsApps?: boolean | undefined;
  /** Whether a change of the address waits, which ends too. */
  readonly emailWaits: boolean;
}

/** Asks for a new password. That it is the right person was asked before. */
export function changePasswordPage(frame: Frame, view: ChangePasswordView): Markup {
  const words = siteWords(frame).settings.changePassword;
  const { setUp, common } = frame.messages;
  const { problem } = view;
  const ofPage = problem === 'overtaken' || problem === 'too many requests' ? problem : undefined;
  const ofField = problem === 'overtaken' || problem === 'too many requests' ? undefined : problem;
  return settingsLayout(frame, {
    room: 'account',
    without: view.without,
    title: problem === undefined ? words.title : common.problemTitle(words.title),
    content: html`${ofPage && notice(words.problems[ofPage], 'problem')}
<p class="lead">${words.whatEnds}</p>
${view.emailWaits && notice(words.emailChangeEnds, 'warning')}
${postForm(
  frame,
  '/settings/account/password',
  html`${passwordOwner(view.username)}
${field({
  id: 'new_password',
  name: 'password',
  label: words.password,
  type: 'password',
  autocomplete: 'new-password',
  hint: setUp.passwordHint,
  problem: ofField && setUp.problems.password[ofField],
  focused: true,
})}
${checkbox({
  id: 'ends_apps',
  name: 'ends_apps',
  label: words.endsApps,
  hint: words.endsAppsHint,
  checked: view.endsApps,
})}
<div class="actions">${button(words.submit, 'main')}
${linkButton(frame.path('/settings/account'), words.cancel, 'plain')}</div>`,
)}`,
  });
}
