/**
 * A Mastodon-compatible OAuth 2.0 authorization server over your own accounts: the factory, what it takes and gives, and
 * the port of a store.
 * @packageDocumentation
 */

export type { ConsentRequest, Policies, PolicyAnswer } from '../flows/policies.ts';
export * from '../flows/ports.ts';
export type { AppDescription } from '../flows/register-app.ts';
export type { GatewayMethod, Verb } from '../gateway/method-table.ts';
export {
  type Access,
  anyToken,
  app as appOnly,
  open,
  publicTo,
  user,
  waitingUser,
} from '../http/access.ts';
export { ApiError } from '../http/api-error.ts';
export type { RequireAuthentication } from '../http/guard.ts';
export type { Answered } from '../http/mount-routes.ts';
export type { AccessGrant, GrantOf, UserGrant } from '../library/access-grant.ts';
export { type Admin, type AdminParts, createAdmin, type NewAppInput } from '../library/admin.ts';
export type { AuthServer } from '../library/auth-server.ts';
export type {
  AuditEvent,
  AuthServerOptions,
  HousekeepingOutcome,
  RouteKit,
} from '../library/auth-server-options.ts';
export { OptionsError } from '../library/check-options.ts';
export { createAuthServer } from '../library/create-auth-server.ts';
export type { GuardedRequest, GuardVariables, NodeGuard } from '../library/guards.ts';
export type { HostAccount, HostAccounts } from '../library/host-accounts.ts';
export type { HostPerson } from '../library/host-person.ts';
export type { HostPolicies } from '../library/host-policies.ts';
export type { HostSecondStep, ProvenPassword, SecondStepPage } from '../library/host-second-step.ts';
export type { CurrentAccount, HostSignIn, SignInRequest } from '../library/host-sign-in.ts';
export type { NodeListener } from '../library/node-listener.ts';
export type { AccountEntity, FieldEntity } from '../mastodon/entities/account.ts';
export type { CredentialAccountEntity } from '../mastodon/entities/credential-account.ts';
export type { RoleEntity } from '../mastodon/entities/role.ts';
export type { InstanceSettings, RegistrationSettings } from '../mastodon/instance-settings.ts';
export {
  type ModeratedAccount,
  type ModeratedAct,
  type ModeratedFilter,
  type Moderating,
  ModerationRefused,
} from '../mastodon/moderation.ts';
export {
  type AccountRole,
  type FollowOptions,
  FollowRefused,
  type Listed,
  type ListPage,
  type People,
  type Profile,
  type ProfileField,
  type Relationship,
} from '../mastodon/people.ts';
export { mastodonScopes } from '../mastodon/scopes.ts';
export type {
  ConfirmationOutcome,
  SignUpChoice,
  SignUpField,
  SignUpOrigin,
  SignUpOutcome,
  SignUpProblem,
  SignUpProblemCode,
  SignUps,
} from '../mastodon/sign-ups.ts';
export { isAccountId } from '../protocol/account-id.ts';
export type { AccountId, App, Id, Instant } from '../protocol/app.ts';
export type { Code, Grant, IssuedToken, Token } from '../protocol/grant.ts';
export type { AuthorizationRequest, PendingAuthorization } from '../protocol/pending-authorization.ts';
export type { AccountState, Person } from '../protocol/person.ts';
export type { ScopeVocabulary } from '../protocol/scope.ts';
export { type Digest, digestOf, matchesDigest } from '../protocol/secret.ts';
