/**
 * What pages of your own are made from: markup that is escaped by type, the built-in pages and their parts, and the words in
 * each language.
 * @packageDocumentation
 */

export type { AccountLinks } from '../pages/account-links.ts';
export type { AccountStateView } from '../pages/account-state.ts';
export type { SignedInAccount } from '../pages/account-switcher.ts';
export type { AccountsView } from '../pages/accounts.ts';
export type { AuthorizedApp, AuthorizedApplicationsView, SignInOfApp } from '../pages/authorized-applications.ts';
export type { Brand, BrandColours, Logo } from '../pages/brand.ts';
export type { CodeView } from '../pages/code.ts';
export type { ConsentView, EarlierAccess } from '../pages/consent.ts';
export type { DeniedView } from '../pages/denied.ts';
export type { Door } from '../pages/door.ts';
export { type ErrorKind, type ErrorView, errorKinds } from '../pages/error.ts';
export {
  type ButtonLook,
  button,
  deleteForm,
  type Field,
  field,
  hidden,
  linkButton,
  postForm,
} from '../pages/forms.ts';
export { type Frame, type Layout, layout } from '../pages/layout.ts';
export { html, type Insertable, type Markup } from '../pages/markup.ts';
export { ar } from '../pages/messages/ar.ts';
export { de } from '../pages/messages/de.ts';
export type { Explained } from '../pages/parts/explanation.ts';
export { type HallLink, type HallNavigation, hallNavigation } from '../pages/parts/hall-navigation.ts';
export type { Destination } from '../protocol/redirect-destination.ts';

import { en as english } from '../pages/messages/en.ts';
import type { Messages as Words } from '../pages/messages/messages.ts';

export { extendMessages } from '../pages/messages/extend-messages.ts';
export type { DeepPartial, Messages } from '../pages/messages/messages.ts';
export { builtInPages, type CustomPages, type Pages } from '../pages/pages.ts';
export type { ScopeChoiceView } from '../pages/scope-choices.ts';
export type { SignInProblem, SignInView } from '../pages/sign-in.ts';
export type { SignOutView } from '../pages/sign-out.ts';

/** The words in English, from which other languages are measured. */
export const en: Words = english;
