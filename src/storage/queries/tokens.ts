import type { AuthorizationStore, NewToken } from '../../flows/ports.ts';
import type { Id, Instant } from '../../protocol/app.ts';
import type { IssuedToken, Token } from '../../protocol/grant.ts';
import { compiledOnce } from '../compiled-once.ts';
import { flag, idOf, listText, soughtAccountId, soughtId } from '../row-values.ts';
import type { Db } from '../schema.ts';
import { countRows } from './sweep.ts';
import { newestTokensWithGrants, tokenOf, tokensWithGrants } from './token-row.ts';

/** The id of a new token. */
export interface TokenId {
  readonly id: bigint;
  /** Whether it has the time with which the token's digest begins. */
  readonly timed: boolean;
}

/** What a token has of its grant. */
export interface AboveToken extends Pick<IssuedToken, 'accountId' | 'scopes'> {
  readonly id: bigint;
  readonly appId: bigint | null;
}

/**
 * @param grant which lives, and is new in this unit or locked by it: whoever ends it ends what hangs below it then
 */
export async function addToken(
  db: Db,
  { id, timed }: TokenId,
  grant: AboveToken,
  { digest, createdAt, expiresAt }: NewToken,
): Promise<IssuedToken> {
  const { appId, accountId, scopes } = grant;
  await insertToken(db, {
    id,
    digest,
    timed: flag(timed),
    grantId: grant.id,
    appId,
    accountId: accountId ?? null,
    scopes: listText(scopes),
    createdAt,
    expiresAt: expiresAt ?? null,
  });
  return { id: idOf(id), grantId: idOf(grant.id), accountId, scopes, createdAt, expiresAt };
}

const insertToken = compiledOnce(
  (
    db,
    values: {
      id: bigint;
      digest: string;
      timed: number;
      grantId: bigint;
      appId: bigint | null;
      accountId: string | null;
      scopes: string;
      createdAt: number;
      expiresAt: number | null;
    },
  ) =>
    db.insertInto('tokens').values({
      id: values.id,
      digest: values.digest,
      timed: values.timed,
      grant_id: values.grantId,
      app_id: values.appId,
      account_id: values.accountId,
      scopes: values.scopes,
      created_at: values.createdAt,
      expires_at: values.expiresAt,
    }),
);

/** An older use never replaces a newer one. The grant is locked first, as revocations do. */
export async function noteTokenUse(
  db: Db,
  token: Pick<Token, 'id' | 'grantId'>,
  use: { readonly at: Instant; readonly address: string },
): Promise<void> {
  await db
    .updateTable('grants')
    .set({ last_used_at: use.at })
    .where('id', '=', soughtId(token.grantId))
    .where(({ eb, or }) => or([eb('last_used_at', 'is', null), eb('last_used_at', '<', use.at)]))
    .execute();
  await db
    .updateTable('tokens')
    .set({ last_used_at: use.at, last_used_address: use.address })
    .where('id', '=', soughtId(token.id))
    .where(({ eb, or }) => or([eb('last_used_at', 'is', null), eb('last_used_at', '<', use.at)]))
    .execute();
}

export async function revokeToken(db: Db, tokenId: Id, at: Instant): Promise<void> {
  const id = soughtId(tokenId);
  const [grant] = await lockGrantOfToken(db, { id });
  if (grant === undefined) return;
  await endToken(db, { id, at });
  await endGrantWithoutLife(db, { id: grant.id, at });
}

/** Changing nothing locks the grant: of two last tokens revoked at once, the second must see the first one's end. */
const lockGrantOfToken = compiledOnce((db, { id }: { id: bigint }) =>
  db
    .updateTable('grants')
    .set((grants) => ({ revoked_at: grants.ref('revoked_at') }))
    .where('id', 'in', ({ selectFrom }) => selectFrom('tokens').select('grant_id').where('tokens.id', '=', id))
    .returning('id'),
);

const endToken = compiledOnce((db, { id, at }: { id: bigint; at: number }) =>
  db.updateTable('tokens').set({ revoked_at: at }).where('id', '=', id).where('revoked_at', 'is', null),
);

export async function listTokens(
  db: Db,
  filter: Parameters<AuthorizationStore['listTokens']>[0],
  now: Instant,
): Promise<readonly Token[]> {
  const { appId, accountId } = filter;
  const isOfManyPeople = appId !== undefined && accountId === undefined && (await hasManyGrants(db, soughtId(appId)));
  let query = (isOfManyPeople ? newestTokensWithGrants(db) : tokensWithGrants(db))
    .where('tokens.revoked_at', 'is', null)
    .where('grants.revoked_at', 'is', null)
    .where('apps.deleted_at', 'is', null)
    .where(({ eb, or }) => or([eb('tokens.expires_at', 'is', null), eb('tokens.expires_at', '>', now)]))
    .orderBy('tokens.id', 'desc')
    .limit(filter.limit);
  if (filter.accountId !== undefined) query = query.where('grants.account_id', '=', soughtAccountId(filter.accountId));
  if (filter.appId !== undefined) query = query.where('grants.app_id', '=', soughtId(filter.appId));
  if (filter.personal) query = query.where('grants.app_id', 'is', null);
  return (await query.execute()).map(tokenOf);
}

/** From here on the newest tokens of an app are found sooner among the newest of all than among all of the app. */
const MANY_GRANTS = 5000;

async function hasManyGrants(db: Db, appId: bigint): Promise<boolean> {
  const some = db.selectFrom('grants').select('id').where('app_id', '=', appId).limit(MANY_GRANTS);
  return (await countRows(db, some)) === MANY_GRANTS;
}

const endGrantWithoutLife = compiledOnce((db, { id, at }: { id: bigint; at: number }) =>
  db
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
    ),
);
