import { button, field, hidden, passwordOwner, postForm } from '../../forms.ts';
import { type Frame, layout } from '../../layout.ts';
import { html, type Markup } from '../../markup.ts';
import { technical } from '../../names.ts';
import { siteWords } from '../words.ts';
import { passkeyForm } from './passkey-form.ts';

/** What the page that asks who sits before a signed-in browser shows. */
export interface ConfirmIdentityView {
  /** The page that goes on afterwards. */
  readonly page: string | undefined;
  /** Whose password is asked for. */
  readonly username: string;
  readonly hasPasskeys: boolean;
  readonly problem?: 'wrong password' | 'passkey' | 'too many attempts' | 'busy' | undefined;
  readonly retryAfterMinutes?: number | undefined;
}

/** Asks a signed-in person for the password, or a passkey, again. */
export function confirmIdentityPage(frame: Frame, view: ConfirmIdentityView): Markup {
  const words = siteWords(frame).secondStep.confirm;
  const { problem, hasPasskeys } = view;
  return layout(frame, {
    title: problem === undefined ? words.title : frame.messages.common.problemTitle(words.title),
    look: 'doorway',
    door: 'ajar',
    content: html`<h1>${words.title}</h1>
<p class="lead">${hasPasskeys ? words.leadWithPasskey : words.lead}</p>
${problem && html`<div class="problem" role="alert" id="problem"><p>${problemWords(frame, view)}</p></div>`}
${postForm(
  frame,
  '/auth/confirm_identity',
  html`${passwordOwner(view.username)}
${hidden('page', view.page)}
${frame.signedInAs && html`<p class="fact">${words.account(technical(frame.signedInAs.handle))}</p>`}
${field({
  id: 'password',
  name: 'password',
  label: frame.messages.signIn.password,
  type: 'password',
  autocomplete: 'current-password',
  explainedBy: problem === 'wrong password' ? 'problem' : undefined,
  focused: true,
})}
${button(words.submit, 'main')}`,
)}
${hasPasskeys && withPasskey(frame, view.page)}
<p class="aside">${words.why}</p>`,
  });
}

function withPasskey(frame: Frame, page: string | undefined): Markup {
  const words = siteWords(frame).secondStep.passkey;
  return passkeyForm(frame, {
    ceremony: 'get',
    path: '/auth/confirm_identity/passkey',
    options: '/auth/confirm_identity/passkey/options',
    button: words.use,
    look: 'plain',
    content: [hidden('page', page), html`<p class="or">${words.or}</p>`],
  });
}

function problemWords(frame: Frame, { problem, retryAfterMinutes }: ConfirmIdentityView): string {
  const { confirm, problems } = siteWords(frame).secondStep;
  if (problem === 'wrong password') return confirm.wrongPassword;
  if (problem === 'passkey') return problems.passkey;
  if (problem === 'busy') return frame.messages.signIn.problems.busy;
  return frame.messages.signIn.problems.tooManyAttempts(retryAfterMinutes);
}
