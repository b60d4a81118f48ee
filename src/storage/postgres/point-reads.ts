import pg from 'pg';
import { StoreUnavailable } from '../../flows/ports.ts';
import { dispose, keepAlive } from './client-socket.ts';
import { connectionSettings, type Reach } from './connection-settings.ts';
import { asStoreError, isSpent, overNetwork } from './postgres-errors.ts';

/**
 * Finds single rows for all requests over one connection: queries are sent without waiting for the answers to earlier
 * ones, and none of them takes long. A connection that breaks is replaced by the next read, and reads that waited on it
 * are asked again there, once. Keeps no process alive while nobody waits.
 */
export class PointReads {
  readonly #reach: Reach;
  #client: Promise<pg.Client> | undefined;
  /** The one that is made, of those that are or were being made. */
  #current: pg.Client | undefined;
  #waiting = 0;
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

  /** Lets the reads that wait finish. */
  async close(): Promise<void> {
    this.#closed = true;
    const client = await this.#client?.catch(() => undefined);
    if (client !== undefined) await dispose(client);
  }

  async #ask<Row>(query: pg.QueryConfig): Promise<Row | undefined> {
    const client = await this.#connected();
    if (this.#waiting++ === 0) keepAlive(client, true);
    try {
      const { rows } = await overNetwork(client.query(query));
      return rows[0];
    } catch (error) {
      if (isSpent(error)) this.#forget(client);
      throw error;
    } finally {
      if (--this.#waiting === 0) keepAlive(client, false);
    }
  }

  #connected(): Promise<pg.Client> {
    if (this.#closed) throw new StoreUnavailable('The database is closed');
    this.#client ??= this.#connect();
    return this.#client;
  }

  async #connect(): Promise<pg.Client> {
    const client = new pg.Client({ ...connectionSettings(this.#reach), query_timeout: this.#reach.patience });
    client.on('error', () => this.#forget(client));
    try {
      await overNetwork(client.connect());
      this.#current = client;
      return client;
    } catch (error) {
      this.#client = undefined;
      throw error;
    }
  }

  #forget(client: pg.Client): void {
    if (this.#current !== client) return;
    this.#current = undefined;
    this.#client = undefined;
    void dispose(client);
  }
}
