import { randomBytes } from 'node:crypto';
import { type AuditTrouble, createAuditLog } from '../accounts/audit/audit-log.ts';
import { keepDirectory } from '../accounts/housekeeping.ts';
import type { SecurityEvent } from '../flows/ports.ts';
import { type Admin, type AdminParts, createAdmin } from '../library/admin.ts';
import { type Config, readConfig } from '../server/config.ts';
import { openDatabase, pendingMigrationsOf } from '../storage/database.ts';
import { databaseName } from '../storage/database-location.ts';
import type { FullStore } from '../storage/store.ts';
import { CliFailure } from './cli-failure.ts';
import { note } from './terminal.ts';

/** A command does one thing after the other, and a server of many nodes has none to spare. */
const CONNECTIONS = 2;

/** What a command works with: the settings, and the database that a server may have open at the same time. */
export interface Operator {
  readonly config: Config;
  readonly store: FullStore;
  readonly admin: Admin;
  /** Tells the audit log of what the operator did. */
  readonly report: (event: SecurityEvent) => void;
}

/**
 * Runs a command on the database of the settings and closes it afterwards. Changes hold for a running server at once.
 * @param options.create makes the database when there is none; otherwise that is a mistake, such as the wrong folder
 */
export async function withOperator<T>(
  work: (operator: Operator) => Promise<T>,
  options: { readonly create?: boolean } = {},
): Promise<T> {
  const config = readConfig(process.env);
  await checkDatabase(config, options.create ?? false);
  const store = await openDatabase(config.database, { poolSize: CONNECTIONS });
  const audit = createAuditLog({ store, actor: 'operator', onTrouble: noteTrouble });
  const report = (event: SecurityEvent) => audit.record({ ...event, at: Date.now() });
  try {
    return await work({ config, store, admin: operatorAdmin(store, report), report });
  } finally {
    await audit.close();
    await store.close();
  }
}

function noteTrouble({ error, lost }: AuditTrouble): void {
  const reason = error instanceof Error ? error.message : String(error);
  note(lost > 0 ? `What you did could not be written into the audit log: ${reason}` : `The audit log waits: ${reason}`);
}

/** A command never changes the schema in passing: the running server may be of another version. */
async function checkDatabase({ database }: Config, create: boolean): Promise<void> {
  const pending = await pendingMigrationsOf(database);
  const name = databaseName(database);
  if (pending === undefined) {
    if (!create) {
      throw new CliFailure(
        `There is no database at ${name}. Run this in the server's folder, or set DATABASE_URL as the server has it.`,
      );
    }
    note(`A new database is made at ${name}`);
  } else if (pending.length > 0) {
    throw new CliFailure(`The database at ${name} lacks the migrations ${pending.join(', ')}. Run: mastodoor migrate`);
  }
}

function operatorAdmin(store: FullStore, report: Operator['report']): Admin {
  const randomSecret = () => randomBytes(32).toString('base64url');
  const now = Date.now;
  const alsoClean: AdminParts['alsoClean'] = (round) => keepDirectory({ store, now }, round);
  return createAdmin({ store, now, randomSecret, report, alsoClean });
}
