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
  judgeEmail,
  type PasswordProblemCode,
} from '../accounts/account-rules.ts';
export type { RecordedEvent } from '../accounts/audit/audit-entry.ts';
export { type AuditLog, type AuditLogDeps, type AuditTrouble, createAuditLog } from '../accounts/audit/audit-log.ts';
export { type EventName, keptEvents } from '../accounts/audit/kept-events.ts';
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
  type EmailChangeDeps,
  type EmailChanged,
  type EmailChangeOrigin,
  type EmailChangeRequested,
  findEmailChange,
  requestEmailChange,
} from '../accounts/email/change-email.ts';
export { type DataExport, wholeList } from '../accounts/export/data-export.ts';
export { type ExportDeps, exportAccount } from '../accounts/export/export-account.ts';
export { type DirectoryRetention, directoryRetention, keepDirectory } from '../accounts/housekeeping.ts';
export {
  findInvite,
  type InviteChoice,
  type InviteDeps,
  type InviteMade,
  inviteIsOver,
  makeInvite,
  mayInvite,
} from '../accounts/invites/invites.ts';
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
export { createNotifier, type Notifier, type NotifierDeps } from '../accounts/mail/notify.ts';
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
  createOwner,
  type NewAccountDeps,
  type NotVacant,
} from '../accounts/new-account.ts';
export { boundedHashes } from '../accounts/password/bounded-hashes.ts';
export { changePassword, type PasswordChange, type PasswordChanged } from '../accounts/password/change-password.ts';
export type { PasswordWeakness } from '../accounts/password/password-strength.ts';
export { type RequestResetDeps, type ResetRequest, requestReset } from '../accounts/password/request-reset.ts';
export { findReset, type OpenReset, type PasswordReset, resetPassword } from '../accounts/password/reset-password.ts';
export { type WorkBounds, type WorkLoad, WorkQueue, WorkQueues } from '../accounts/password/work-queue.ts';
export { argon2id, type PasswordHashes } from '../accounts/password-hashes.ts';
export { type AccountPerson, proofOf } from '../accounts/person.ts';
export { type PictureKind, pictureUrlOf } from '../accounts/picture-urls.ts';
export * from '../accounts/ports.ts';
export {
  changeProfile,
  type FurtherChoice,
  type ProfileChoice,
  type ProfileProblem,
  type ProfileProblems,
  profileLimits,
} from '../accounts/profile/change-profile.ts';
export { withLongBody } from '../accounts/profile/long-bodies.ts';
export { type PictureProblem, pictureLimits, readPicture } from '../accounts/profile/read-picture.ts';
export {
  type Added,
  addTotp,
  type ChangedBy,
  dropSecondFactors,
  type FactorChangeDeps,
  makeRecoveryCodes,
  type Removed,
  removePasskey,
  removeTotp,
} from '../accounts/second-factor/change-second-factors.ts';
export { demandsSecondFactor, lacksSecondFactor, type SecondFactorDemand } from '../accounts/second-factor/demand.ts';
export {
  beginAssertion,
  beginRegistration,
  type Ceremony,
  canHavePasskeys,
  finishAssertion,
  finishRegistration,
  type PasskeyAdded,
  passkeyName,
} from '../accounts/second-factor/passkey-ceremony.ts';
export { openOfferedSeed, sealOfferedSeed } from '../accounts/second-factor/sealed-seed.ts';
export type { Seals, SecondFactorDeps } from '../accounts/second-factor/second-factor-deps.ts';
export {
  beginSecondStep,
  findSecondStep,
  finishSecondStep,
  type HalfSignIn,
  type SecondStepDeps,
} from '../accounts/second-factor/second-step-ticket.ts';
export { newTotpSeed, type TotpSeed, totpUri } from '../accounts/second-factor/totp.ts';
export { type GivenCode, useSecondFactor } from '../accounts/second-factor/use-second-factor.ts';
export { endOtherSessions, endSession, listOpenSessions } from '../accounts/sessions.ts';
export { claimedAddress, shownAddress } from '../accounts/sign-up/claimed-address.ts';
export {
  type Confirmable,
  type Confirmation,
  type ConfirmationDeps,
  confirmAddress,
  confirmEmail,
  findConfirmable,
} from '../accounts/sign-up/confirm-email.ts';
export { sendConfirmation, sendConfirmationTo } from '../accounts/sign-up/send-confirmation.ts';
export { type Entrance, findEntrance, type SignUp, type SignUpWay, signUp } from '../accounts/sign-up/sign-up.ts';
export type { SignUpDeps } from '../accounts/sign-up/sign-up-deps.ts';
export type { SignUpSettings } from '../accounts/sign-up/sign-up-rules.ts';
export {
  listPersonalTokens,
  makePersonalToken,
  type PersonalToken,
  type PersonalTokenDeps,
  revokePersonalToken,
  scopesToGive,
  type TokenMade,
  type TokenProblem,
  type TokenWish,
  tokenLifetimes,
} from '../accounts/tokens/personal-tokens.ts';
export { SecretKeys, UndecipherableSecret } from '../library/secret-keys.ts';
export * from '../social/ports.ts';
