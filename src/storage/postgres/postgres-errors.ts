import pg from 'pg';
import { StoreUnavailable } from '../../flows/ports.ts';

/** Errors of PostgreSQL's, by code or by class of codes, after which the same call may succeed later. */
const unavailable: ReadonlyMap<string, string> = new Map([
  ['08', 'The connection to the database was lost'],
  ['25006', 'The database cannot be written'],
  ['26000', 'The database forgot a prepared statement'],
  ['28', 'The database refused the user'],
  ['3D000', 'There is no such database'],
  ['40', 'The database is busy'],
  ['53', 'The database has no more room, memory or connections'],
  ['55P03', 'The database is locked'],
  ['57', 'The database is shutting down or stopped the query'],
  ['58', 'The database cannot read or write its files'],
  ['XX001', 'The database is damaged'],
  ['XX002', 'The database is damaged'],
]);

/** The outcome of a commit that was sent is not known: its answer never came. */
export class CommitUnknown extends StoreUnavailable {
  constructor(cause: unknown) {
    super('The connection to the database was lost before it answered a commit', { cause });
  }
}

/** Whether the transaction met another one and can run anew. Nothing of it was kept. */
export function metAnother(error: unknown): boolean {
  const code = codeOf(error);
  return code === '40001' || code === '40P01';
}

/** Whether a statement was not looked at because an earlier one of its transaction failed. */
export function isAfterFailure(error: unknown): boolean {
  return codeOf(error) === '25P02';
}

/** Classes of errors that say that the server or the connection ends, whatever became of what was asked last. */
const ENDING = ['08', '57P', 'XX', '58', 'F0'];

/** Whether PostgreSQL answered that it failed, so that surely nothing of it was kept. */
export function wasRefused(error: unknown): boolean {
  if (!(error instanceof pg.DatabaseError) || error.severity !== 'ERROR') return false;
  return !ENDING.some((codes) => error.code?.startsWith(codes));
}

/** Whether it came of the database or of the way there, and not of the code around it. */
export function isOfDatabase(error: unknown): boolean {
  return error instanceof pg.DatabaseError || isOfConnection(error);
}

/** Whether the key of a row was taken, which for ids means that another node drew the same one. */
export function isTakenKey(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '23505' && error.constraint?.endsWith('_pkey') === true;
}

/**
 * Whether the connection is of no use any more: it broke, or what was prepared on it does not fit the tables any longer,
 * which somebody migrated meanwhile.
 */
export function isSpent(error: unknown): boolean {
  const code = codeOf(error);
  if (code === undefined) return isOfConnection(error);
  return code.startsWith('57P') || code.startsWith('08') || code === '0A000' || code === '26000';
}

/**
 * A {@link StoreUnavailable} for errors of the connection, the disk, the lock and whatever else may pass; any other error
 * as it is, without the values that PostgreSQL repeats in it.
 */
export function asStoreError(error: unknown): unknown {
  if (error instanceof StoreUnavailable) return error;
  const code = codeOf(error);
  if (code === undefined) {
    if (!isOfConnection(error)) return error;
    return new StoreUnavailable('The database cannot be reached', { cause: error });
  }
  const message = unavailable.get(code) ?? unavailable.get(code.slice(0, 2));
  const silent = withoutValues(error as pg.DatabaseError);
  return message === undefined ? silent : new StoreUnavailable(message, { cause: silent });
}

/** What an error of a server or a socket says beside the message may hold digests and addresses of people. */
function withoutValues(error: pg.DatabaseError): pg.DatabaseError {
  for (const member of ['detail', 'where', 'internalQuery', 'hint'] as const) error[member] = undefined;
  return error;
}

function codeOf(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined;
}

/** Marks errors that come of `pg` and not of a query's own text or of the code around it. */
const ofConnection = new WeakSet<object>();

function isOfConnection(error: unknown): boolean {
  return typeof error === 'object' && error !== null && ofConnection.has(error);
}

/**
 * Awaits what `pg` does on the network. What it rejects with, unless PostgreSQL said it, tells of the connection: `pg`
 * has no class and few codes for such errors, only messages.
 */
export async function overNetwork<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) && typeof error === 'object' && error !== null) ofConnection.add(error);
    throw error;
  }
}
