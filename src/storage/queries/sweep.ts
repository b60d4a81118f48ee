import type { ExpressionBuilder, SelectQueryBuilder } from 'kysely';
import type { Sweepable } from '../../flows/ports.ts';
import type { Instant } from '../../protocol/app.ts';
import type { Db, Schema } from '../schema.ts';

/** Counts what {@link sweep} would remove, in all. */
export async function countSweepable(db: Db, kind: Sweepable, before: Instant): Promise<number> {
  return brooms[kind].count(db, before);
}

/** Removes at most `batch` rows and resolves to their number; what hangs below them goes with them, uncounted. */
export async function sweep(db: Db, kind: Sweepable, before: Instant, batch: number): Promise<number> {
  return brooms[kind].sweep(db, before, batch);
}

interface Broom {
  readonly count: (db: Db, before: Instant) => Promise<number>;
  readonly sweep: (db: Db, before: Instant, batch: number) => Promise<number>;
}

const brooms: Readonly<Record<Sweepable, Broom>> = {
  'pending authorizations': {
    count: (db, before) => countRows(db, oldPendingAuthorizations(db, before)),
    async sweep(db, before, batch) {
      const digests = oldPendingAuthorizations(db, before).limit(batch);
      const { numDeletedRows } = await db
        .deleteFrom('pending_authorizations')
        .where('digest', 'in', digests)
        .executeTakeFirstOrThrow();
      return Number(numDeletedRows);
    },
  },
  codes: {
    count: (db, before) => countRows(db, endedCodes(db, before)),
    async sweep(db, before, batch) {
      const digests = endedCodes(db, before).limit(batch);
      const removed = await db.deleteFrom('codes').where('digest', 'in', digests).returning('grant_id').execute();
      await removeEmptyGrants(db, removed);
      return removed.length;
    },
  },
  'revoked grants': {
    count: async (db, before) =>
      (await countRows(db, revokedGrants(db, before))) +
      (await countRows(db, grantsOfDeletedApps(db, before).where(isNotRevoked(before)))) +
      (await countRows(db, endedTokens(db, before).where(staysBelowGrant(before)))),
    async sweep(db, before, batch) {
      const revoked = await removeGrants(db, revokedGrants(db, before), batch);
      if (revoked === batch) return revoked;
      const grants = revoked + (await removeGrants(db, grantsOfDeletedApps(db, before), batch - revoked));
      if (grants === batch) return grants;
      const ids = endedTokens(db, before).limit(batch - grants);
      const tokens = await db.deleteFrom('tokens').where('id', 'in', ids).returning('grant_id').execute();
      await removeEmptyGrants(db, tokens);
      return grants + tokens.length;
    },
  },
  'unused app tokens': {
    count: (db, before) => countRows(db, unusedGrantsOfApps(db, before)),
    sweep: (db, before, batch) => removeGrants(db, unusedGrantsOfApps(db, before), batch),
  },
  'idle app tokens': {
    count: (db, before) => countRows(db, idleGrantsOfApps(db, before)),
    sweep: (db, before, batch) => removeGrants(db, idleGrantsOfApps(db, before), batch),
  },
  sessions: {
    count: (db, before) => countRows(db, idleSessions(db, before)),
    async sweep(db, before, batch) {
      const ids = idleSessions(db, before).limit(batch);
      const { numDeletedRows } = await db.deleteFrom('sessions').where('id', 'in', ids).executeTakeFirstOrThrow();
      return Number(numDeletedRows);
    },
  },
  'apps never used': {
    count: (db, before) => countRows(db, appsNeverUsed(db, before)),
    async sweep(db, before, batch) {
      const ids = appsNeverUsed(db, before).limit(batch);
      const { numDeletedRows } = await db.deleteFrom('apps').where('id', 'in', ids).executeTakeFirstOrThrow();
      return Number(numDeletedRows);
    },
  },
};

function oldPendingAuthorizations(db: Db, before: Instant) {
  return db.selectFrom('pending_authorizations').select('digest').where('created_at', '<', before);
}

function endedCodes(db: Db, before: Instant) {
  return db
    .selectFrom('codes')
    .select('digest')
    .where(({ eb, or }) => or([eb('spent_at', '<', before), eb('expires_at', '<', before)]));
}

function endedTokens(db: Db, before: Instant) {
  return db
    .selectFrom('tokens')
    .select('id')
    .where(({ eb, or }) => or([eb('revoked_at', '<', before), eb('expires_at', '<', before)]));
}

function revokedGrants(db: Db, before: Instant) {
  return db.selectFrom('grants').select('id').where('revoked_at', '<', before);
}

/** Apart from {@link revokedGrants}: of two conditions at once PostgreSQL would look at every grant. */
function grantsOfDeletedApps(db: Db, before: Instant) {
  return db
    .selectFrom('grants')
    .select('id')
    .where('app_id', 'in', ({ selectFrom }) =>
      selectFrom('apps').select('apps.id').where('apps.deleted_at', '<', before),
    );
}

function isNotRevoked(before: Instant) {
  return ({ eb, or }: ExpressionBuilder<Schema, 'grants'>) =>
    or([eb('revoked_at', 'is', null), eb('revoked_at', '>=', before)]);
}

/** Whether the grant of a token is not among those that end: the token goes alone then. */
function staysBelowGrant(before: Instant) {
  return ({ exists, not, selectFrom }: ExpressionBuilder<Schema, 'tokens'>) =>
    not(
      exists(
        selectFrom('grants')
          .leftJoin('apps', 'apps.id', 'grants.app_id')
          .select('grants.id')
          .whereRef('grants.id', '=', 'tokens.grant_id')
          .where(({ eb, or }) => or([eb('grants.revoked_at', '<', before), eb('apps.deleted_at', '<', before)])),
      ),
    );
}

/** Grants that were revoked are left to their own kind, which keeps them for a while. */
function livingGrantsOfApps(db: Db) {
  return db.selectFrom('grants').select('id').where('account_id', 'is', null).where('revoked_at', 'is', null);
}

function unusedGrantsOfApps(db: Db, before: Instant) {
  return livingGrantsOfApps(db).where('last_used_at', 'is', null).where('created_at', '<', before);
}

function idleGrantsOfApps(db: Db, before: Instant) {
  return livingGrantsOfApps(db).where('last_used_at', '<', before);
}

function idleSessions(db: Db, before: Instant) {
  return db.selectFrom('sessions').select('id').where('last_used_at', '<', before);
}

/** An app that somebody is being asked about at this moment is spared. */
function appsNeverUsed(db: Db, before: Instant) {
  return db
    .selectFrom('apps')
    .select('id')
    .where('consent_page_at', 'is', null)
    .where('first_grant_at', 'is', null)
    .where('created_at', '<', before)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('pending_authorizations')
            .select('pending_authorizations.digest')
            .whereRef('pending_authorizations.app_id', '=', 'apps.id'),
        ),
      ),
    );
}

/** Codes and tokens go with their grant. */
async function removeGrants(
  db: Db,
  ids: SelectQueryBuilder<Schema, 'grants', { id: bigint }>,
  batch: number,
): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('grants')
    .where('id', 'in', ids.limit(batch))
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

/**
 * Removes those of the grants below which nothing is left. A person could neither see nor revoke such a grant, and it
 * must not spare an app the consent page.
 */
async function removeEmptyGrants(db: Db, below: readonly { readonly grant_id: bigint }[]): Promise<void> {
  const ids = [...new Set(below.map((row) => row.grant_id))];
  if (ids.length === 0) return;
  await db
    .deleteFrom('grants')
    .where('id', 'in', ids)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('tokens').select('tokens.id').whereRef('tokens.grant_id', '=', 'grants.id'))),
    )
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('codes').select('codes.digest').whereRef('codes.grant_id', '=', 'grants.id'))),
    )
    .execute();
}

/** How many rows a query has. */
export async function countRows(db: Db, rows: SelectQueryBuilder<Schema, never, object>): Promise<number> {
  const { count } = await db
    .selectFrom(rows.as('rows'))
    .select(({ fn }) => fn.countAll().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}
