import type { NewToken } from '../../flows/ports.ts';
import type { Id, Instant } from '../../protocol/app.ts';
import type { Token } from '../../protocol/grant.ts';
import { soughtId } from '../row-values.ts';
import type { Db } from '../schema.ts';
import { tokenByDigest, tokenOf, tokensWithGrants } from './token-row.ts';

export async function addToken(db: Db, id: bigint, grantId: bigint, token: NewToken): Promise<Token> {
  await db
    .insertInto('tokens')
    .values({
      id,
      digest: token.digest,
      grant_id: grantId,
      created_at: token.createdAt,
      expires_at: token.expiresAt ?? null,
    })
    .execute();
  return tokenOf(await tokenByDigest(db, token.digest).executeTakeFirstOrThrow());
}

/** An older use never replaces a newer one. */
export async function noteTokenUse(
  db: Db,
  token: Pick<Token, 'id' | 'grantId'>,
  use: { readonly at: Instant; readonly address: string },
): Promise<void> {
  await db
    .updateTable('tokens')
    .set({ last_used_at: use.at, last_used_address: use.address })
    .where('id', '=', soughtId(token.id))
    .where(({ eb, or }) => or([eb('last_used_at', 'is', null), eb('last_used_at', '<', use.at)]))
    .execute();
  await db
    .updateTable('grants')
    .set({ last_used_at: use.at })
    .where('id', '=', soughtId(token.grantId))
    .where(({ eb, or }) => or([eb('last_used_at', 'is', null), eb('last_used_at', '<', use.at)]))
    .execute();
}

export async function revokeToken(db: Db, id: Id, at: Instant): Promise<void> {
  // Changing nothing locks the grant: of two last tokens revoked at once, the second must see the first one's end.
  const grant = await db
    .updateTable('grants')
    .set((grants) => ({ revoked_at: grants.ref('revoked_at') }))
    .where('id', 'in', ({ selectFrom }) =>
      selectFrom('tokens').select('grant_id').where('tokens.id', '=', soughtId(id)),
    )
    .returning('id')
    .executeTakeFirst();
  if (grant === undefined) return;
  await db
    .updateTable('tokens')
    .set({ revoked_at: at })
    .where('id', '=', soughtId(id))
    .where('revoked_at', 'is', null)
    .execute();
  await endGrantWithoutLife(db, grant.id, at);
}

export async function listTokens(
  db: Db,
  filter: { readonly limit: number; readonly accountId?: Id; readonly appId?: Id },
  now: Instant,
): Promise<readonly Token[]> {
  let query = tokensWithGrants(db)
    .where('tokens.revoked_at', 'is', null)
    .where('grants.revoked_at', 'is', null)
    .where('apps.deleted_at', 'is', null)
    .where(({ eb, or }) => or([eb('tokens.expires_at', 'is', null), eb('tokens.expires_at', '>', now)]))
    .orderBy('tokens.id', 'desc')
    .limit(filter.limit);
  if (filter.accountId !== undefined) query = query.where('grants.account_id', '=', soughtId(filter.accountId));
  if (filter.appId !== undefined) query = query.where('grants.app_id', '=', soughtId(filter.appId));
  return (await query.execute()).map(tokenOf);
}

async function endGrantWithoutLife(db: Db, id: bigint, at: Instant): Promise<void> {
  await db
    .updateTable('grants')
    .set({ revoked_at: at })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('tokens')
            .select('tokens.id')
            .whereRef('tokens.grant_id', '=', 'grants.id')
            .where('tokens.revoked_at', 'is', null)
            .where(({ eb, or }) => or([eb('tokens.expires_at', 'is', null), eb('tokens.expires_at', '>', at)])),
        ),
      ),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('codes')
            .select('codes.digest')
            .whereRef('codes.grant_id', '=', 'grants.id')
            .where('codes.spent_at', 'is', null)
            .where('codes.expires_at', '>', at),
        ),
      ),
    )
    .execute();
}
