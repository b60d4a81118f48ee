import { hidden, linkButton } from '../../forms.ts';
import { type Frame, layout } from '../../layout.ts';
import { html, type Markup } from '../../markup.ts';
import { type SignInView, signInPage } from '../../sign-in.ts';
import { siteWords } from '../words.ts';
import { passkeyForm } from './passkey-form.ts';
import { signInAgain } from './second-step.ts';

/** The sign-in page with the way in that needs no password, where the browser knows passkeys. */
export function signInPageWithPasskey(frame: Frame, view: SignInView): Markup {
  const words = siteWords(frame).secondStep;
  const note = passkeyForm(frame, {
    ceremony: 'get',
    path: '/auth/passkey',
    options: '/auth/passkey/options',
    button: words.passkeySignIn.button,
    look: 'plain',
    content: hidden('authorization', view.authorization),
  });
  return signInPage({ ...frame, note: frame.note === undefined ? note : html`${note}${frame.note}` }, view);
}

/** What the page of a passkey that was not accepted shows. */
export interface PasskeyRefusedView {
  readonly authorization?: string | undefined;
  /** Set when there were too many tries. */
  readonly retryAfterMinutes?: number | undefined;
}

/** Tells that a passkey signed nobody in. */
export function passkeyRefusedPage(frame: Frame, { authorization, retryAfterMinutes }: PasskeyRefusedView): Markup {
  const words = siteWords(frame).secondStep.passkeySignIn;
  const lead =
    retryAfterMinutes === undefined ? words.refused : frame.messages.signIn.problems.tooManyAttempts(retryAfterMinutes);
  return layout(frame, {
    title: words.refusedTitle,
    look: 'doorway',
    door: 'closed',
    content: html`<h1>${words.refusedTitle}</h1>
<p class="lead">${lead}</p>
<p class="actions">${linkButton(frame.path(signInAgain(authorization)), words.back, 'main')}</p>`,
  });
}
