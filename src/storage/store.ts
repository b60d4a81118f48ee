import type { DirectoryStore } from '../accounts/ports.ts';
import type { DutyStore, LimitStore, Store } from '../flows/ports.ts';
import type { SocialStore } from '../social/ports.ts';

/** What the connections to a database have to do. */
export interface PoolLoad {
  readonly busy: number;
  readonly idle: number;
  /** Calls that wait for a connection. */
  readonly waiting: number;
}

/** A storage engine that serves the authorization server, the built-in directory of people, and what they post. */
export type FullStore = Store &
  DirectoryStore &
  SocialStore & {
    readonly duties: DutyStore;
    readonly limits: LimitStore;
    /** For metrics, where the engine has a pool of connections. */
    readonly poolLoad?: (() => PoolLoad) | undefined;
  };
