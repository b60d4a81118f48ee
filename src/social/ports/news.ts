import type { Id } from '../../protocol/app.ts';
import type { Visibility } from './status.ts';

/** What happened that open streams and push subscriptions may want to know. Names rows; whoever hears it reads them. */
export type News =
  | { readonly kind: 'status'; readonly statusId: Id }
  | {
      readonly kind: 'status deleted';
      readonly statusId: Id;
      readonly accountId: Id;
      readonly visibility: Visibility;
      readonly mentionedIds: readonly Id[];
    }
  | { readonly kind: 'notification'; readonly notificationId: Id; readonly accountId: Id };

/** Whether this store committed it, or another one over the same database. */
export type NewsOrigin = 'here' | 'elsewhere';

/** Who tells what happened. */
export interface NewsStore {
  /**
   * Tells what this store committed, after the commit, and what other nodes over the same database did, as soon as the
   * network carries it. News is a hint, and may be lost: whoever missed some finds everything in the timelines. Of
   * other nodes only while somebody listens to what ends, too (`onRevocation`).
   * @returns ends the subscription
   */
  onNews(listener: (news: News, from: NewsOrigin) => void): () => void;
}
