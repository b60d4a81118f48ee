import { type Frame, layout } from './layout.ts';
import { html, type Markup } from './markup.ts';

/** Confirms that the browser is signed out. */
export function signedOutPage(frame: Frame): Markup {
  const words = frame.messages.signedOut;
  return layout(frame, {
    title: words.title,
    look: 'doorway',
    door: 'closed',
    content: html`<h1>${words.title}</h1>
<p class="lead">${words.explanation}</p>
<p class="actions"><a class="button button-plain" href="${frame.signInUrl}">${words.signInAgain}</a></p>`,
  });
}
