import { readConfig } from '../server/config.ts';
import { migrateDatabase, pendingMigrationsOf } from '../storage/database.ts';
import { databaseName } from '../storage/database-location.ts';
import { print } from './terminal.ts';

/** `migrate`: brings the schema up to date, as the server does when it starts; with `--dry-run` only says what it would do. */
export async function runMigrate({ dryRun }: { readonly dryRun?: boolean }): Promise<void> {
  const { database } = readConfig(process.env);
  const name = databaseName(database);
  if (!dryRun) return report(name, 'Applied', await migrateDatabase(database));
  const pending = await pendingMigrationsOf(database);
  if (pending === undefined) return print(`There is no database at ${name}. It would be made.`);
  report(name, 'Pending', pending);
}

function report(name: string, word: string, names: readonly string[]): void {
  if (names.length === 0) print(`The database at ${name} is up to date.`);
  for (const migration of names) print(`${word}: ${migration}`);
}
