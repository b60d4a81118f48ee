/**
 * The store in a PostgreSQL database, by `pg`. Importing it is what loads that driver; nothing else does.
 * @packageDocumentation
 */
export { openPostgresStore, type PostgresOptions } from '../storage/postgres/open-postgres-store.ts';
export type { FullStore, PoolLoad } from '../storage/store.ts';
