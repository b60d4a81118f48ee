import type { NewCode, NewToken } from '../../flows/ports.ts';
import type { Instant } from '../../protocol/app.ts';
import type { Code, IssuedToken } from '../../protocol/grant.ts';
import type { Digest } from '../../protocol/secret.ts';
import { compiledOnce } from '../compiled-once.ts';
import { listOf, optionalInstantOf } from '../row-values.ts';
import type { Db } from '../schema.ts';
import { grantColumns, grantOf } from './grant-row.ts';
import { lockLivingGrant } from './grants.ts';
import { addToken, type TokenId } from './tokens.ts';

export async function addCode(db: Db, grantId: bigint, code: NewCode): Promise<void> {
  await db
    .insertInto('codes')
    .values({
      digest: code.digest,
      grant_id: grantId,
      redirect_uri: code.redirectUri,
      code_challenge: code.codeChallenge ?? null,
      browser_digest: code.browserDigest ?? null,
      created_at: code.createdAt,
      expires_at: code.expiresAt,
    })
    .execute();
}

export async function findCode(db: Db, digest: Digest): Promise<Code | undefined> {
  const [row] = await codeByDigest(db, { digest });
  if (row === undefined) return undefined;
  return {
    digest,
    grant: grantOf(row),
    redirectUri: row.redirect_uri,
    codeChallenge: row.code_challenge ?? undefined,
    browserDigest: (row.browser_digest ?? undefined) as Digest | undefined,
    createdAt: Number(row.created_at),
    expiresAt: Number(row.expires_at),
    spentAt: optionalInstantOf(row.spent_at),
  };
}

const codeByDigest = compiledOnce((db, { digest }: { digest: Digest }) =>
  db
    .selectFrom('codes')
    .innerJoin('grants', 'grants.id', 'codes.grant_id')
    .leftJoin('apps', 'apps.id', 'grants.app_id')
    .select(grantColumns)
    .select([
      'codes.redirect_uri',
      'codes.code_challenge',
      'codes.browser_digest',
      'codes.created_at',
      'codes.expires_at',
      'codes.spent_at',
    ])
    .where('codes.digest', '=', digest),
);

/**
 * The one conditional update decides who gets the token. A revocation that commits between it and the lock is seen by the lock; one that
 * comes later waits for it, and ends the token too.
 */
export async function redeemCode(
  db: Db,
  digest: Digest,
  tokenId: TokenId,
  token: NewToken,
): Promise<IssuedToken | undefined> {
  const [spent] = await spendLivingCode(db, { digest, at: token.createdAt });
  if (spent === undefined) return undefined;
  const [grant] = await lockLivingGrant(db, { id: spent.grant_id });
  if (grant === undefined) return undefined;
  const { id, app_id: appId, account_id: accountId, scopes } = grant;
  return addToken(db, tokenId, { id, appId, accountId: accountId ?? undefined, scopes: listOf(scopes) }, token);
}

const spendLivingCode = compiledOnce((db, { digest, at }: { digest: Digest; at: number }) =>
  db
    .updateTable('codes')
    .set({ spent_at: at })
    .where('digest', '=', digest)
    .where('spent_at', 'is', null)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('grants')
          .leftJoin('apps', 'apps.id', 'grants.app_id')
          .select('grants.id')
          .whereRef('grants.id', '=', 'codes.grant_id')
          .where('grants.revoked_at', 'is', null)
          .where('apps.deleted_at', 'is', null),
      ),
    )
    .returning('grant_id'),
);

export async function burnCode(db: Db, digest: Digest, at: Instant): Promise<void> {
  await db
    .updateTable('codes')
    .set({ spent_at: at })
    .where('digest', '=', digest)
    .where('spent_at', 'is', null)
    .execute();
}
