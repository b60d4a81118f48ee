import { button, field, hidden, passwordOwner, postForm } from '../../forms.ts';
import { type Frame, layout } from '../../layout.ts';
import { html, type Markup } from '../../markup.ts';
import { technical } from '../../names.ts';
import { siteWords } from '../words.ts';
import type { NewPasswordProblem } from './new-password-problem.ts';

/** What the page behind a mailed link shows. */
export interface ChoosePasswordView {
  /** The link's secret: good until the form is sent. */
  readonly token: string;
  readonly handle: string;
  readonly username: string;
  readonly problem?: NewPasswordProblem | undefined;
}

/** Lets somebody who proved to read the mails of an account choose its new password. */
export function choosePasswordPage(frame: Frame, view: ChoosePasswordView): Markup {
  const words = siteWords(frame).password.choose;
  const { setUp, common } = frame.messages;
  const { problem } = view;
  return layout(frame, {
    title: problem === undefined ? words.title : common.problemTitle(words.title),
    look: 'doorway',
    door: 'ajar',
    content: html`<h1>${words.title}</h1>
<p class="lead">${words.forAccount(technical(view.handle))} ${words.whatEnds}</p>
${postForm(
  frame,
  '/auth/password/edit',
  html`${hidden('reset_password_token', view.token)}
${passwordOwner(view.username)}
${field({
  id: 'password',
  name: 'password',
  label: words.password,
  type: 'password',
  autocomplete: 'new-password',
  hint: setUp.passwordHint,
  problem: problem && setUp.problems.password[problem],
  focused: true,
})}
${button(words.submit, 'main')}`,
)}`,
  });
}
