/**
 * The store in a SQLite file, by Node's own `node:sqlite`. Importing it is what loads a database driver; nothing else does.
 * @packageDocumentation
 */
export { openSqliteStore, type SqliteOptions } from '../storage/sqlite/open-sqlite-store.ts';
export type { FullStore, PoolLoad } from '../storage/store.ts';
