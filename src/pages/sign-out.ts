import { button, hidden, linkButton, postForm } from './forms.ts';
import { type Frame, layout } from './layout.ts';
import { html, type Markup } from './markup.ts';

/** What the page before signing out shows. */
export interface SignOutView {
  /** Whether other accounts are signed in in this browser, which may stay or go along. */
  readonly othersStay?: boolean | undefined;
}

/** Asks before signing out: a link that somebody else wrote must not do it. */
export function signOutPage(frame: Frame, { othersStay = false }: SignOutView = {}): Markup {
  const words = frame.messages.signOut;
  const { signOut } = frame.messages.common;
  return layout(frame, {
    title: words.title,
    look: 'doorway',
    door: 'ajar',
    content: html`<h1>${words.title}</h1>
<p class="lead">${words.explanation}</p>
${othersStay && html`<p>${words.othersStay}</p>`}
${postForm(frame, '/auth/sign_out', [button(signOut, 'main')])}
${othersStay && html`<div class="everyone">${postForm(frame, '/auth/sign_out', [hidden('accounts', 'all'), button(words.everyone, 'plain')])}</div>`}
<p class="actions">${linkButton(frame.home, words.stay, 'plain')}</p>
<p class="aside"><a href="${frame.path('/auth/accounts')}">${frame.messages.accounts.title}</a></p>`,
  });
}
