/**
 * The built-in accounts, with which the standalone server embeds the library: names, passwords, states, follows.
 * @packageDocumentation
 */
export type { AccountActs } from '../accounts/account-acts.ts';
export {
  type AccountChoice,
  type AccountField,
  type AccountProblem,
  accountLimits,
  type FieldProblemCode,
  findPasswordProblem,
  findProblems,
  type PasswordProblemCode,
} from '../accounts/account-rules.ts';
export { switchPasswordGrant } from '../accounts/bot-access.ts';
export {
  type BuiltInAccounts,
  type BuiltInAccountsOptions,
  createBuiltInAccounts,
} from '../accounts/built-in-accounts.ts';
export { type Deletion, deleteOwnAccount, isOnlyOwner, wasEverActive } from '../accounts/deletion/delete-account.ts';
export {
  callOffEmailChange,
  confirmEmailChange,
  type EmailChanged,
  type EmailChangeRequested,
  findEmailChange,
  requestEmailChange,
} from '../accounts/email/change-email.ts';
export { exportAccount } from '../accounts/export/export-account.ts';
export type { MailLink } from '../accounts/mail/mail-links.ts';
export { createMailOutbox, type MailOutbox } from '../accounts/mail/mail-outbox.ts';
export {
  createMailSender,
  type MailOutcome,
  type MailSender,
  type MailSenderDeps,
  type MailToRender,
} from '../accounts/mail/mail-sender.ts';
export { type MailFacts, mailTo, type SecondFactorChange } from '../accounts/mail/mail-to.ts';
export { MailRefused, type MailTransport, type OutgoingMail } from '../accounts/mail/mail-transport.ts';
export {
  type AccountInput,
  type Creation,
  createAccount,
  createFirstAccount,
  type NewAccountDeps,
  type NotFirst,
} from '../accounts/new-account.ts';
export { changePassword, type PasswordChange, type PasswordChanged } from '../accounts/password/change-password.ts';
export type { PasswordWeakness } from '../accounts/password/password-strength.ts';
export { type RequestResetDeps, type ResetRequest, requestReset } from '../accounts/password/request-reset.ts';
export { findReset, type OpenReset, type PasswordReset, resetPassword } from '../accounts/password/reset-password.ts';
export { argon2id, type PasswordHashes } from '../accounts/password-hashes.ts';
export type { AccountPerson } from '../accounts/person.ts';
export * from '../accounts/ports.ts';
export {
  changeProfile,
  type ProfileChoice,
  type ProfileProblem,
  type ProfileProblems,
  profileLimits,
} from '../accounts/profile/change-profile.ts';
export { endOtherSessions, endSession, listOpenSessions } from '../accounts/sessions.ts';
export {
  listPersonalTokens,
  makePersonalToken,
  type PersonalToken,
  revokePersonalToken,
  scopesToGive,
  type TokenMade,
  type TokenProblem,
  type TokenWish,
  tokenLifetimes,
} from '../accounts/tokens/personal-tokens.ts';
export { SecretKeys, UndecipherableSecret } from '../library/secret-keys.ts';
