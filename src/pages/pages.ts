import { type AccountStateView, accountStatePage } from './account-state.ts';
import { type AuthorizedApplicationsView, authorizedApplicationsPage } from './authorized-applications.ts';
import { type CodeView, codePage } from './code.ts';
import { type ConsentView, consentPage } from './consent.ts';
import { type DeniedView, deniedPage } from './denied.ts';
import { type ErrorView, errorPage } from './error.ts';
import type { Frame } from './layout.ts';
import type { Markup } from './markup.ts';
import { type SignInView, signInPage } from './sign-in.ts';
import { signOutPage } from './sign-out.ts';
import { signedOutPage } from './signed-out.ts';

/** Every page of the OAuth surface. Each is a whole document, made from its view and nothing else. */
export interface Pages {
  readonly signIn: (frame: Frame, view: SignInView) => Markup;
  readonly signOut: (frame: Frame) => Markup;
  readonly signedOut: (frame: Frame) => Markup;
  readonly consent: (frame: Frame, view: ConsentView) => Markup;
  readonly code: (frame: Frame, view: CodeView) => Markup;
  readonly denied: (frame: Frame, view: DeniedView) => Markup;
  readonly error: (frame: Frame, view: ErrorView) => Markup;
  readonly accountState: (frame: Frame, view: AccountStateView) => Markup;
  readonly authorizedApplications: (frame: Frame, view: AuthorizedApplicationsView) => Markup;
}

/** A host's own pages in place of built-in ones, which it is given so that it can build upon them. */
export type CustomPages = (builtIn: Pages) => Partial<Pages>;

/** The pages as they come. */
export const builtInPages: Pages = {
  signIn: signInPage,
  signOut: signOutPage,
  signedOut: signedOutPage,
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
