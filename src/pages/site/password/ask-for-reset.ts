import { button, field, hidden, postForm } from '../../forms.ts';
import { type Frame, layout } from '../../layout.ts';
import { html, type Markup } from '../../markup.ts';
import { siteWords } from '../words.ts';

/** What the page shows that sends a link to people who forgot their password. */
export interface AskForResetView {
  /** What was typed, after a mistake. */
  readonly login?: string | undefined;
  readonly problem?: 'blank' | 'too many requests' | undefined;
  /** The kept request that goes on afterwards. */
  readonly authorization?: string | undefined;
  /** Where the sign-in is, with what waits. */
  readonly signInUrl: string;
}

/** Asks for whom the password is to be chosen anew. */
export function askForResetPage(frame: Frame, view: AskForResetView): Markup {
  const words = siteWords(frame).password.ask;
  const { problem } = view;
  return layout(frame, {
    title: problem === undefined ? words.title : frame.messages.common.problemTitle(words.title),
    look: 'doorway',
    door: 'closed',
    content: html`<h1>${words.title}</h1>
<p class="lead">${words.introduction}</p>
${postForm(
  frame,
  '/auth/password',
  html`${hidden('authorization', view.authorization)}
${field({
  id: 'login',
  name: 'login',
  label: frame.messages.signIn.login,
  type: 'text',
  autocomplete: 'username',
  value: view.login,
  problem: problem && words.problems[problem],
  focused: problem !== undefined,
})}
${button(words.submit, 'main')}`,
)}
<p class="aside"><a href="${view.signInUrl}">${words.backToSignIn}</a></p>`,
  });
}
