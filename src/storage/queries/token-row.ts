import type { Token } from '../../protocol/grant.ts';
import type { Digest } from '../../protocol/secret.ts';
import { earliestOf, idOf, listOf, optionalInstantOf } from '../row-values.ts';
import type { Db, Integer, TokenTable } from '../schema.ts';
import { appColumns, type JoinedAppRow, joinedAppOf } from './app-row.ts';

const tokenColumns = [
  'tokens.id',
  'tokens.grant_id',
  'tokens.created_at',
  'tokens.expires_at',
  'tokens.last_used_at',
  'tokens.revoked_at',
  'tokens.account_id',
  'tokens.scopes',
  'apps.deleted_at as app_deleted_at',
] as const;

export type TokenRow = JoinedAppRow &
  Readonly<Pick<TokenTable, 'id' | 'grant_id' | 'created_at' | 'expires_at' | 'last_used_at' | 'revoked_at'>> &
  Readonly<Pick<TokenTable, 'account_id' | 'scopes'>> & { readonly app_deleted_at: Integer | null };

/** Tokens with all that one request needs to judge them. */
function tokensWithApps(db: Db) {
  return db
    .selectFrom('tokens')
    .leftJoin('apps', 'apps.id', 'tokens.app_id')
    .select([...tokenColumns, ...appColumns]);
}

/** The same with their grants, by which they are found for an account or an app. */
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

/** For compiling once, as every request with a token begins with it. */
export function tokenByDigest(db: Db, digest: Digest) {
  return tokensWithApps(db).where('tokens.digest', '=', digest);
}

/** The same in the way of SQLite, which has an index of the digests of these alone. */
export function untimedTokenByDigest(db: Db, digest: Digest) {
  return tokenByDigest(db, digest).where(({ eb, lit }) => eb('tokens.timed', '=', lit(0)));
}

/** Among those of the time with which the digest begins. */
export function tokenAmongIds(db: Db, digest: Digest, first: bigint, last: bigint) {
  return tokenByDigest(db, digest).where(({ between }) => between('tokens.id', first, last));
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
    revokedAt: earliestOf(row.revoked_at, row.app_deleted_at),
  };
}
