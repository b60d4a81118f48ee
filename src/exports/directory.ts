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
  type PasswordProblemCode,
} from '../accounts/account-rules.ts';
export {
  type BuiltInAccounts,
  type BuiltInAccountsOptions,
  createBuiltInAccounts,
} from '../accounts/built-in-accounts.ts';
export { createMailOutbox, type MailOutbox } from '../accounts/mail/mail-outbox.ts';
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
export { SecretKeys, UndecipherableSecret } from '../library/secret-keys.ts';
