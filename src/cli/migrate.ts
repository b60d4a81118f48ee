import { resolve } from 'node:path';
import { readConfig } from '../server/config.ts';
import { migrateDatabase, pendingMigrationsOf } from '../storage/database.ts';
import { print } from './terminal.ts';

/** `migrate`: brings the schema up to date, as the server does when it starts; with `--dry-run` only says what it would do. */
export async function runMigrate({ dryRun }: { readonly dryRun?: boolean }): Promise<void> {
  const { database } = readConfig(process.env);
  const path = resolve(database.path);
  if (!dryRun) return report(path, 'Applied', await migrateDatabase(database));
  const pending = await pendingMigrationsOf(database);
  if (pending === undefined) return print(`There is no database at ${path}. It would be made.`);
  report(path, 'Pending', pending);
}

function report(path: string, word: string, names: readonly string[]): void {
  if (names.length === 0) print(`The database at ${path} is up to date.`);
  for (const name of names) print(`${word}: ${name}`);
}
