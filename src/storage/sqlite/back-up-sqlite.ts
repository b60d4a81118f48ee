import { link, open, rm, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { patiently } from './patience.ts';
import { SqliteConnection } from './sqlite-connection.ts';
import { asStoreError, isDamaged } from './sqlite-errors.ts';

/** Pages that are copied between two looks at the signal; a page has 4096 bytes. */
const PAGES_AT_ONCE = 1024;

/** What to copy, and where to. */
export interface SqliteBackupOptions {
  /** The database file. It must be there. */
  readonly from: string;
  /** The new file. */
  readonly to: string;
  /** Called now and then with the number of pages that are copied, and that there are. */
  readonly onProgress?: (done: number, all: number) => void;
  /** Called when every page is copied and the copy begins to be verified. */
  readonly onVerify?: () => void;
  /** Ends the backup; what was written is removed. */
  readonly signal?: AbortSignal;
}

/** A backup that stands. */
export interface SqliteBackup {
  readonly path: string;
  readonly bytes: number;
  /** The last migration that the database had: the version that can open it is the one that knows this name. */
  readonly schema: string;
}

/** A backup was not made; the message says why and what to do. */
export class BackupRefused extends Error {
  override readonly name = 'BackupRefused';
}

/**
 * Copies a database, as it was at one moment, into a new file while others write. The copy is readable by its owner alone,
 * is verified before it gets its name, and is on disk when this resolves. Nothing is ever overwritten.
 *
 * @throws BackupRefused when the target is there already or its folder not writable, another backup into it is under way, or
 * the copy is damaged
 */
export async function backUpSqlite(options: SqliteBackupOptions): Promise<SqliteBackup> {
  const target = resolve(options.to);
  const draft = `${target}.partial`;
  await refuseWhatIsThere(target);
  await claimDraft(draft);
  try {
    await copySnapshot(resolve(options.from), draft, options);
    options.onVerify?.();
    const schema = verifyCopy(draft);
    await sync(draft);
    // A link, because a rename would replace what somebody else put there meanwhile.
    await link(draft, target).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') await refuseWhatIsThere(target);
      throw error;
    });
    await sync(dirname(target));
    return { path: target, bytes: (await stat(target)).size, schema };
  } finally {
    for (const side of ['', '-journal', '-wal', '-shm']) await rm(`${draft}${side}`, { force: true });
  }
}

async function refuseWhatIsThere(path: string): Promise<void> {
  const there = await stat(path).catch(() => undefined);
  if (there !== undefined) throw new BackupRefused(`${path} is there already. Name a new file`);
}

/** Made before SQLite writes it, which would let everybody read it. */
async function claimDraft(path: string): Promise<void> {
  try {
    await (await open(path, 'wx', 0o600)).close();
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') {
      throw new BackupRefused(`${path} is there: another backup runs, or one was cut off. If none runs, remove it`);
    }
    if (!['EACCES', 'EPERM', 'EROFS'].includes(code)) throw error;
    throw new BackupRefused(
      `This user may make no file in ${dirname(path)}. Make a folder there that belongs to it, and name a file in that`,
    );
  }
}

/**
 * The read transaction of the source stays open over all steps: without it each commit of another process would make the
 * backup begin anew, and it would never end under load.
 */
async function copySnapshot(from: string, to: string, { onProgress, signal }: SqliteBackupOptions): Promise<void> {
  const source = await patiently(() => {
    // Not `readOnly`: whoever comes first after a crash has to recover the log.
    const database = new DatabaseSync(from, { timeout: 0 });
    try {
      database.exec('pragma query_only = on; begin');
      database.prepare('select count(*) from sqlite_schema').get();
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  });
  try {
    await backup(source, to, {
      rate: PAGES_AT_ONCE,
      progress: ({ totalPages, remainingPages }) => {
        signal?.throwIfAborted();
        onProgress?.(totalPages - remainingPages, totalPages);
      },
    });
    signal?.throwIfAborted();
  } catch (error) {
    throw asStoreError(error);
  } finally {
    source.close();
  }
}

/**
 * Also makes it one file that can be read from where nothing can be written; a server that opens it takes up its log again.
 * An older schema is as good as any: a backup is what one makes before an update.
 */
function verifyCopy(path: string): string {
  const connection = new SqliteConnection(path);
  const rowsOf = (query: string) => connection.statement(query).all();
  try {
    connection.run('pragma mmap_size = 0; pragma journal_mode = delete');
    const findings = rowsOf('pragma integrity_check').map((row) => String(row.integrity_check));
    if (findings.join() !== 'ok') throw damaged(findings.slice(0, 3).join('; '));
    const orphans = rowsOf('pragma foreign_key_check').length;
    if (orphans > 0) throw damaged(`${orphans} rows belong to others that are missing`);
    if (rowsOf("select 1 from sqlite_schema where name = 'kysely_migration'").length === 0) throw foreign();
    const newest = rowsOf('select name from kysely_migration order by name desc limit 1')[0]?.name;
    if (typeof newest !== 'string') throw foreign();
    return newest;
  } catch (error) {
    throw isDamaged(error) ? damaged((error as Error).message) : asStoreError(error);
  } finally {
    connection.close();
  }
}

function foreign(): BackupRefused {
  return new BackupRefused('The file is no database of Mastodoor: it has no migrations');
}

function damaged(findings: string): BackupRefused {
  return new BackupRefused(`The copy is damaged, and so the database may be: ${findings}. Keep the last good backup`);
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
