import type { ExpressionBuilder } from 'kysely';
import type { Grant } from '../../protocol/grant.ts';
import { earliestOf, idOf, listOf, optionalIdOf, optionalInstantOf } from '../row-values.ts';
import type { Db, GrantTable, Integer, Schema } from '../schema.ts';

/** The columns of a grant under names that collide with no other table's, and when its app was deleted. */
export const grantColumns = [
  'grants.id as grant_id',
  'grants.app_id as grant_app_id',
  'grants.account_id as grant_account_id',
  'grants.scopes as grant_scopes',
  'grants.asked as grant_asked',
  'grants.redirect_uri as grant_redirect_uri',
  'grants.name as grant_name',
  'grants.created_at as grant_created_at',
  'grants.last_used_at as grant_last_used_at',
  'grants.revoked_at as grant_revoked_at',
  'apps.deleted_at as app_deleted_at',
] as const;

export type GrantRow = { readonly [Column in keyof GrantTable as `grant_${Column}`]: GrantTable[Column] } & {
  readonly app_deleted_at: Integer | null;
};

export function grantOf(row: GrantRow): Grant {
  return {
    id: idOf(row.grant_id),
    appId: optionalIdOf(row.grant_app_id),
    accountId: row.grant_account_id ?? undefined,
    scopes: listOf(row.grant_scopes),
    ...(row.grant_asked === null ? {} : { asked: listOf(row.grant_asked) }),
    redirectUri: row.grant_redirect_uri ?? undefined,
    ...(row.grant_name === null ? {} : { name: row.grant_name }),
    createdAt: Number(row.grant_created_at),
    lastUsedAt: optionalInstantOf(row.grant_last_used_at),
    revokedAt: earliestOf(row.grant_revoked_at, row.app_deleted_at),
  };
}

/** A grant lives until it is revoked or its app is deleted. */
export function livingGrants(db: Pick<Db, 'selectFrom'>) {
  return db
    .selectFrom('grants')
    .leftJoin('apps', 'apps.id', 'grants.app_id')
    .where('grants.revoked_at', 'is', null)
    .where('apps.deleted_at', 'is', null);
}

/** The half of {@link livingGrants} that is not in the grant's own row, for conditions of an update. */
export function appIsNotDeleted({ not, exists, selectFrom }: ExpressionBuilder<Schema, 'grants'>) {
  return not(
    exists(
      selectFrom('apps')
        .select('apps.id')
        .whereRef('apps.id', '=', 'grants.app_id')
        .where('apps.deleted_at', 'is not', null),
    ),
  );
}
