import type { Duty, DutyStore, Store } from '../flows/ports.ts';

/** Of each store that has none of its own. */
const kept = new WeakMap<object, DutyStore>();

/** A store's duties; those of this process alone where the store has none, because nobody else works on it. */
export function dutiesOf(store: Pick<Store, 'duties'>): DutyStore {
  const duties = store.duties ?? kept.get(store) ?? ownDuties();
  if (store.duties === undefined) kept.set(store, duties);
  return duties;
}

function ownDuties(): DutyStore {
  const duties = new Map<string, Duty>();
  const nobodys: Duty = { holder: '', until: 0, doneAt: undefined, failedAt: undefined };
  return {
    async take(name, { holder, now, until }) {
      const duty = duties.get(name) ?? nobodys;
      if (duty.holder !== holder && duty.until > now) return false;
      duties.set(name, { ...duty, holder, until });
      return true;
    },
    async note(name, { at, failed }) {
      duties.set(name, { ...(duties.get(name) ?? nobodys), ...(failed ? { failedAt: at } : { doneAt: at }) });
    },
    find: async (name) => duties.get(name),
  };
}
