import { DatabaseSync } from 'node:sqlite';

/**
 * Holds a file for this process alone, until it is released or the process ends, however it ends: a lock file with a
 * process id in it would stay behind after a crash. Node brings no lock of its own, but SQLite's, which is one.
 * @throws when somebody else holds it
 */
export function holdAlone(path: string): { readonly release: () => void } {
  const holder = new DatabaseSync(path, { timeout: 0 });
  try {
    holder.exec('pragma journal_mode = memory; begin exclusive');
  } catch (error) {
    holder.close();
    throw new Error(`${path} is held: another process works with this store`, { cause: error });
  }
  return { release: () => holder.close() };
}
