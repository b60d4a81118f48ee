import { type AccountLinks, waysOut } from './account-links.ts';
import { accountSwitcher, type SignedInAccount } from './account-switcher.ts';
import { button, field, hidden, postForm } from './forms.ts';
import { type Frame, layout } from './layout.ts';
import { html, type Insertable, type Markup } from './markup.ts';
import { appName, technical } from './names.ts';

/** What the sign-in page shows. */
export interface SignInView {
  /** The pending authorization that waits behind the sign-in. */
  readonly authorization?: string | undefined;
  /** What was typed before, after a failed attempt. */
  readonly login?: string | undefined;
  readonly problem?: SignInProblem | undefined;
  readonly retryAfterMinutes?: number | undefined;
  readonly app?: { readonly name: string } | undefined;
  readonly reason?: 'force login' | 'another account' | undefined;
  /** Who is signed in in this browser already and can go on without a password. */
  readonly signedInAccounts?: readonly SignedInAccount[] | undefined;
  /** Where people go on who cannot sign in. */
  readonly links?: AccountLinks | undefined;
}

/** Why the last attempt failed. */
export type SignInProblem = 'wrong credentials' | 'too many attempts' | 'busy' | 'expired form' | 'session ended';

/** Where a person proves who they are. */
export function signInPage(frame: Frame, view: SignInView): Markup {
  const words = frame.messages.signIn;
  const explainedBy = view.problem === 'wrong credentials' ? 'problem' : undefined;
  const nameIsKnown = view.problem !== undefined && view.login !== undefined && view.login !== '';
  return layout(frame, {
    title: view.problem === undefined ? words.title : frame.messages.common.problemTitle(words.title),
    look: 'doorway',
    door: 'closed',
    content: html`<h1>${words.title}</h1>
${reason(frame, view)}
${alreadyHere(frame, view)}
${view.problem && html`<div class="problem" role="alert" id="problem"><p>${problemWords(frame, view.problem, view.retryAfterMinutes)}</p></div>`}
${postForm(
  frame,
  '/auth/sign_in',
  html`${hidden('authorization', view.authorization)}
${field({
  id: 'login',
  name: 'user[email]',
  label: words.login,
  type: 'text',
  autocomplete: 'username',
  value: view.login,
  explainedBy,
  focused: view.problem !== undefined && !nameIsKnown,
})}
${field({
  id: 'password',
  name: 'user[password]',
  label: words.password,
  type: 'password',
  autocomplete: 'current-password',
  explainedBy,
  focused: nameIsKnown,
})}
${button(words.title, 'main')}`,
)}
${view.links && waysOut(view.links, frame.messages)}
<p class="aside">${words.passwordStaysHere}</p>`,
  });
}

function alreadyHere(frame: Frame, { signedInAccounts = [], authorization }: SignInView): Insertable {
  if (signedInAccounts.length === 0) return undefined;
  const words = frame.messages.accounts;
  return html`<section class="already-here" aria-labelledby="already-here">
<h2 id="already-here">${words.continueAs}</h2>
${accountSwitcher(frame, signedInAccounts, authorization)}
<h2>${words.another}</h2>
</section>`;
}

function reason(frame: Frame, { app, reason }: SignInView): Markup | undefined {
  const words = frame.messages.signIn;
  const name = app === undefined ? undefined : appName(frame, app.name);
  if (reason === 'force login') {
    return html`<p class="lead">${name === undefined ? words.confirmItsYouWithoutApp : words.confirmItsYou(name)}</p>`;
  }
  if (reason === 'another account' && frame.signedInAs !== undefined) {
    return html`<p class="lead">${words.staySignedIn(technical(frame.signedInAs.handle))}</p>`;
  }
  return name && html`<p class="lead">${words.appWaits(name)}</p>`;
}

function problemWords({ messages }: Frame, problem: SignInProblem, minutes: number | undefined): string {
  const words = messages.signIn.problems;
  switch (problem) {
    case 'wrong credentials':
      return words.wrongCredentials;
    case 'too many attempts':
      return words.tooManyAttempts(minutes);
    case 'busy':
      return words.busy;
    case 'expired form':
      return words.expiredForm;
    case 'session ended':
      return words.sessionEnded;
  }
}
