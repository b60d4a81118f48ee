import pg from 'pg';
import { StoreUnavailable } from '../../flows/ports.ts';
import { dispose, keepAlive } from './client-socket.ts';
import { connectionSettings, type Reach } from './connection-settings.ts';
import { asStoreError, isSpent, overNetwork } from './postgres-errors.ts';

interface Connection {
  readonly client: pg.Client;
  /** How many reads wait for their answers. */
  waiting: number;
}

/**
 * Finds single rows for all requests over one connection: queries are sent without waiting for the answers to earlier
 * ones, and none of them takes long. A connection that breaks is replaced by the next read, and reads that waited on it
 * are asked again there, once. Keeps no process alive while nobody waits.
 */
export class PointReads {
  readonly #reach: Reach;
  #connecting: Promise<Connection> | undefined;
  /** What came of it. */
  #connection: Connection | undefined;
  #closed = false;

  constructor(reach: Reach) {
    this.#reach = reach;
  }

  async find<Row>(query: pg.QueryConfig): Promise<Row | undefined> {
    try {
      return await this.#ask(query);
    } catch (error) {
      if (!isSpent(error) || this.#closed) throw asStoreError(error);
    }
    try {
      return await this.#ask(query);
    } catch (error) {
      throw asStoreError(error);
    }
  }

  /** To be called when no read waits any more. */
  async close(): Promise<void> {
    this.#closed = true;
    const connection = await this.#connecting?.catch(() => undefined);
    if (connection !== undefined) await dispose(connection.client);
  }

  async #ask<Row>(query: pg.QueryConfig): Promise<Row | undefined> {
    if (this.#closed) throw new StoreUnavailable('The database is closed');
    this.#connecting ??= this.#connect();
    const connection = await this.#connecting;
    const { client } = connection;
    if (connection.waiting++ === 0) keepAlive(client, true);
    try {
      const { rows } = await overNetwork(client.query(query));
      return rows[0];
    } catch (error) {
      if (isSpent(error)) this.#forget(client);
      throw error;
    } finally {
      if (--connection.waiting === 0) keepAlive(client, false);
    }
  }

  async #connect(): Promise<Connection> {
    const client = new pg.Client({ ...connectionSettings(this.#reach), query_timeout: this.#reach.patience });
    client.on('error', () => this.#forget(client));
    try {
      await overNetwork(client.connect());
    } catch (error) {
      this.#connecting = undefined;
      throw asStoreError(error);
    }
    this.#connection = { client, waiting: 0 };
    return this.#connection;
  }

  #forget(client: pg.Client): void {
    if (this.#connection?.client !== client) return;
    this.#connection = undefined;
    this.#connecting = undefined;
    void dispose(client);
  }
}
