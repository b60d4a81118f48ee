import type { FullStore } from '../storage/store.ts';

/** Something that is done around a call: counted, timed, traced. It must answer what the call answers. */
export type Around = <T>(name: string, call: () => Promise<T>) => Promise<T>;

/** These are no questions to the database. */
const notCalls: ReadonlySet<string> = new Set(['close', 'onNews', 'onRevocation', 'poolLoad']);

/** The same store, with `around` about every method that reads or writes. */
export function aroundStore(store: FullStore, around: Around): FullStore {
  const inner = <Name extends Topic>(name: Name) => aroundMethods(store[name], around, `${name}.`);
  return aroundMethods(
    {
      ...store,
      limits: aroundMethods(store.limits, around),
      statuses: inner('statuses'),
      notifications: inner('notifications'),
      markers: inner('markers'),
      push: inner('push'),
    },
    around,
  );
}

/** Stores in the store, whose methods are called by short names. */
type Topic = 'statuses' | 'notifications' | 'markers' | 'push';

/** @param prefix of the names by which calls are told */
function aroundMethods<Methods extends object>(methods: Methods, around: Around, prefix = ''): Methods {
  const members = Object.entries(methods).map(([name, member]) => {
    if (typeof member !== 'function' || notCalls.has(name)) return [name, member];
    const method = member as (...given: readonly unknown[]) => Promise<unknown>;
    return [name, (...given: readonly unknown[]) => around(`${prefix}${name}`, () => method(...given))];
  });
  return { ...methods, ...Object.fromEntries(members) };
}
