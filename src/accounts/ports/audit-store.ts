import type { AccountId, Id, Instant } from '../../protocol/app.ts';

/** Who did something. */
export type AuditActor = 'person' | 'staff' | 'operator' | 'app' | 'server' | 'nobody';

/** Something that happened: who did what, when, from where, to whom. Never carries a secret. */
export interface AuditEntry {
  readonly id: Id;
  readonly at: Instant;
  /** What happened, as events are named: `signed in`, `account suspended`. */
  readonly event: string;
  readonly actor: AuditActor;
  /** Who did it, when it was somebody with an account. */
  readonly actorId: AccountId | undefined;
  /** To whom it was done. */
  readonly accountId: AccountId | undefined;
  readonly appId: Id | undefined;
  /** IP address; erased when its time is over. */
  readonly address: string | undefined;
  /** What else the event tells. */
  readonly details: Readonly<Record<string, string | number | boolean | readonly string[]>>;
}

/** Which entries a list has; all that is given must hold. */
export interface AuditFilter {
  readonly limit: number;
  /** Only entries with a smaller id. */
  readonly before?: Id | undefined;
  readonly event?: string | undefined;
  /** Entries about this account, or of what it did. */
  readonly accountId?: AccountId | undefined;
  readonly actorId?: AccountId | undefined;
  readonly appId?: Id | undefined;
  readonly address?: string | undefined;
  /** Inclusive. */
  readonly since?: Instant | undefined;
  /** Exclusive. */
  readonly until?: Instant | undefined;
}

/** Where the audit log is kept. There is no way to change or remove an entry but the end of its time. */
export interface AuditStore {
  /** Adds an entry. Whom and what it names need not be there any more. */
  addAuditEntry(entry: Omit<AuditEntry, 'id'>): Promise<void>;
  /** Newest first. */
  listAuditEntries(filter: AuditFilter): Promise<readonly AuditEntry[]>;
}
