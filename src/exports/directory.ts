/**
 * The built-in accounts, with which the standalone server embeds the library: names, passwords, states, follows.
 * @packageDocumentation
 */
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
export type { RecordedEvent } from '../accounts/audit/audit-entry.ts';
export { type AuditLog, type AuditLogDeps, type AuditTrouble, createAuditLog } from '../accounts/audit/audit-log.ts';
export { keptEvents } from '../accounts/audit/kept-events.ts';
export {
  type BuiltInAccounts,
  type BuiltInAccountsOptions,
  createBuiltInAccounts,
} from '../accounts/built-in-accounts.ts';
export { directoryRetention, keepDirectory } from '../accounts/housekeeping.ts';
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
export { type BuiltInModeratingOptions, createBuiltInModerating } from '../accounts/moderation/built-in-moderating.ts';
export {
  createModeration,
  type Ended,
  type Moderation,
  type ModerationOrder,
  type ModerationOutcome,
  type ModerationParts,
  type ModerationRefusal,
} from '../accounts/moderation/moderation.ts';
export {
  accountRoles,
  hasRightsOf,
  isAllowed,
  isStaff,
  type ModerationAct,
  type Moderator,
  moderationActs,
  rolesToGive,
  seesAddresses,
  standingOf,
} from '../accounts/moderation/moderation-rules.ts';
export {
  type AccountInput,
  type Creation,
  createAccount,
  createFirstAccount,
  type NewAccountDeps,
  type NotFirst,
} from '../accounts/new-account.ts';
export type { PasswordWeakness } from '../accounts/password/password-strength.ts';
export { argon2id, type PasswordHashes } from '../accounts/password-hashes.ts';
export type { AccountPerson } from '../accounts/person.ts';
export * from '../accounts/ports.ts';
export { shownAddress } from '../accounts/sign-up/claimed-address.ts';
export { SecretKeys, UndecipherableSecret } from '../library/secret-keys.ts';
