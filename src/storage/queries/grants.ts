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

export async function revokeGrant(db: Db, id: Id, at: Instant, accountId?: AccountId): Promise<number> {
  let grants = revoking(db, at).where('id', '=', soughtId(id));
  if (accountId !== undefined) grants = grants.where('account_id', '=', soughtAccountId(accountId));
  return revoke(db, grants, at);
}

export async function revokeGrantsOfAccount(db: Db, accountId: AccountId, at: Instant, appId?: Id): Promise<number> {
  let grants = revoking(db, at).where('account_id', '=', soughtAccountId(accountId));
  if (appId !== undefined) grants = grants.where('app_id', '=', soughtId(appId));
  return revoke(db, grants, at);
}

/** How many grants' tokens are ended by one statement. */
const AT_ONCE = 1000;

/**
 * Their tokens end with them, as these are judged by their own rows; codes are never judged without their grant. The grants are locked
 * first: who adds a token below one has locked it too, so its token is there by then or never comes.
 */
async function revoke(db: Db, grants: ReturnType<typeof revoking>, at: Instant): Promise<number> {
  const revoked = await grants.returning('id').execute();
  for (let from = 0; from < revoked.length; from += AT_ONCE) {
    const ids = revoked.slice(from, from + AT_ONCE).map(({ id }) => id);
    await db
      .updateTable('tokens')
      .set({ revoked_at: at })
      .where('grant_id', 'in', ids)
      .where('revoked_at', 'is', null)
      .execute();
  }
  return revoked.length;
}

/** Changing nothing locks the grant to the end of the unit, in which nobody revokes it then. */
export const lockLivingGrant = compiledOnce((db, { id }: { id: bigint }) =>
  db
    .updateTable('grants')
    .set((grants) => ({ revoked_at: grants.ref('revoked_at') }))
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .returning(['id', 'app_id', 'account_id', 'scopes']),
);

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
