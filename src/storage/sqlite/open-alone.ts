import { type CopyEnd, CopyRefused } from '../copy/copy-end.ts';
import { patiently } from './patience.ts';
import { SqliteConnection } from './sqlite-connection.ts';
import { createDb } from './sqlite-engine.ts';
import { isBusy } from './sqlite-errors.ts';

/**
 * Opens a file that is there for one connection alone: a server that has it open is found out, and none can open it until
 * this one is closed.
 * @throws CopyRefused when another process has the file open
 */
export async function openAlone(path: string): Promise<CopyEnd> {
  const connection = new SqliteConnection(path);
  try {
    await patiently(() => {
      // An exclusive lock cannot be had while any connection to a file with a write-ahead log is open, even an idle one.
      connection.run('pragma mmap_size = 0; pragma locking_mode = exclusive; begin exclusive; commit');
      connection.run('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on');
    });
  } catch (error) {
    connection.close();
    const busy = error instanceof Error && isBusy(error.cause);
    throw busy ? new CopyRefused(`Another process has ${path} open. Stop the server first`) : error;
  }
  return { db: createDb(connection), close: async () => connection.close() };
}
