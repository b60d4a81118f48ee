/** How values of the domain are written into rows and read back. Nothing above the row layer sees null or a bigint. */
import { isAccountId } from '../protocol/account-id.ts';
import type { AccountId, Id, Instant } from '../protocol/app.ts';
import type { Integer } from './schema.ts';

const LARGEST_ID = 2n ** 63n - 1n;

/** An id that no row has. */
const NOWHERE = -1n;

/** Text that no account is stored under. */
const NOBODY = '';

/** The integer of an id to search for. Text that is no id finds nothing; it may come from anyone. */
export function soughtId(id: Id): bigint {
  if (!/^[1-9][0-9]{0,18}$/.test(id)) return NOWHERE;
  const value = BigInt(id);
  return value <= LARGEST_ID ? value : NOWHERE;
}

/** The integer of an id to store. Throws a RangeError on text that is no id, lest two things get the same one. */
export function storedId(id: Id): bigint {
  const value = soughtId(id);
  if (value === NOWHERE) throw new RangeError('An id must be a decimal number between 1 and 2^63 - 1');
  return value;
}

/** The same for an id that may be absent. */
export function optionalStoredId(id: Id | undefined): bigint | null {
  return id === undefined ? null : storedId(id);
}

/** The text of an account id to search for. What cannot be one finds nothing: drivers may alter such text on its way. */
export function soughtAccountId(id: AccountId): string {
  return isAccountId(id) ? id : NOBODY;
}

/** The text of an account id to store. Throws a RangeError on text that cannot be one. */
export function storedAccountId(id: AccountId): string {
  if (isAccountId(id)) return id;
  throw new RangeError('An account id must be 1 to 255 characters of well-formed text without control characters');
}

export function idOf(value: bigint): Id {
  return value.toString();
}

export function optionalIdOf(value: bigint | null): Id | undefined {
  return value === null ? undefined : value.toString();
}

export function optionalInstantOf(value: Integer | null): Instant | undefined {
  return value === null ? undefined : Number(value);
}

/** The first of several instants that happened at all. */
export function earliestOf(...values: readonly (Integer | null)[]): Instant | undefined {
  const instants = values.filter((value) => value !== null).map(Number);
  return instants.length === 0 ? undefined : Math.min(...instants);
}

export function flag(value: boolean): 0 | 1 {
  return value ? 1 : 0;
}

export function optionalFlag(value: boolean | undefined): 0 | 1 | null {
  return value === undefined ? null : flag(value);
}

export function isSet(value: Integer): boolean {
  return Number(value) === 1;
}

export function optionalIsSet(value: Integer | null): boolean | undefined {
  return value === null ? undefined : isSet(value);
}

export function listText(list: readonly unknown[]): string {
  return JSON.stringify(list);
}

/** A list as this storage wrote it; it is not checked again. */
export function listOf<T = string>(text: string): readonly T[] {
  return JSON.parse(text);
}

/** Plain facts by name, as this storage wrote them. */
export function factsText(facts: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(facts);
}

export function factsOf<T>(text: string): T {
  return JSON.parse(text);
}

/** How letter case is taken out of a name or an address. */
export function folded(text: string): string {
  return text.toLowerCase();
}
