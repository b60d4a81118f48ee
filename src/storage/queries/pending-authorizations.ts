import type { Id, Instant } from '../../protocol/app.ts';
import type { PendingAuthorization } from '../../protocol/pending-authorization.ts';
import type { ResponseMode } from '../../protocol/response-mode.ts';
import type { Digest } from '../../protocol/secret.ts';
import { flag, idOf, isSet, listOf, listText, optionalInstantOf, soughtId, storedId } from '../row-values.ts';
import type { Db } from '../schema.ts';

export async function addPendingAuthorization(
  db: Db,
  { digest, browserDigest, request, createdAt, expiresAt }: Omit<PendingAuthorization, 'answeredAt'>,
): Promise<void> {
  await db
    .insertInto('pending_authorizations')
    .values({
      digest,
      browser_digest: browserDigest,
      app_id: storedId(request.appId),
      redirect_uri: request.redirectUri,
      scopes: listText(request.scopes),
      state: request.state ?? null,
      code_challenge: request.codeChallenge ?? null,
      response_mode: request.responseMode,
      force_login: flag(request.forceLogin),
      lang: request.lang ?? null,
      created_at: createdAt,
      expires_at: expiresAt,
    })
    .execute();
}

export async function findPendingAuthorization(db: Db, digest: Digest): Promise<PendingAuthorization | undefined> {
  const row = await db.selectFrom('pending_authorizations').selectAll().where('digest', '=', digest).executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    digest,
    browserDigest: row.browser_digest as Digest,
    request: {
      appId: idOf(row.app_id),
      redirectUri: row.redirect_uri,
      scopes: listOf(row.scopes),
      state: row.state ?? undefined,
      codeChallenge: row.code_challenge ?? undefined,
      responseMode: row.response_mode as ResponseMode,
      forceLogin: isSet(row.force_login),
      lang: row.lang ?? undefined,
    },
    createdAt: Number(row.created_at),
    expiresAt: Number(row.expires_at),
    answeredAt: optionalInstantOf(row.answered_at),
  };
}

/** Of several answers exactly one wins and gets true. With `appId`, nobody wins when that app was deleted. */
export async function answerPendingAuthorization(
  db: Db,
  digest: Digest,
  at: Instant,
  appId?: Id | undefined,
): Promise<boolean> {
  let query = db
    .updateTable('pending_authorizations')
    .set({ answered_at: at })
    .where('digest', '=', digest)
    .where('answered_at', 'is', null);
  if (appId !== undefined) {
    query = query.where(({ exists, selectFrom }) =>
      exists(
        selectFrom('apps')
          .select('apps.id')
          .where('apps.id', '=', soughtId(appId))
          .where('apps.deleted_at', 'is', null),
      ),
    );
  }
  return (await query.returning('digest').executeTakeFirst()) !== undefined;
}
