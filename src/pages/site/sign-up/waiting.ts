import { button, field, hidden, linkButton, postForm } from '../../forms.ts';
import { type Frame, layout } from '../../layout.ts';
import { html, type Insertable, type Markup } from '../../markup.ts';
import { appName, technical } from '../../names.ts';
import { notice } from '../../parts/notice.ts';
import { siteWords } from '../words.ts';
import { problemWords } from './sign-up.ts';

/** What somebody sees whose account waits. */
export interface WaitingView {
  /** For the link in the mail, or for those who decide. */
  readonly state: 'unconfirmed' | 'pending';
  /** Where the mail went. */
  readonly email: string;
  /** What was just done. */
  readonly notice?: 'sent' | undefined;
  /** Why it was not. */
  readonly problem?: 'too many' | undefined;
  readonly retryAfterMinutes?: number | undefined;
  /** Another address that was typed, and what is wrong with it. */
  readonly change?: { readonly email: string; readonly problem: string } | undefined;
  /** The app's request that goes on afterwards. */
  readonly authorization?: string | undefined;
  readonly app?: { readonly name: string } | undefined;
  /** This page, to see how it stands. */
  readonly goOnUrl: string;
}

/** Tells somebody who made an account what it waits for, and helps where the mail does not come. */
export function waitingPage(frame: Frame, view: WaitingView): Markup {
  const { waiting, pending } = siteWords(frame).signUp;
  const words = view.state === 'unconfirmed' ? waiting : pending;
  const failed = view.problem !== undefined || view.change !== undefined;
  const app = view.app && appName(frame, view.app.name);
  return layout(frame, {
    title: failed ? frame.messages.common.problemTitle(words.title) : words.title,
    look: 'doorway',
    door: 'ajar',
    showsAccount: true,
    content: html`<h1>${words.title}</h1>
${view.state === 'unconfirmed' ? forTheLink(frame, view) : html`<p class="lead">${pending.happened}</p>`}
${view.state === 'pending' && html`<p>${pending.advice}</p>`}
${app && html`<p>${words.appWaits(app)}</p>`}
<p class="actions">${linkButton(view.goOnUrl, view.state === 'unconfirmed' ? waiting.goOn : pending.look, 'main')}</p>
${view.state === 'unconfirmed' && help(frame, view)}`,
  });
}

function forTheLink(frame: Frame, view: WaitingView): Insertable {
  const words = siteWords(frame).signUp.waiting;
  const address = technical(view.email);
  return [
    view.notice === 'sent' && notice(words.sentAgain(address), 'success'),
    view.problem === 'too many' && notice(words.tooMany(view.retryAfterMinutes ?? 1), 'problem'),
    html`<p class="lead">${words.sentTo(address)}</p>`,
  ];
}

function help(frame: Frame, { authorization, change }: WaitingView): Markup {
  const words = siteWords(frame).signUp.waiting;
  return html`<p class="aside">${words.advice} ${words.signInHint}</p>
${postForm(frame, '/auth/confirmation', html`${hidden('authorization', authorization)}${button(words.again, 'plain')}`)}
<details class="more"${change !== undefined && html` open`}>
<summary>${words.wrongAddress}</summary>
${postForm(
  frame,
  '/auth/confirmation/address',
  html`${hidden('authorization', authorization)}
${field({
  id: 'email',
  name: 'email',
  label: words.newAddress,
  type: 'email',
  autocomplete: 'email',
  value: change?.email,
  problem: change && problemWords(frame, 'email', change.problem),
  focused: change !== undefined,
})}
${button(words.change, 'plain')}`,
)}
</details>`;
}
