import type { Token } from '../../protocol/grant.ts';
import type { Digest } from '../../protocol/secret.ts';
import { earliestOf, idOf, listOf, optionalInstantOf } from '../row-values.ts';
import type { Db, GrantTable, Integer, TokenTable } from '../schema.ts';
import { appColumns, type JoinedAppRow, joinedAppOf } from './app-row.ts';

const tokenColumns = [
  'tokens.id',
  'tokens.grant_id',
  'tokens.created_at',
  'tokens.expires_at',
  'tokens.last_used_at',
  'tokens.revoked_at',
  'grants.account_id',
  'grants.scopes',
  'grants.revoked_at as grant_revoked_at',
  'apps.deleted_at as app_deleted_at',
] as const;

export type TokenRow = JoinedAppRow &
  Readonly<Pick<TokenTable, 'id' | 'grant_id' | 'created_at' | 'expires_at' | 'last_used_at' | 'revoked_at'>> &
  Readonly<Pick<GrantTable, 'account_id' | 'scopes'>> & {
    readonly grant_revoked_at: Integer | null;
    readonly app_deleted_at: Integer | null;
  };

/** Tokens with all that one request needs to judge them. */
export function tokensWithGrants(db: Db) {
  return db
    .selectFrom('tokens')
    .innerJoin('grants', 'grants.id', 'tokens.grant_id')
    .leftJoin('apps', 'apps.id', 'grants.app_id')
    .select([...tokenColumns, ...appColumns]);
}

/** The same, looked through by SQLite in the order of the tokens: it takes the tables of a cross join in the order they have. */
export function newestTokensWithGrants(db: Db) {
  return db
    .selectFrom('tokens')
    .crossJoin('grants')
    .whereRef('grants.id', '=', 'tokens.grant_id')
    .leftJoin('apps', 'apps.id', 'grants.app_id')
    .select([...tokenColumns, ...appColumns]);
}

/** For compiling once: every request with a token begins with it. */
export function tokenByDigest(db: Db, digest: Digest) {
  return tokensWithGrants(db).where('tokens.digest', '=', digest);
}

export function tokenOf(row: TokenRow): Token {
  return {
    id: idOf(row.id),
    grantId: idOf(row.grant_id),
    app: joinedAppOf(row),
    accountId: row.account_id ?? undefined,
    scopes: listOf(row.scopes),
    createdAt: Number(row.created_at),
    expiresAt: optionalInstantOf(row.expires_at),
    lastUsedAt: optionalInstantOf(row.last_used_at),
    revokedAt: earliestOf(row.revoked_at, row.grant_revoked_at, row.app_deleted_at),
  };
}
