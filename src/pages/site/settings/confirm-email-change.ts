import { button, hidden, linkButton, postForm } from '../../forms.ts';
import { type Frame, layout } from '../../layout.ts';
import { html, type Markup } from '../../markup.ts';
import { technical } from '../../names.ts';
import { siteWords } from '../words.ts';

/** What the page behind the link to a new address shows. */
export interface ConfirmEmailChangeView {
  /** The link's secret: good until the form is sent. */
  readonly token: string;
  readonly handle: string;
  readonly email: string;
}

/** Asks whether an address is to count from now on: programs open links too, so that the link alone does nothing. */
export function confirmEmailChangePage(frame: Frame, view: ConfirmEmailChangeView): Markup {
  const words = siteWords(frame).settings.confirmEmailChange;
  return layout(frame, {
    title: words.title,
    look: 'doorway',
    door: 'ajar',
    content: html`<h1>${words.title}</h1>
<p class="lead">${words.question(technical(view.email), technical(view.handle))}</p>
${postForm(
  frame,
  '/auth/email_change',
  html`${hidden('email_change_token', view.token)}
${button(words.submit, 'main')}`,
)}
<p>${words.notYou}</p>`,
  });
}

/** What became of the link. */
export interface EmailChangeView {
  readonly outcome: 'changed' | 'bad link' | 'taken';
}

/** Tells what became of the link to a new address. */
export function emailChangePage(frame: Frame, { outcome }: EmailChangeView): Markup {
  const words = siteWords(frame).settings.emailChange[outcome];
  return layout(frame, {
    title: words.title,
    look: 'doorway',
    door: outcome === 'changed' ? 'open' : 'closed',
    content: html`<h1>${words.title}</h1>
<p class="lead" role="status">${words.happened}</p>
<p class="actions">${linkButton(frame.path('/settings/account'), siteWords(frame).settings.emailChange.toSettings, 'plain')}</p>`,
  });
}
