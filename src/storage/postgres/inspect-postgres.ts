import pg from 'pg';
import { connectionSettings } from './connection-settings.ts';
import { asStoreError, overNetwork } from './postgres-errors.ts';

/** What a server says of itself, as far as it matters to whoever keeps this package's data there. */
export interface PostgresFacts {
  /** In words, such as `PostgreSQL 18.4`. */
  readonly version: string;
  /** Its number, such as 180004. */
  readonly versionNumber: number;
  /** Whether what was answered survives a crash of the server, as its settings are for this user. */
  readonly keepsWhatItAnswered: boolean;
  /** Whether it takes changes: a standby takes none. */
  readonly isWritable: boolean;
  /** How many connections this user may have to this database, of all nodes together. */
  readonly connectionLimit: number;
}

/** Asks a server. Rejects with `StoreUnavailable` when it cannot be reached. */
export async function inspectPostgres(url: string): Promise<PostgresFacts> {
  const client = new pg.Client(connectionSettings({ url, patience: 5000 }));
  client.on('error', () => {});
  try {
    await overNetwork(client.connect());
    const { rows } = await overNetwork(
      client.query<Record<'version' | 'number' | 'commit' | 'fsync' | 'readonly' | 'connections', string>>(
        `select split_part(version(), ' on ', 1) as version,
          current_setting('server_version_num') as number,
          current_setting('synchronous_commit') as commit,
          current_setting('fsync', true) as fsync,
          current_setting('transaction_read_only') as readonly,
          least(
            current_setting('max_connections', true)::integer
              - coalesce(current_setting('superuser_reserved_connections', true)::integer, 0)
              - coalesce(current_setting('reserved_connections', true)::integer, 0),
            (select nullif(rolconnlimit, -1) from pg_roles where rolname = current_user),
            (select nullif(datconnlimit, -1) from pg_database where datname = current_database())
          ) as connections`,
      ),
    );
    const row = rows[0];
    if (row === undefined) throw new Error('The server said nothing of itself');
    return {
      version: row.version,
      versionNumber: Number(row.number),
      keepsWhatItAnswered: row.commit !== 'off' && row.fsync !== 'off',
      isWritable: row.readonly === 'off',
      connectionLimit: Number(row.connections),
    };
  } catch (error) {
    throw asStoreError(error);
  } finally {
    await client.end().catch(() => {});
  }
}
