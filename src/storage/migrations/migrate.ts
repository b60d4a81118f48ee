import { sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import type { Db } from '../schema.ts';
import { initial } from './0001-initial.ts';
import { embedding } from './0002-embedding.ts';
import { people } from './0003-people.ts';
import { manyNodes } from './0004-many-nodes.ts';
import { firstScreen } from './0005-first-screen.ts';
import { checksOfOneRow } from './0006-checks-of-one-row.ts';

/** Every change of the schema, in order. Names are for ever: databases remember them. */
const migrations: Readonly<Record<string, Migration>> = {
  '0001-initial': initial,
  '0002-embedding': embedding,
  '0003-people': people,
  '0004-many-nodes': manyNodes,
  '0005-first-screen': firstScreen,
  '0006-checks-of-one-row': checksOfOneRow,
};

/**
 * Brings the schema up to date, all of it or nothing, and resolves to the names of the migrations that ran. Throws when
 * the database was made by a newer version. Of several processes that start at once one migrates and the others wait.
 */
export async function migrate(db: Db): Promise<readonly string[]> {
  if ((await pendingMigrations(db)).length === 0) {
    await refuseNewerSchema(db);
    return [];
  }
  return db.transaction().execute(async (transaction) => {
    const { error, results } = await migratorOf(transaction).migrateToLatest();
    if (error !== undefined) throw error;
    return results?.map((result) => result.migrationName) ?? [];
  });
}

/** The names of the migrations that the database does not have yet; changes nothing. */
export async function pendingMigrations(db: Db): Promise<readonly string[]> {
  const done = await appliedMigrations(db);
  return Object.keys(migrations).filter((name) => !done.includes(name));
}

/** The names of those that it has; none when nothing was ever made there. Changes nothing. */
export async function appliedMigrations(db: Db): Promise<readonly string[]> {
  try {
    return await namesIn(db);
  } catch {
    // The migrator asks first whether there is such a table, which takes longer, and rejects if the trouble is another.
    const all = await migratorOf(db).getMigrations();
    // Another process that starts at the same time may have made it since.
    return all.some(({ executedAt }) => executedAt !== undefined) ? namesIn(db) : [];
  }
}

async function namesIn(db: Db): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  return rows.map(({ name }) => name);
}

/** A migration of a database that this version does not know; undefined where there is none. */
export async function unknownMigration(db: Db): Promise<string | undefined> {
  return (await appliedMigrations(db)).find((name) => migrations[name] === undefined);
}

async function refuseNewerSchema(db: Db): Promise<void> {
  const unknown = await unknownMigration(db);
  if (unknown !== undefined) {
    throw new Error(`The database was made by a newer version: it has the migration "${unknown}"`);
  }
}

function migratorOf(db: Db): Migrator {
  return new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } });
}
