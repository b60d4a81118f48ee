import {
  type AccountId,
  type Grant,
  type GrantWithApp,
  type Id,
  type Instant,
  isAccountId,
  type NewGrant,
} from 'mastodoor';
import { appOf, endOf, grantOf, livingApp } from './facts.ts';
import { newestFirst } from './ids.ts';
import type { GrantRow, Tables } from './tables.ts';

/** Adds a grant unless its app was deleted; false then. */
export function addGrant({ apps, grants }: Tables, id: Id, grant: NewGrant): boolean {
  if (grant.accountId !== undefined && !isAccountId(grant.accountId)) throw new RangeError('This is no account id');
  if (grant.appId !== undefined) {
    const app = livingApp(apps.get(grant.appId));
    if (app === undefined) return false;
    if (app.firstGrantAt === undefined) apps.set(app.id, { ...app, firstGrantAt: grant.createdAt });
  }
  grants.add(id, {
    id,
    appId: grant.appId,
    accountId: grant.accountId,
    scopes: [...grant.scopes],
    ...(grant.asked === undefined ? {} : { asked: [...grant.asked] }),
    redirectUri: grant.redirectUri,
    ...(grant.name === undefined ? {} : { name: grant.name }),
    createdAt: grant.createdAt,
    lastUsedAt: undefined,
    revokedAt: undefined,
  });
  return true;
}

export function revokeGrant(tables: Tables, id: Id, at: Instant, accountId?: AccountId): number {
  const grant = tables.grants.get(id);
  if (grant === undefined || endOf(tables, grant) !== undefined) return 0;
  if (accountId !== undefined && grant.accountId !== accountId) return 0;
  tables.grants.set(id, { ...grant, revokedAt: at });
  return 1;
}

export function revokeGrantsOfAccount(tables: Tables, accountId: AccountId, at: Instant, appId?: Id): number {
  const ending = livingGrants(tables, accountId, appId);
  for (const grant of ending) tables.grants.set(grant.id, { ...grant, revokedAt: at });
  return ending.length;
}

export function listGrants(tables: Tables, accountId: AccountId): readonly GrantWithApp[] {
  return livingGrants(tables, accountId)
    .filter((grant) => tables.tokens.by('grant', grant.id).length > 0)
    .sort(newestFirst)
    .map((grant) => {
      const app = grant.appId === undefined ? undefined : tables.apps.get(grant.appId);
      return { ...grantOf(tables, grant), app: app && appOf(app) };
    });
}

export function listGrantsForApp(tables: Tables, accountId: AccountId, appId: Id): readonly Grant[] {
  return livingGrants(tables, accountId, appId)
    .sort(newestFirst)
    .map((grant) => grantOf(tables, grant));
}

function livingGrants(tables: Tables, accountId: AccountId, appId?: Id): GrantRow[] {
  return tables.grants
    .by('account', accountId)
    .filter((grant) => endOf(tables, grant) === undefined && (appId === undefined || grant.appId === appId));
}
