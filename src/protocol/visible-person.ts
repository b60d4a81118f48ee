import type { Person } from './person.ts';

/**
 * Whether others find an account at all (contract §12.3): not before its address is confirmed and it is approved. A
 * suspended account is found, and shown without what its person wrote.
 */
export function isFoundByOthers({ state }: Pick<Person, 'state'>): boolean {
  return state !== 'unconfirmed' && state !== 'pending';
}

/** Whether an account appears among others: found, and not suspended. */
export function isShownInLists(person: Pick<Person, 'state'>): boolean {
  return isFoundByOthers(person) && person.state !== 'suspended';
}
