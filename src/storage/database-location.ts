import { resolve } from 'node:path';

/** Where the data is. */
export type DatabaseLocation = SqliteLocation | PostgresLocation;

/** A file of the embedded database. */
export interface SqliteLocation {
  readonly engine: 'sqlite';
  readonly path: string;
}

/** A database of a PostgreSQL server, or of one that speaks its protocol. */
export interface PostgresLocation {
  readonly engine: 'postgres';
  /** With the credentials: nothing prints it, see {@link databaseName}. */
  readonly url: string;
}

const FORMS =
  'must be sqlite: and the path of a file, such as sqlite:./data/mastodoor.db, or postgres://user:password@host:5432/database';

/**
 * Reads `sqlite:PATH`, `sqlite:///PATH`, `postgres://…` or `postgresql://…`.
 * Throws a RangeError that names the forms and never what was given, which may hold a password.
 */
export function readDatabaseUrl(text: string): DatabaseLocation {
  if (/^sqlite:.+/.test(text)) {
    return { engine: 'sqlite', path: text.slice('sqlite:'.length).replace(/^\/\/(?=\/)/, '') };
  }
  if (!/^postgres(ql)?:\/\//.test(text) || !URL.canParse(text)) throw new RangeError(FORMS);
  const { host, pathname, searchParams } = new URL(text);
  if ((host === '' && !searchParams.has('host')) || pathname.length < 2) throw new RangeError(FORMS);
  return { engine: 'postgres', url: text };
}

/** What messages call a database: the path of its file, or its URL without user, password and parameters. */
export function databaseName(location: DatabaseLocation): string {
  if (location.engine === 'sqlite') return resolve(location.path);
  const { host, pathname, searchParams } = new URL(location.url);
  return `postgres://${host || searchParams.get('host')}${pathname}`;
}
