import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type CopyEnd, CopyRefused, type CopyRole } from '../copy/copy-end.ts';
import { allTables } from '../copy/tables.ts';
import { migrationSettings } from './connection-settings.ts';
import { createDb } from './postgres-dialect.ts';
import { asStoreError, overNetwork } from './postgres-errors.ts';

/** Held while a database is copied, out of it or into it: the letters "mastcopy" as a number. */
const COPY_LOCK = 0x6d617374636f7079n;

/** Milliseconds for which a connection or a lock is waited for. */
const PATIENCE = 5000;

/** Milliseconds for which connections that are about to end are waited for. */
const LONGEST_FAREWELL = 2000;

const ALONE = `
  select count(*) = 0 as answer from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid()
    and backend_type = 'client backend' and application_name = current_setting('application_name')
`;

/**
 * Opens a database for one connection alone. Servers that are connected are found out by the name that they give, which
 * is this one's too. Nobody can write a source until it is closed: its tables are locked, and what is read is one moment
 * of it.
 * @throws CopyRefused when servers are connected, or another copy uses the database
 */
export async function openAlone(url: string, name: string, role: CopyRole): Promise<CopyEnd> {
  const client = new pg.Client({
    ...migrationSettings({ url, patience: PATIENCE }),
    lock_timeout: PATIENCE,
    // One end waits for the other.
    idle_in_transaction_session_timeout: 0,
  });
  client.on('error', () => {});
  const close = () => client.end().catch(() => {});
  try {
    await overNetwork(client.connect());
    const locked = () => isTrue(client, `select pg_try_advisory_lock(${COPY_LOCK}) as answer`);
    if (!(await comesTrue(locked))) throw new CopyRefused(`Another copy uses ${name}`);
    const isAlone = () => isTrue(client, ALONE);
    if (!(await comesTrue(isAlone))) throw new CopyRefused(`A server is connected to ${name}. Stop all of them first`);
    if (role === 'source') {
      // The locks come first, so that the moment that is read is after everything that was committed.
      await overNetwork(client.query('begin isolation level repeatable read'));
      await overNetwork(client.query(`lock table ${allTables.map(pg.escapeIdentifier).join(', ')} in share mode`));
    }
    const analyse = async () => {
      await overNetwork(client.query('analyze'));
    };
    const isStillAlone = async () => {
      // What is known of other connections is kept for as long as a transaction is open.
      await overNetwork(client.query('select pg_stat_clear_snapshot()'));
      return isAlone();
    };
    return { db: createDb(client), analyse, isAlone: isStillAlone, close };
  } catch (error) {
    await close();
    throw asStoreError(error);
  }
}

/** Connections that are about to end may take a moment. */
async function comesTrue(holds: () => Promise<boolean>): Promise<boolean> {
  const deadline = performance.now() + LONGEST_FAREWELL;
  while (!(await holds())) {
    if (performance.now() > deadline) return false;
    await sleep(50);
  }
  return true;
}

async function isTrue(client: pg.Client, query: string): Promise<boolean> {
  const { rows } = await overNetwork(client.query<{ readonly answer: boolean }>(query));
  return rows[0]?.answer === true;
}
