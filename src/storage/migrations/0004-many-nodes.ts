/** What nodes over one database share beside its people's data. What each table means stands in `schema.ts`. */
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { idType, index } from './columns-and-indexes.ts';

export const manyNodes: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('limit_counts')
      .addColumn('rule', 'text', (column) => column.notNull())
      .addColumn('key', 'text', (column) => column.notNull())
      .addColumn('window_ends_at', 'bigint', (column) => column.notNull())
      .addColumn('count', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('limit_counts_pair', ['rule', 'key'])
      .execute();
    await index(db, 'limit_counts', 'end', ['window_ends_at']).execute();

    await db.schema
      .createTable('reached_limits')
      .addColumn('id', idType(db), (column) => column.notNull().primaryKey())
      .addColumn('rule', 'text', (column) => column.notNull())
      .addColumn('key', 'text', (column) => column.notNull())
      .addColumn('reached_at', 'bigint', (column) => column.notNull())
      .addColumn('window_ends_at', 'bigint', (column) => column.notNull())
      .addColumn('lifted_at', 'bigint')
      .addColumn('lifts', 'bigint', (column) => column.notNull())
      .addUniqueConstraint('reached_limits_window', ['rule', 'key', 'window_ends_at'])
      .execute();
    await index(db, 'reached_limits', 'end', ['window_ends_at']).execute();

    await db.schema
      .createTable('duties')
      .addColumn('name', 'text', (column) => column.notNull().primaryKey())
      .addColumn('holder', 'text', (column) => column.notNull())
      .addColumn('until', 'bigint', (column) => column.notNull())
      .addColumn('done_at', 'bigint')
      .addColumn('failed_at', 'bigint')
      .execute();

    await index(db, 'accounts', 'owner', ['id']).where('role', '=', 'owner').execute();
  },
};
