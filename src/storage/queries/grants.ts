import type { GrantWithApp, NewGrant } from '../../flows/ports.ts';
import type { AccountId, Id, Instant } from '../../protocol/app.ts';
import type { Grant } from '../../protocol/grant.ts';
import { compiledOnce } from '../compiled-once.ts';
import { listText, soughtAccountId, soughtId, storedAccountId } from '../row-values.ts';
import type { Db } from '../schema.ts';
import { appColumns, joinedAppOf } from './app-row.ts';
import { appIsNotDeleted, grantColumns, grantOf, livingGrants } from './grant-row.ts';

/** Adds a grant unless its app was deleted; false then. */
export async function addGrant(db: Db, id: bigint, grant: NewGrant): Promise<boolean> {
  const values = {
    id,
    account_id: grant.accountId === undefined ? null : storedAccountId(grant.accountId),
    scopes: listText(grant.scopes),
    asked: grant.asked === undefined ? null : listText(grant.asked),
    redirect_uri: grant.redirectUri ?? null,
    created_at: grant.createdAt,
  };
  if (grant.appId === undefined) {
    await db
      .insertInto('grants')
      .values({ ...values, name: grant.name ?? null })
      .execute();
    return true;
  }
  const appId = soughtId(grant.appId);
  const [added] = await insertBelowApp(db, { ...values, appId });
  if (added === undefined) return false;
  if (added.first_grant_at === null) await noteFirstGrant(db, { appId, at: grant.createdAt });
  return true;
}

const insertBelowApp = compiledOnce(
  (
    db,
    values: {
      id: bigint;
      appId: bigint;
      account_id: string | null;
      scopes: string;
      asked: string | null;
      redirect_uri: string | null;
      created_at: number;
    },
  ) =>
    db
      .insertInto('grants')
      .columns(['id', 'app_id', 'account_id', 'scopes', 'asked', 'redirect_uri', 'created_at'])
      .expression((insert) =>
        insert
          .selectFrom('apps')
          .select(({ val }) => [
            val(values.id).as('id'),
            'apps.id as app_id',
            val(values.account_id).as('account_id'),
            val(values.scopes).as('scopes'),
            val(values.asked).as('asked'),
            val(values.redirect_uri).as('redirect_uri'),
            val(values.created_at).as('created_at'),
          ])
          .where('apps.id', '=', values.appId)
          .where('apps.deleted_at', 'is', null),
      )
      .returning(({ selectFrom }) =>
        selectFrom('apps').select('first_grant_at').where('id', '=', values.appId).as('first_grant_at'),
      ),
);

const noteFirstGrant = compiledOnce((db, { appId, at }: { appId: bigint; at: number }) =>
  db.updateTable('apps').set({ first_grant_at: at }).where('id', '=', appId).where('first_grant_at', 'is', null),
);

/** Nothing below the grant needs a change: codes and tokens are never judged without it. */
export async function revokeGrant(db: Db, id: Id, at: Instant, accountId?: AccountId): Promise<number> {
  let query = revoking(db, at).where('id', '=', soughtId(id));
  if (accountId !== undefined) query = query.where('account_id', '=', soughtAccountId(accountId));
  return Number((await query.executeTakeFirstOrThrow()).numUpdatedRows);
}

export async function revokeGrantsOfAccount(db: Db, accountId: AccountId, at: Instant, appId?: Id): Promise<number> {
  let query = revoking(db, at).where('account_id', '=', soughtAccountId(accountId));
  if (appId !== undefined) query = query.where('app_id', '=', soughtId(appId));
  return Number((await query.executeTakeFirstOrThrow()).numUpdatedRows);
}

export async function listGrants(db: Db, accountId: AccountId): Promise<readonly GrantWithApp[]> {
  const rows = await livingGrants(db)
    .select([...grantColumns, ...appColumns])
    .where('grants.account_id', '=', soughtAccountId(accountId))
    .where(({ exists, selectFrom }) =>
      exists(selectFrom('tokens').select('tokens.id').whereRef('tokens.grant_id', '=', 'grants.id')),
    )
    .orderBy('grants.id', 'desc')
    .execute();
  return rows.map((row) => ({ ...grantOf(row), app: joinedAppOf(row) }));
}

export async function listGrantsForApp(db: Db, accountId: AccountId, appId: Id): Promise<readonly Grant[]> {
  const rows = await livingGrants(db)
    .select(grantColumns)
    .where('grants.account_id', '=', soughtAccountId(accountId))
    .where('grants.app_id', '=', soughtId(appId))
    .orderBy('grants.id', 'desc')
    .execute();
  return rows.map(grantOf);
}

function revoking(db: Db, at: Instant) {
  return db.updateTable('grants').set({ revoked_at: at }).where('revoked_at', 'is', null).where(appIsNotDeleted);
}
