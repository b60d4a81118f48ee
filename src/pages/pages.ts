import { type AccountStateView, accountStatePage } from './account-state.ts';
import { type AccountsView, accountsPage } from './accounts.ts';
import { type AuthorizedApplicationsView, authorizedApplicationsPage } from './authorized-applications.ts';
import { type CodeView, codePage } from './code.ts';
import { type ConsentView, consentPage } from './consent.ts';
import { type DeniedView, deniedPage } from './denied.ts';
import { type ErrorView, errorPage } from './error.ts';
import type { Frame } from './layout.ts';
import type { Markup } from './markup.ts';
import { type SignInView, signInPage } from './sign-in.ts';
import { type SignOutView, signOutPage } from './sign-out.ts';
import { signedOutPage } from './signed-out.ts';

/** Every page of the OAuth surface. Each is a whole document, made from its view and nothing else. */
export interface Pages {
  /** Where a person proves who they are. */
  readonly signIn: (frame: Frame, view: SignInView) => Markup;
  /** Asks whether to sign out. */
  readonly signOut: (frame: Frame, view?: SignOutView) => Markup;
  /** Tells that nobody is signed in. */
  readonly signedOut: (frame: Frame) => Markup;
  /** Lists who is signed in in this browser, and lets them change places. */
  readonly accounts: (frame: Frame, view: AccountsView) => Markup;
  /** Asks whether an app may use an account. */
  readonly consent: (frame: Frame, view: ConsentView) => Markup;
  /** Shows a code that is copied by hand. */
  readonly code: (frame: Frame, view: CodeView) => Markup;
  /** Tells that an app without an address was denied. */
  readonly denied: (frame: Frame, view: DeniedView) => Markup;
  /** Tells what went wrong, and what to do. */
  readonly error: (frame: Frame, view: ErrorView) => Markup;
  /** Tells that an account cannot be used now. */
  readonly accountState: (frame: Frame, view: AccountStateView) => Markup;
  /** Lists the apps that have access, and takes it away. */
  readonly authorizedApplications: (frame: Frame, view: AuthorizedApplicationsView) => Markup;
}

/** A host's own pages in place of built-in ones, which it is given so that it can build upon them. */
export type CustomPages = (builtIn: Pages) => Partial<Pages>;

/** The pages as they come. */
export const builtInPages: Pages = {
  signIn: signInPage,
  signOut: signOutPage,
  signedOut: signedOutPage,
  accounts: accountsPage,
  consent: consentPage,
  code: codePage,
  denied: deniedPage,
  error: errorPage,
  accountState: accountStatePage,
  authorizedApplications: authorizedApplicationsPage,
};

/** The pages of a host that brings some of its own, or none. */
export function choosePages(custom: CustomPages | undefined): Pages {
  return { ...builtInPages, ...custom?.(builtInPages) };
}
