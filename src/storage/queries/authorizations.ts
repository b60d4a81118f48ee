import type { NewCode, NewGrant, NewToken } from '../../flows/ports.ts';
import type { IssuedToken } from '../../protocol/grant.ts';
import type { Digest } from '../../protocol/secret.ts';
import { soughtId } from '../row-values.ts';
import type { Db } from '../schema.ts';
import { addCode } from './codes.ts';
import { addGrant } from './grants.ts';
import { answerPendingAuthorization } from './pending-authorizations.ts';
import { addToken, type TokenId } from './tokens.ts';

/** Answering the pending request comes first: it decides who wins, and losers have changed nothing. */
export async function approve(
  db: Db,
  grantId: bigint,
  { pending, grant, code }: { readonly pending: Digest | undefined; readonly grant: NewGrant; readonly code: NewCode },
): Promise<boolean> {
  if (pending !== undefined) {
    const won = await answerPendingAuthorization(db, pending, grant.createdAt, grant.appId);
    if (!won) return false;
  }
  if (!(await addGrant(db, grantId, grant))) return false;
  await addCode(db, grantId, code);
  return true;
}

export async function addGrantWithToken(
  db: Db,
  ids: { readonly grant: bigint; readonly token: TokenId },
  grant: NewGrant,
  token: NewToken,
): Promise<IssuedToken | undefined> {
  if (!(await addGrant(db, ids.grant, grant))) return undefined;
  const { appId, accountId, scopes } = grant;
  const above = { id: ids.grant, appId: appId === undefined ? null : soughtId(appId), accountId, scopes };
  return addToken(db, ids.token, above, token);
}
