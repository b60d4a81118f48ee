import { type DatabaseLocation, databaseName } from '../database-location.ts';
import type { Db } from '../schema.ts';

/** One end of a copy: a database that nobody else writes while it is open. */
export interface CopyEnd {
  /** One connection. */
  readonly db: Db;
  /** Takes the statistics by which the engine plans its queries, where it does not gather them in time by itself. */
  readonly analyse?: () => Promise<void>;
  /** Whether nobody came meanwhile; an engine that keeps everybody out needs not be asked. */
  readonly isAlone?: () => Promise<boolean>;
  close(): Promise<void>;
}

/** Whether a copy goes out of a database or into it. */
export type CopyRole = 'source' | 'target';

/** A copy cannot be begun or ended; the message says why. */
export class CopyRefused extends Error {
  override readonly name = 'CopyRefused';
}

/**
 * Opens a database for a copy out of it (`source`) or into it (`target`).
 * @throws CopyRefused when somebody else has it open
 */
export async function openCopyEnd(location: DatabaseLocation, role: CopyRole): Promise<CopyEnd> {
  if (location.engine === 'postgres') {
    const { openAlone } = await import('../postgres/open-alone.ts');
    return openAlone(location.url, databaseName(location), role);
  }
  const { openAlone } = await import('../sqlite/open-alone.ts');
  return openAlone(location.path);
}
