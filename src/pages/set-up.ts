import { button, field, hidden, postForm } from './forms.ts';
import { type Frame, layout } from './layout.ts';
import { html, type Markup } from './markup.ts';
import { problemSummary } from './parts/notice.ts';

/** What the set-up page shows; the password is never shown again. */
export interface SetUpView {
  /** Proves that the reader may set this server up. */
  readonly token: string;
  readonly values: { readonly username: string; readonly email: string; readonly displayName: string };
  readonly problems: readonly SetUpProblem[];
}

type FieldProblemCode = 'blank' | 'invalid' | 'too short' | 'too long' | 'taken' | 'reserved';

/** One thing to put right. */
export type SetUpProblem =
  | { readonly field: 'username' | 'email'; readonly code: FieldProblemCode }
  | { readonly field: 'password'; readonly code: FieldProblemCode | 'common' | 'personal' | 'guessable' };

/** Makes the account of a server's owner. */
export function setUpPage(frame: Frame, view: SetUpView): Markup {
  const words = frame.messages.setUp;
  const [firstProblem] = view.problems;
  const problemOf = (name: SetUpProblem['field']): string | undefined => {
    const found = view.problems.find((problem) => problem.field === name);
    return found && problemText(frame, found);
  };
  return layout(frame, {
    title: firstProblem === undefined ? words.title : frame.messages.common.problemTitle(words.title),
    look: 'doorway',
    door: 'ajar',
    content: html`<h1>${words.title}</h1>
<p class="lead">${words.introduction}</p>
${problemSummary(
  words.problemsTitle(view.problems.length),
  view.problems.map((problem) => ({ fieldId: problem.field, words: problemText(frame, problem) })),
)}
${postForm(
  frame,
  '/auth/setup',
  html`${hidden('token', view.token)}
${field({
  id: 'username',
  name: 'username',
  label: words.username,
  type: 'text',
  autocomplete: 'username',
  value: view.values.username,
  hint: words.usernameHint,
  problem: problemOf('username'),
  focused: firstProblem?.field === 'username',
})}
${field({
  id: 'email',
  name: 'email',
  label: words.email,
  type: 'email',
  autocomplete: 'email',
  value: view.values.email,
  problem: problemOf('email'),
  focused: firstProblem?.field === 'email',
})}
${field({
  id: 'display_name',
  name: 'display_name',
  label: words.displayName,
  type: 'text',
  autocomplete: 'nickname',
  value: view.values.displayName,
  hint: words.displayNameHint,
  optional: true,
})}
${field({
  id: 'password',
  name: 'password',
  label: words.password,
  type: 'password',
  autocomplete: 'new-password',
  hint: words.passwordHint,
  problem: problemOf('password'),
  focused: firstProblem?.field === 'password',
})}
${button(words.submit, 'main')}`,
)}`,
  });
}

function problemText(frame: Frame, problem: SetUpProblem): string {
  const words = frame.messages.setUp.problems;
  return problem.field === 'password' ? words.password[problem.code] : words[problem.field][problem.code];
}
