import type { News, SocialStore } from '../../social/ports.ts';
import type { Engine } from '../engine.ts';
import type { Db } from '../schema.ts';
import { createStatusStore } from './create-status-store.ts';
import { createMarkerStore } from './markers.ts';
import { NewsDesk } from './news-desk.ts';
import { createNotificationStore } from './notifications.ts';
import { createPushStore } from './push-subscriptions.ts';

/** What the store methods of this folder are made from. */
export interface SocialKit {
  readonly read: Engine['read'];
  readonly write: Engine['write'];
  /** A write of one statement, right whatever runs beside it. */
  readonly one: Engine['write'];
  /** Several statements, each right whatever runs beside it (ADR 12). */
  readonly free: Engine['write'];
  /** A write whose outcome is told to whoever listens, on every node, after its commit. */
  announce<T>(unit: (db: Db) => Promise<T>, newsOf: (result: T) => readonly News[], steps?: 'one' | 'free'): Promise<T>;
  readonly nextId: () => bigint;
}

/** The part of the store that statuses, notifications and what comes with them need. */
export function createSocialStore(parts: Pick<SocialKit, 'read' | 'write' | 'one' | 'free' | 'nextId'>): {
  readonly store: SocialStore;
  readonly announce: SocialKit['announce'];
  /** Tells what others committed. */
  hear(news: News): void;
} {
  const desk = new NewsDesk();
  const kit: SocialKit = {
    ...parts,
    announce: async (unit, newsOf, steps) => {
      const result = await parts.write(unit, { news: newsOf, ...(steps === undefined ? {} : { steps }) });
      for (const news of newsOf(result)) desk.tell(news, 'here');
      return result;
    },
  };
  const store: SocialStore = {
    onNews: (listener) => desk.listen(listener),
    statuses: createStatusStore(kit),
    notifications: createNotificationStore(kit),
    markers: createMarkerStore(kit),
    push: createPushStore(kit),
  };
  return { store, announce: kit.announce, hear: (news) => desk.tell(news, 'elsewhere') };
}
