/**
 * Routes of your own with the server's CORS, guard, limits, headers and errors; for the `routes` option.
 * @packageDocumentation
 */

export type { Proof, SignedIn } from '../flows/sign-in.ts';
export {
  type Access,
  anyToken,
  app as appOnly,
  type Caller,
  type CallerOf,
  open,
  publicTo,
  type UserCaller,
  user,
  waitingUser,
} from '../http/access.ts';
export { addressKey } from '../http/address-key.ts';
export { type AskedFor, type Asking, admitRequest } from '../http/admit-request.ts';
export { ApiError, parameterMissing, recordNotFound, validationFailed } from '../http/api-error.ts';
export { type CookieName, cookieLine, cookieName, isSecret } from '../http/cookies.ts';
export { countMailTo } from '../http/count-mail-to.ts';
export { expiredFormPage } from '../http/failure-page.ts';
export type { HttpDeps } from '../http/http-deps.ts';
export type { Incoming } from '../http/incoming.ts';
export { liftLimit } from '../http/limits/lift-limit.ts';
export { accountKey, type LimitSubject, limitSubject, loginKey } from '../http/limits/limit-keys.ts';
export { retryAfter, unlessOverloaded } from '../http/overload.ts';
export { homePath, onwardPath, pathOf } from '../http/paths.ts';
export { handleOf } from '../http/present.ts';
export {
  countOn,
  type RateLimit,
  type RateLimiter,
  rateLimits,
  type Tally,
  TooManyRequests,
} from '../http/rate-limiter.ts';
export type { BodyWithFiles } from '../http/read-body.ts';
export { html, json, type Reply, redirect, withCookies } from '../http/reply.ts';
export { type Method, type Route, route, type Surface } from '../http/route.ts';
export { allowScript } from '../http/script-policy.ts';
export type { ProvenInBrowser, SecondStep, SecondStepDemand } from '../http/second-step.ts';
export {
  type AfterSignIn,
  completeSignIn,
  findWaitingRequest,
  pathAfterSignIn,
  renewSignIn,
  signInBrowser,
  type WaitingRequest,
} from '../http/sign-in.ts';
export type { SignInPurpose, SignInWay } from '../http/sign-in-way.ts';
export type { SurfaceHeaders } from '../http/surface-headers.ts';
export { beginVisit, inLanguage, isTrustedForm, type Visit } from '../http/visit.ts';
export { type AccountEntity, accountEntity } from '../mastodon/entities/account.ts';
export { type CredentialAccountEntity, credentialAccountEntity } from '../mastodon/entities/credential-account.ts';
export { type RelationshipEntity, relationshipEntity } from '../mastodon/entities/relationship.ts';
export { readLocalUsername } from '../mastodon/local-username.ts';
export { type LinkOptions, linkHeader, type Page, readPage } from '../mastodon/pagination.ts';
export { type MethodScopes, methodScopes } from '../mastodon/scopes.ts';
export { escapeHtml } from '../mastodon/text-to-html.ts';
export type { Languages } from '../pages/messages/languages.ts';
export type { Stylesheet } from '../pages/styles.ts';
export { readBoolean } from '../protocol/boolean.ts';
export type { Features, GrantType } from '../protocol/features.ts';
export { HOUR, MINUTE } from '../protocol/lifetimes.ts';
export { Parameters } from '../protocol/parameters.ts';
export { isFoundByOthers, isShownInLists } from '../protocol/visible-person.ts';
