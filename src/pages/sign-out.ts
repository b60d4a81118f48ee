import { button, hidden, postForm } from './forms.ts';
import { type Frame, layout } from './layout.ts';
import { html, type Markup } from './markup.ts';

/** What the question before signing out shows. */
export interface SignOutView {
  /** The pending authorization to come back to with another account. */
  readonly authorization?: string | undefined;
}

/** Asks before signing out: a link that somebody else wrote must not do it. */
export function signOutPage(frame: Frame, view: SignOutView): Markup {
  const words = frame.messages.signOut;
  return layout(frame, {
    title: words.title,
    look: 'doorway',
    door: 'ajar',
    content: html`<h1>${words.title}</h1>
<p class="lead">${view.authorization === undefined ? words.explanation : words.explanationWithRequest}</p>
${postForm(frame, '/auth/sign_out', [
  hidden('authorization', view.authorization),
  button(frame.messages.common.signOut, 'main'),
])}
${view.authorization === undefined && html`<p class="actions"><a class="button button-plain" href="${frame.path('/')}">${words.stay}</a></p>`}`,
  });
}
