import {
  type ColumnDefinitionNode,
  CompiledQuery,
  type DatabaseConnection,
  type DataTypeNode,
  type Dialect,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely';
import type pg from 'pg';
import type { Db, Schema } from '../schema.ts';
import { isAfterFailure, overNetwork } from './postgres-errors.ts';
import { statementName } from './statement-names.ts';
import { bound } from './stored-values.ts';

/** Held while a schema is migrated: the letters "mastodoo" as a number. */
const MIGRATION_LOCK = 0x6d6173746f646f6fn;

/**
 * Kysely on one connection. Kysely brings a dialect for PostgreSQL, but it takes another connection for each transaction,
 * so that queries could not be compiled once, and prepares nothing by name. Closing the connection is its owner's task.
 */
export function createDb(client: pg.ClientBase, allowance: StatementAllowance = { left: Infinity }): Db {
  const dialect: Dialect = {
    createAdapter: () => new LockedAdapter(),
    createDriver: () => new OneConnectionDriver(new QueryConnection(client, allowance)),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new ByteOrderCompiler(),
  };
  return new Kysely<Schema>({ dialect });
}

/** How many statements may still run on a connection; its owner sets it. */
export interface StatementAllowance {
  left: number;
  /** Called when a statement was handed to the connection, before it is answered: what is asked for then comes right behind it. */
  sent?: (() => void) | undefined;
}

/** Whoever migrates holds the lock before the migrator begins; Kysely's own would be given back before the commit. */
class LockedAdapter extends PostgresAdapter {
  override async acquireMigrationLock(): Promise<void> {}
  override async releaseMigrationLock(): Promise<void> {}
}

/**
 * Gives columns of text the order and the letter case of bytes, as SQLite has them: the collation of a database differs
 * from one installation to the next, and changes under its indexes when the operating system is upgraded.
 */
class ByteOrderCompiler extends PostgresQueryCompiler {
  #definesColumn = false;

  protected override visitColumnDefinition(node: ColumnDefinitionNode): void {
    this.#definesColumn = true;
    super.visitColumnDefinition(node);
    this.#definesColumn = false;
  }

  protected override visitDataType(node: DataTypeNode): void {
    super.visitDataType(node);
    if (this.#definesColumn && node.dataType === 'text') this.append(' collate "C"');
  }
}

/** Its transactions are those of migrations; the engine begins and ends all others itself. */
class OneConnectionDriver implements Driver {
  readonly #connection: DatabaseConnection;

  constructor(connection: DatabaseConnection) {
    this.#connection = connection;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#connection;
  }

  /** Of several that migrate at once one goes first; the others wait here, and then see what it committed. */
  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin isolation level read committed'));
    await connection.executeQuery(CompiledQuery.raw(`select pg_advisory_xact_lock(${MIGRATION_LOCK})`));
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('commit'));
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('rollback'));
  }

  async releaseConnection(): Promise<void> {}

  async destroy(): Promise<void> {}
}

class QueryConnection implements DatabaseConnection {
  readonly #client: pg.ClientBase;
  readonly #allowance: StatementAllowance;
  #failure: unknown;

  constructor(client: pg.ClientBase, allowance: StatementAllowance) {
    this.#client = client;
    this.#allowance = allowance;
  }

  async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    if (--this.#allowance.left < 0) throw new Error('No more statements may run on this connection');
    const name = statementName(sql);
    const query = { text: sql, values: parameters.map(bound), ...(name === undefined ? {} : { name }) };
    try {
      const answer = overNetwork(this.#client.query(query));
      this.#allowance.sent?.();
      const { rows, rowCount } = await answer;
      return { rows, numAffectedRows: BigInt(rowCount ?? 0) };
    } catch (error) {
      // The migrator asks on after a failure; only the first error of a transaction says what is wrong.
      if (this.#failure !== undefined && isAfterFailure(error)) throw this.#failure;
      this.#failure = error;
      throw error;
    }
  }

  // biome-ignore lint/correctness/useYield: Kysely's interface asks for a generator; nothing here streams
  async *streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error('Rows of PostgreSQL are not streamed');
  }
}
