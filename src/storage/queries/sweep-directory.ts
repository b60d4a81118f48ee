import type { SelectQueryBuilder } from 'kysely';
import type { DirectorySweepable } from '../../accounts/ports.ts';
import type { Id, Instant } from '../../protocol/app.ts';
import { idOf } from '../row-values.ts';
import type { Db, Schema } from '../schema.ts';
import { removeUnusedAccount } from './delete-accounts.ts';
import { countRows } from './sweep.ts';

/** Counts what {@link sweepDirectory} would remove, in all. */
export function countSweepableOfDirectory(db: Db, kind: DirectorySweepable, before: Instant): Promise<number> {
  return countRows(db, ended[kind](db, before));
}

/** How much was removed, and the accounts among it: their access ended too. */
interface Swept {
  readonly rows: number;
  readonly accountIds: readonly Id[];
}

/** Removes at most `batch` rows. */
export async function sweepDirectory(
  db: Db,
  kind: DirectorySweepable,
  before: Instant,
  batch: number,
  now: Instant,
): Promise<Swept> {
  switch (kind) {
    case 'tickets': {
      const digests = ended.tickets(db, before).limit(batch);
      return affected(await db.deleteFrom('tickets').where('digest', 'in', digests).executeTakeFirstOrThrow());
    }
    case 'mails': {
      const ids = ended.mails(db, before).limit(batch);
      return affected(await db.deleteFrom('mails').where('id', 'in', ids).executeTakeFirstOrThrow());
    }
    case 'invites': {
      const ids = ended.invites(db, before).limit(batch);
      return affected(await db.deleteFrom('invites').where('id', 'in', ids).executeTakeFirstOrThrow());
    }
    case 'posting keys': {
      const ids = ended['posting keys'](db, before).limit(batch);
      return affected(await db.deleteFrom('posting_keys').where('status_id', 'in', ids).executeTakeFirstOrThrow());
    }
    case 'notifications': {
      const ids = ended.notifications(db, before).limit(batch);
      return affected(await db.deleteFrom('notifications').where('id', 'in', ids).executeTakeFirstOrThrow());
    }
    case 'audit entries': {
      const ids = ended['audit entries'](db, before).limit(batch);
      return affected(await db.deleteFrom('audit_entries').where('id', 'in', ids).executeTakeFirstOrThrow());
    }
    case 'audit addresses': {
      const ids = ended['audit addresses'](db, before).limit(batch);
      const erased = db.updateTable('audit_entries').set({ address: null }).where('id', 'in', ids);
      return affected(await erased.executeTakeFirstOrThrow());
    }
    case 'unconfirmed accounts': {
      const rows = await ended['unconfirmed accounts'](db, before).limit(batch).execute();
      const accountIds = rows.map(({ id }) => idOf(id));
      // Nobody is written to, so no id of a mail is used.
      for (const id of accountIds) await removeUnusedAccount(db, id, now, {}, 0n);
      return { rows: rows.length, accountIds };
    }
  }
}

const ended = {
  tickets: (db: Db, before: Instant) => db.selectFrom('tickets').select('digest').where('expires_at', '<', before),
  mails: (db: Db, before: Instant) => db.selectFrom('mails').select('id').where('failed_at', '<', before),
  invites: (db: Db, before: Instant) =>
    db
      .selectFrom('invites')
      .select('id')
      .where(({ eb, or, and, ref }) =>
        or([
          eb('ended_at', '<', before),
          eb('expires_at', '<', before),
          and([eb('uses', '>=', ref('max_uses')), eb('created_at', '<', before)]),
        ]),
      ),
  /** By their statuses, each of which was posted under one key. */
  'posting keys': (db: Db, before: Instant) =>
    db.selectFrom('posting_keys').select('status_id').where('expires_at', '<', before),
  notifications: (db: Db, before: Instant) =>
    db.selectFrom('notifications').select('id').where('created_at', '<', before),
  'audit entries': (db: Db, before: Instant) => db.selectFrom('audit_entries').select('id').where('at', '<', before),
  'audit addresses': (db: Db, before: Instant) =>
    db.selectFrom('audit_entries').select('id').where('address', 'is not', null).where('at', '<', before),
  /** Those that were disabled or suspended are kept: somebody decided upon them. */
  'unconfirmed accounts': (db: Db, before: Instant) =>
    db
      .selectFrom('accounts')
      .select('id')
      .where('confirmed_at', 'is', null)
      .where('deleted_at', 'is', null)
      .where('disabled_at', 'is', null)
      .where('suspended_at', 'is', null)
      .where('created_at', '<', before),
} satisfies Record<DirectorySweepable, (db: Db, before: Instant) => SelectQueryBuilder<Schema, never, object>>;

function affected(result: { readonly numDeletedRows: bigint } | { readonly numUpdatedRows: bigint }): Swept {
  return { rows: Number('numDeletedRows' in result ? result.numDeletedRows : result.numUpdatedRows), accountIds: [] };
}
