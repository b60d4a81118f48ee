import { button, hidden, linkButton, postForm } from '../../forms.ts';
import { type Frame, layout } from '../../layout.ts';
import { html, type Insertable, type Markup } from '../../markup.ts';
import { technical } from '../../names.ts';
import { siteWords } from '../words.ts';

/** What the page shows that the link in the mail opens. */
export interface ConfirmView {
  /** The secret of the link. */
  readonly token: string;
  readonly handle: string;
  readonly email: string;
}

/** Asks before it confirms: programs that look at mails open links, and a stranger may have given the address. */
export function confirmPage(frame: Frame, { token, handle, email }: ConfirmView): Markup {
  const words = siteWords(frame).signUp.confirm;
  return layout(frame, {
    title: words.title,
    look: 'doorway',
    door: 'ajar',
    content: html`<h1>${words.title}</h1>
<p class="lead">${words.question(technical(email), technical(handle))}</p>
${postForm(frame, '/auth/confirmation/confirm', html`${hidden('confirmation_token', token)}${button(words.submit, 'main')}`)}
<p class="aside">${words.otherwise}</p>`,
  });
}

/** What came of a link. */
export type ConfirmedView =
  | {
      readonly outcome: 'confirmed' | 'waits';
      readonly handle: string;
      /** An app waits in another browser. */
      readonly goBack: boolean;
      readonly signInUrl: string;
    }
  | { readonly outcome: 'address taken'; readonly signInUrl: string; readonly resetPasswordUrl: string }
  | { readonly outcome: 'bad link'; readonly againUrl: string };

/** Tells what came of a link, where nobody is signed in who could go on by themselves. */
export function confirmedPage(frame: Frame, view: ConfirmedView): Markup {
  const { title, door, content } = partsOf(frame, view);
  return layout(frame, { title, look: 'doorway', door, content: html`<h1>${title}</h1>${content}` });
}

function partsOf(
  frame: Frame,
  view: ConfirmedView,
): { readonly title: string; readonly door: 'open' | 'ajar' | 'closed'; readonly content: Insertable } {
  const { confirmed, addressTaken, badLink } = siteWords(frame).signUp;
  if (view.outcome === 'bad link') {
    return {
      title: badLink.title,
      door: 'closed',
      content: html`<p class="lead">${badLink.happened}</p><p>${badLink.advice}</p>
<p class="actions">${linkButton(view.againUrl, badLink.again, 'plain')}</p>`,
    };
  }
  if (view.outcome === 'address taken') {
    return {
      title: addressTaken.title,
      door: 'closed',
      content: html`<p class="lead">${addressTaken.happened}</p><p>${addressTaken.advice}</p>
<p class="actions">${linkButton(view.signInUrl, confirmed.signIn, 'main')} ${linkButton(view.resetPasswordUrl, addressTaken.resetPassword, 'plain')}</p>`,
    };
  }
  const handle = technical(view.handle);
  const waits = view.outcome === 'waits';
  return {
    title: confirmed.title,
    door: waits ? 'ajar' : 'open',
    content: html`<p class="lead">${waits ? confirmed.waits(handle) : confirmed.done(handle)}</p>
${view.goBack && html`<p>${confirmed.goBack}</p>`}
<p class="actions">${linkButton(view.signInUrl, confirmed.signIn, view.goBack ? 'plain' : 'main')}</p>`,
  };
}
