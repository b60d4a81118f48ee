import type { FullStore } from '../storage/store.ts';

/** Something that is done around a call: counted, timed, traced. It must answer what the call answers. */
export type Around = <T>(name: string, call: () => Promise<T>) => Promise<T>;

/** These are no questions to the database. */
const notCalls: ReadonlySet<string> = new Set(['close', 'onRevocation', 'poolLoad']);

/** The same store, with `around` about every method that reads or writes. */
export function aroundStore(store: FullStore, around: Around): FullStore {
  return aroundMethods({ ...store, limits: aroundMethods(store.limits, around) }, around);
}

function aroundMethods<Methods extends object>(methods: Methods, around: Around): Methods {
  const members = Object.entries(methods).map(([name, member]) => {
    if (typeof member !== 'function' || notCalls.has(name)) return [name, member];
    const method = member as (...given: readonly unknown[]) => Promise<unknown>;
    return [name, (...given: readonly unknown[]) => around(name, () => method(...given))];
  });
  return { ...methods, ...Object.fromEntries(members) };
}
