import { button, field, hidden, postForm } from '../../forms.ts';
import { type Frame, layout } from '../../layout.ts';
import { html, type Markup } from '../../markup.ts';
import { technical } from '../../names.ts';
import { notice } from '../../parts/notice.ts';
import { siteWords } from '../words.ts';
import { problemWords } from './sign-up.ts';

/** What the page shows on which somebody who is not signed in has the mail sent again. */
export interface ResendView {
  /** What was typed before. */
  readonly email?: string | undefined;
  /** What is wrong with it. */
  readonly problem?: string | undefined;
  readonly notice?: 'expired form' | 'too many' | undefined;
  readonly retryAfterMinutes?: number | undefined;
  readonly authorization?: string | undefined;
  readonly signInUrl: string;
}

/** Asks for the address to which the mail shall go once more. */
export function resendPage(frame: Frame, view: ResendView): Markup {
  const { resend, waiting, form } = siteWords(frame).signUp;
  const { problem } = view;
  const failed = problem !== undefined || view.notice !== undefined;
  return layout(frame, {
    title: failed ? frame.messages.common.problemTitle(resend.title) : resend.title,
    look: 'doorway',
    door: 'closed',
    content: html`<h1>${resend.title}</h1>
<p class="lead">${resend.introduction}</p>
${view.notice === 'expired form' && notice(form.problems.expiredForm, 'problem')}
${view.notice === 'too many' && notice(waiting.tooMany(view.retryAfterMinutes ?? 1), 'problem')}
${postForm(
  frame,
  '/auth/confirmation',
  html`${hidden('authorization', view.authorization)}
${field({
  id: 'email',
  name: 'email',
  label: form.email,
  type: 'email',
  autocomplete: 'email',
  value: view.email,
  problem: problem === undefined ? undefined : problemWords(frame, 'email', problem),
  focused: failed,
})}
${button(resend.submit, 'main')}`,
)}
<p class="aside"><a href="${view.signInUrl}">${resend.signIn}</a></p>`,
  });
}

/** The same for every address, whether or not anybody waits with it. */
export function resentPage(
  frame: Frame,
  { email, signInUrl }: { readonly email: string; readonly signInUrl: string },
): Markup {
  const words = siteWords(frame).signUp.resend;
  return layout(frame, {
    title: words.sentTitle,
    look: 'doorway',
    door: 'ajar',
    content: html`<h1>${words.sentTitle}</h1>
<p class="lead">${words.sent(technical(email))}</p>
<p>${words.sentAdvice}</p>
<p class="aside"><a href="${signInUrl}">${words.signIn}</a></p>`,
  });
}
