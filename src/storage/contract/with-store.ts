import type { TestContext } from 'node:test';
import type { DirectoryStore } from '../../accounts/ports.ts';
import type { Store } from '../../flows/ports.ts';

export type FlowStore = Store;

export type PeopleStore = DirectoryStore & Pick<Store, 'close' | 'onRevocation'>;

/** A test body that gets a store of its own, which is closed whatever happens. */
export function withStore<S extends Pick<Store, 'close'>>(
  open: () => Promise<S>,
  body: (store: S, t: TestContext) => Promise<void>,
): (t: TestContext) => Promise<void> {
  return async (t) => {
    const store = await open();
    try {
      await body(store, t);
    } finally {
      await store.close();
    }
  };
}

/** `count` calls at once. */
export function inParallel<T>(count: number, call: (index: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => call(index)));
}

/** How often something is among what came of parallel calls. */
export function countOf<T>(outcomes: readonly T[], sought: (outcome: T) => boolean): number {
  return outcomes.filter(sought).length;
}
