import { type Frame, layout } from './layout.ts';
import { html, type Markup } from './markup.ts';

/** The page after signing out needs to know nothing. */
export type SignedOutView = Readonly<Record<never, never>>;

/** Confirms that the browser is signed out. */
export function signedOutPage(frame: Frame, _view: SignedOutView): Markup {
  const words = frame.messages.signedOut;
  return layout(frame, {
    title: words.title,
    look: 'doorway',
    door: 'closed',
    content: html`<h1>${words.title}</h1>
<p class="lead">${words.explanation}</p>
<p class="actions"><a class="button button-plain" href="${frame.path('/auth/sign_in')}">${words.signInAgain}</a></p>`,
  });
}
