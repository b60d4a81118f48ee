/**
 * For an API in another JavaScript process: who calls, by asking the authorization server. Runs wherever `fetch` does.
 * @packageDocumentation
 */
export { anyToken, app as appOnly, type GuardedAccess, publicTo, user } from '../protocol/access.ts';
export type { AccountState } from '../protocol/person.ts';
export type { Caller, CallerOf, CallingAccount } from '../resource-server/caller.ts';
export {
  createResourceServer,
  type ResourceServer,
  type ResourceServerOptions,
} from '../resource-server/create-resource-server.ts';
export type { RequestLike } from '../resource-server/request-like.ts';
export { RequestRefused } from '../resource-server/request-refused.ts';
