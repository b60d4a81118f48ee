/** Stands in for the package until it has its public subpaths: `from 'mastodoor'`. */
export * from '../../src/flows/ports.ts';
export { isAccountId } from '../../src/protocol/account-id.ts';
export type { AccountId, App, Id, Instant } from '../../src/protocol/app.ts';
export type { Code, Grant, Token } from '../../src/protocol/grant.ts';
export type { PendingAuthorization } from '../../src/protocol/pending-authorization.ts';
export { type Digest, digestOf } from '../../src/protocol/secret.ts';
