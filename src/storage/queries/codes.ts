import type { ExpressionBuilder } from 'kysely';
import type { NewCode, NewToken } from '../../flows/ports.ts';
import type { Instant } from '../../protocol/app.ts';
import type { Code, IssuedToken } from '../../protocol/grant.ts';
import type { Digest } from '../../protocol/secret.ts';
import { compiledOnce } from '../compiled-once.ts';
import { listOf, optionalInstantOf } from '../row-values.ts';
import type { Db, Schema } from '../schema.ts';
import { grantColumns, grantOf } from './grant-row.ts';
import { addToken } from './tokens.ts';

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
 * The one conditional update decides who gets the token. A revocation that commits between it and the insertion cannot
 * be missed: the token is dead with its grant.
 */
export async function redeemCode(
  db: Db,
  digest: Digest,
  tokenId: bigint,
  token: NewToken,
): Promise<IssuedToken | undefined> {
  const [spent] = await spendLivingCode(db, { digest, at: token.createdAt });
  if (spent === undefined) return undefined;
  const grant = { id: spent.grant_id, accountId: spent.account_id ?? undefined, scopes: listOf(spent.scopes) };
  return addToken(db, tokenId, grant, token);
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
    .returning((code) => [
      'grant_id',
      ofItsGrant(code, 'account_id').as('account_id'),
      // Every code hangs below a grant.
      ofItsGrant(code, 'scopes').$asScalar().$notNull().as('scopes'),
    ]),
);

function ofItsGrant<Column extends 'account_id' | 'scopes'>(code: ExpressionBuilder<Schema, 'codes'>, column: Column) {
  return code.selectFrom('grants').select(column).whereRef('grants.id', '=', 'codes.grant_id');
}

export async function burnCode(db: Db, digest: Digest, at: Instant): Promise<void> {
  await db
    .updateTable('codes')
    .set({ spent_at: at })
    .where('digest', '=', digest)
    .where('spent_at', 'is', null)
    .execute();
}
