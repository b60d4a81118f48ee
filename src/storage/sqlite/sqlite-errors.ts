import { StoreUnavailable } from '../../flows/ports.ts';

const BUSY = 5;
const LOCKED = 6;
const DAMAGED = 11;

/** SQLite's primary result codes after which the same call may succeed later, or after the operator helped. */
const unavailable: ReadonlyMap<number, string> = new Map([
  [BUSY, 'The database is busy'],
  [LOCKED, 'The database is locked'],
  [8, 'The database cannot be written'],
  [10, 'The database cannot be read or written'],
  [DAMAGED, 'The database is damaged'],
  [13, 'The database is full'],
  [14, 'The database cannot be opened'],
  [15, 'The database is busy'],
  [26, 'The file is no database'],
]);

/** Whether another connection is in the way, so that waiting a little helps. */
export function isBusy(error: unknown): boolean {
  const code = resultCodeOf(error);
  return code === BUSY || code === LOCKED;
}

/** Whether the file does not hold together. */
export function isDamaged(error: unknown): boolean {
  return resultCodeOf(error) === DAMAGED;
}

/** A {@link StoreUnavailable} for errors of the file, the disk and the lock; any other error as it is. */
export function asStoreError(error: unknown): unknown {
  const message = unavailable.get(resultCodeOf(error) ?? 0);
  return message === undefined ? error : new StoreUnavailable(message, { cause: error });
}

/** The primary result code: the low byte of what `node:sqlite` reports. */
function resultCodeOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return undefined;
  return error.errcode & 0xff;
}
