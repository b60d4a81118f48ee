import { button, field, hidden, postForm } from '../../forms.ts';
import { type Frame, layout } from '../../layout.ts';
import { html, type Insertable, type Markup } from '../../markup.ts';
import { appName } from '../../names.ts';
import { checkbox } from '../../parts/checkbox.ts';
import { notice, problemSummary } from '../../parts/notice.ts';
import { textArea } from '../../parts/text-area.ts';
import { visibleName, visibleText } from '../../visible-name.ts';
import { siteWords } from '../words.ts';

/** The parts of the form, which are also the ids of its fields. */
export type SignUpPart = 'username' | 'email' | 'password' | 'dateOfBirth' | 'reason' | 'agreement';

/** One thing to put right; a code without words of its own gets general ones. */
export interface SignUpPageProblem {
  readonly field: SignUpPart;
  readonly code: string;
}

/** What the page shows on which people make an account. */
export interface SignUpView {
  /** What was typed before; a password is never shown again. */
  readonly values: {
    readonly username: string;
    readonly email: string;
    readonly dateOfBirth: string;
    readonly reason: string;
    readonly agreement: boolean;
  };
  readonly problems: readonly SignUpPageProblem[];
  /** Why nothing was looked at. */
  readonly notice?: 'expired form' | 'too many attempts' | 'invite not good' | undefined;
  readonly retryAfterMinutes?: number | undefined;
  /** In years; nobody is asked for their age without it. */
  readonly minimumAge: number | undefined;
  readonly asksReason: boolean;
  readonly rules: readonly { readonly text: string }[];
  /** The code of the invite by which the page was reached. */
  readonly invite?: string | undefined;
  /** The app's request that waits behind it. */
  readonly authorization?: string | undefined;
  readonly app?: { readonly name: string } | undefined;
  /** Where people sign in who have an account. */
  readonly signInUrl: string;
}

/** Where somebody makes an account. */
export function signUpPage(frame: Frame, view: SignUpView): Markup {
  const words = siteWords(frame).signUp.form;
  const { problems, values } = view;
  const failed = problems.length > 0 || view.notice !== undefined;
  const about = (part: SignUpPart) => {
    const code = problems.find((problem) => problem.field === part)?.code;
    return {
      id: part,
      problem: code === undefined ? undefined : problemWords(frame, part, code),
      focused: problems[0]?.field === part,
    };
  };
  return layout(frame, {
    title: failed ? frame.messages.common.problemTitle(words.title) : words.title,
    look: 'doorway',
    door: 'ajar',
    content: html`<h1>${words.title}</h1>
<p class="lead">${words.introduction(html`<bdi class="name">${visibleName(frame.brand.name, frame.messages.common.madeWith)}</bdi>`)}</p>
${view.app && html`<p>${words.appWaits(appName(frame, view.app.name))}</p>`}
${view.invite !== undefined && view.notice !== 'invite not good' && notice(words.invited, 'info')}
${view.notice && notice(noticeWords(frame, view), 'problem')}
${problemSummary(
  words.problemsTitle(problems.length),
  problems.map(({ field: part, code }) => ({ fieldId: part, words: problemWords(frame, part, code) })),
)}
${postForm(
  frame,
  '/auth',
  html`${hidden('authorization', view.authorization)}${hidden('invite', view.invite)}
${field({ ...about('username'), name: 'username', label: words.username, type: 'text', autocomplete: 'username', value: values.username, hint: words.usernameHint })}
${field({ ...about('email'), name: 'email', label: words.email, type: 'email', autocomplete: 'email', value: values.email, hint: words.emailHint })}
${field({ ...about('password'), name: 'password', label: words.password, type: 'password', autocomplete: 'new-password', hint: words.passwordHint })}
${
  view.minimumAge !== undefined &&
  field({
    ...about('dateOfBirth'),
    name: 'date_of_birth',
    label: words.dateOfBirth,
    type: 'date',
    autocomplete: 'bday',
    value: values.dateOfBirth,
    hint: words.dateOfBirthHint(view.minimumAge),
  })
}
${
  view.asksReason &&
  textArea({ ...about('reason'), name: 'reason', label: words.reason, hint: words.reasonHint, value: values.reason })
}
${rules(frame, view.rules)}
${checkbox({
  ...about('agreement'),
  name: 'agreement',
  label: view.rules.length > 0 ? words.agreeToRules : words.agree,
  checked: values.agreement,
  required: true,
})}
${button(words.submit, 'main')}`,
)}
<p class="aside"><a href="${view.signInUrl}">${words.signIn}</a></p>`,
  });
}

function rules(frame: Frame, list: SignUpView['rules']): Insertable {
  const words = siteWords(frame).signUp.form;
  return (
    list.length > 0 &&
    html`<section class="rules" aria-labelledby="rules">
<h2 id="rules">${words.rules}</h2>
<ol>${list.map(({ text }) => html`<li><bdi>${visibleText(text)}</bdi></li>`)}</ol>
</section>`
  );
}

function noticeWords(frame: Frame, { notice: kind, retryAfterMinutes }: SignUpView): string {
  const { problems } = siteWords(frame).signUp.form;
  switch (kind) {
    case 'expired form':
      return problems.expiredForm;
    case 'invite not good':
      return problems.inviteNotGood;
    default:
      return frame.messages.signIn.problems.tooManyAttempts(retryAfterMinutes);
  }
}

/** What is wrong with a part, in the reader's language. */
export function problemWords(frame: Frame, part: SignUpPart, code: string): string {
  const { problems } = siteWords(frame).signUp.form;
  const known: Readonly<Record<string, string>> = problems[part];
  return known[code] ?? problems.other;
}
