import type { Duty, DutyStore, Store } from '../flows/ports.ts';

/** Of each store that has none of its own. */
const kept = new WeakMap<object, DutyStore>();

/** A store's duties; those of this process alone where the store has none, because nobody else works on it. */
export function dutiesOf(store: Pick<Store, keyof DutyStore>): DutyStore {
  if (hasDuties(store)) return store;
  const own = kept.get(store) ?? ownDuties();
  kept.set(store, own);
  return own;
}

function hasDuties(store: Partial<DutyStore>): store is DutyStore {
  return store.takeDuty !== undefined && store.noteDuty !== undefined && store.findDuty !== undefined;
}

function ownDuties(): DutyStore {
  const duties = new Map<string, Duty>();
  const nobodys: Duty = { holder: '', until: 0, doneAt: undefined, failedAt: undefined };
  return {
    async takeDuty(name, { holder, now, until }) {
      const duty = duties.get(name) ?? nobodys;
      if (duty.holder !== holder && duty.until > now) return false;
      duties.set(name, { ...duty, holder, until });
      return true;
    },
    async noteDuty(name, { at, failed }) {
      duties.set(name, { ...(duties.get(name) ?? nobodys), ...(failed ? { failedAt: at } : { doneAt: at }) });
    },
    findDuty: async (name) => duties.get(name),
  };
}
