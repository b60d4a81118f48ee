import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { bound, type SqliteConnection } from './sqlite-connection.ts';

/**
 * Kysely on one connection of `node:sqlite`. Kysely brings a dialect for SQLite, but passes the parameters as one array
 * where `node:sqlite` wants them spread, and compiles every statement anew. Closing the connection is its owner's task.
 */
export function createSqliteDialect(connection: SqliteConnection): Dialect {
  return {
    createAdapter: () => new TransactionalDdlAdapter(),
    createDriver: () => new OneConnectionDriver(connection),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

/** SQLite rolls back changes of the schema as it does any other. */
class TransactionalDdlAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class OneConnectionDriver implements Driver {
  readonly #sqlite: SqliteConnection;
  readonly #connection: DatabaseConnection;

  constructor(connection: SqliteConnection) {
    this.#sqlite = connection;
    this.#connection = new QueryConnection(connection);
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#connection;
  }

  /** Takes the write lock at once: a lock taken later cannot be waited for without starting over. */
  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('commit'));
  }

  /** A full disk has rolled back already, and that must not be told in the place of the full disk. */
  async rollbackTransaction(): Promise<void> {
    this.#sqlite.abandon();
  }

  async releaseConnection(): Promise<void> {}

  async destroy(): Promise<void> {}
}

/** Runs one statement to its end. */
export function runQuery<Row>(
  connection: SqliteConnection,
  { sql, parameters }: Pick<CompiledQuery, 'sql' | 'parameters'>,
): QueryResult<Row> {
  const statement = connection.statement(sql);
  const values = parameters.map(bound);
  if (statement.returnsRows) return { rows: statement.all(...values) as Row[] };
  return { rows: [], numAffectedRows: statement.run(...values) };
}

class QueryConnection implements DatabaseConnection {
  readonly #connection: SqliteConnection;

  constructor(connection: SqliteConnection) {
    this.#connection = connection;
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    return runQuery<Row>(this.#connection, query);
  }

  // biome-ignore lint/correctness/useYield: Kysely's interface asks for a generator; nothing here streams
  async *streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error('Rows of SQLite are not streamed');
  }
}
