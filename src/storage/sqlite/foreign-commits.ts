import type { SqliteConnection } from './sqlite-connection.ts';

/** Milliseconds between looks. One look takes microseconds: SQLite compares a counter in shared memory. */
const INTERVAL = 250;

/**
 * Calls `changed` soon after another connection committed to the file, of this process or another. What `connection`
 * commits itself does not count, so it must be the one that writes. A look that fails counts as a change: what cannot be
 * seen may have happened.
 * @returns ends it
 */
export function watchForeignCommits(connection: SqliteConnection, changed: () => void): () => void {
  let known = versionSeenBy(connection);
  const timer = setInterval(() => {
    const version = versionSeenBy(connection);
    if (version !== undefined && version === known) return;
    known = version;
    changed();
  }, INTERVAL).unref();
  return () => clearInterval(timer);
}

function versionSeenBy(connection: SqliteConnection): unknown {
  try {
    return connection.statement('pragma data_version').get()?.data_version;
  } catch {
    return undefined;
  }
}
