import { button, postForm } from './forms.ts';
import { type Frame, layout } from './layout.ts';
import { html, type Markup } from './markup.ts';

/** Asks before signing out: a link that somebody else wrote must not do it. */
export function signOutPage(frame: Frame): Markup {
  const words = frame.messages.signOut;
  return layout(frame, {
    title: words.title,
    look: 'doorway',
    door: 'ajar',
    content: html`<h1>${words.title}</h1>
<p class="lead">${words.explanation}</p>
${postForm(frame, '/auth/sign_out', [button(frame.messages.common.signOut, 'main')])}
<p class="actions"><a class="button button-plain" href="${frame.home}">${words.stay}</a></p>`,
  });
}
