import { button, field, hidden, postForm } from '../../forms.ts';
import { type Frame, layout } from '../../layout.ts';
import { html, type Insertable, type Markup } from '../../markup.ts';
import { technical } from '../../names.ts';
import { siteWords } from '../words.ts';
import { passkeyForm } from './passkey-form.ts';

/** What the second step of a sign-in shows. */
export interface SecondStepView {
  /** Whose password was right. */
  readonly handle: string;
  readonly accountId: string;
  /** The pending authorization that waits behind the sign-in. */
  readonly authorization?: string | undefined;
  /** What the account has. */
  readonly hasTotp: boolean;
  readonly hasPasskeys: boolean;
  readonly hasRecoveryCodes: boolean;
  readonly problem?: SecondStepProblem | undefined;
  readonly retryAfterMinutes?: number | undefined;
}

/** Why the last try failed. */
export type SecondStepProblem = 'wrong code' | 'wrong recovery code' | 'passkey' | 'too many attempts' | 'expired form';

/** Asks for a second factor after a right password: whatever the account has, all on one page. */
export function secondStepPage(frame: Frame, view: SecondStepView): Markup {
  const words = siteWords(frame).secondStep;
  const { problem } = view;
  return layout(frame, {
    title: problem === undefined ? words.title : frame.messages.common.problemTitle(words.title),
    look: 'doorway',
    door: 'ajar',
    content: html`<h1>${words.title}</h1>
<p class="lead">${words.lead(technical(view.handle))}</p>
${problem && html`<div class="problem" role="alert" id="problem"><p>${problemWords(frame, problem, view.retryAfterMinutes)}</p></div>`}
${view.hasTotp && totpForm(frame, view)}
${view.hasPasskeys && passkey(frame, view)}
${recovery(frame, view)}
<p class="aside"><a href="${frame.path(signInAgain(view.authorization))}">${words.another}</a></p>`,
  });
}

function totpForm(frame: Frame, view: SecondStepView): Markup {
  const words = siteWords(frame).secondStep.totp;
  return postForm(
    frame,
    '/auth/second_factor',
    html`${carried(view)}
${field({
  id: 'code',
  name: 'code',
  label: words.label,
  type: 'text',
  autocomplete: 'one-time-code',
  inputMode: 'numeric',
  hint: words.hint,
  maxLength: 20,
  explainedBy: view.problem === 'wrong code' ? 'problem' : undefined,
  focused: view.problem === undefined || view.problem === 'wrong code',
})}
${button(words.submit, 'main')}`,
  );
}

function passkey(frame: Frame, view: SecondStepView): Markup {
  const words = siteWords(frame).secondStep.passkey;
  return html`${passkeyForm(frame, {
    ceremony: 'get',
    path: '/auth/second_factor/passkey',
    options: '/auth/second_factor/passkey/options',
    button: words.use,
    look: view.hasTotp ? 'plain' : 'main',
    content: [carried(view), view.hasTotp && html`<p class="or">${words.or}</p>`],
  })}
${!view.hasTotp && html`<noscript><div class="notice notice-warning"><p>${words.needsScript}</p></div></noscript>`}`;
}

function recovery(frame: Frame, view: SecondStepView): Markup {
  const words = siteWords(frame).secondStep.recovery;
  const isWrong = view.problem === 'wrong recovery code';
  const form: Insertable = view.hasRecoveryCodes
    ? html`<p class="hint">${words.lead}</p>
${postForm(
  frame,
  '/auth/second_factor',
  html`${carried(view)}
${field({
  id: 'recovery-code',
  name: 'recovery_code',
  label: words.label,
  type: 'text',
  autocomplete: 'one-time-code',
  maxLength: 64,
  explainedBy: isWrong ? 'problem' : undefined,
  focused: isWrong,
})}
${button(words.submit, 'plain')}`,
)}`
    : html`<p class="hint">${words.allUsed}</p>`;
  return html`<details class="another-way"${isWrong && html` open`}>
<summary>${words.summary}</summary>
${form}
<p class="hint">${words.lost}</p>
</details>`;
}

function problemWords(frame: Frame, problem: SecondStepProblem, minutes: number | undefined): string {
  const words = siteWords(frame).secondStep.problems;
  switch (problem) {
    case 'wrong code':
      return words.wrongCode;
    case 'wrong recovery code':
      return words.wrongRecoveryCode;
    case 'passkey':
      return words.passkey;
    case 'expired form':
      return words.expiredForm;
    case 'too many attempts':
      return frame.messages.signIn.problems.tooManyAttempts(minutes);
  }
}

/** What each form brings back: what waits, and whose step it was, should it be over by then. */
export function carried({ authorization, accountId }: Pick<SecondStepView, 'authorization' | 'accountId'>): Insertable {
  return [hidden('authorization', authorization), hidden('account', accountId)];
}

/** The sign-in page, with the request that waits behind it. */
export function signInAgain(authorization: string | undefined): string {
  return authorization === undefined ? '/auth/sign_in' : `/auth/sign_in?${new URLSearchParams({ authorization })}`;
}
