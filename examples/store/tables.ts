import type { App, Code, Digest, Grant, Id, Instant, PendingAuthorization, Session, Token } from 'mastodoor';
import { type Change, Table } from './table.ts';

export interface AppRow extends App {
  readonly consentPageAt: Instant | undefined;
  readonly firstGrantAt: Instant | undefined;
  readonly deletedAt: Instant | undefined;
}

/** `revokedAt` is the grant's own end: whether its app was deleted is asked each time. */
export type GrantRow = Grant;

export interface CodeRow extends Omit<Code, 'grant'> {
  readonly grantId: Id;
}

export interface TokenRow
  extends Pick<Token, 'id' | 'grantId' | 'createdAt' | 'expiresAt' | 'lastUsedAt' | 'revokedAt'> {
  readonly digest: Digest;
  readonly lastUsedAddress: string | undefined;
}

/** What writing down and replaying need of a table, whatever its rows. */
interface WrittenTable {
  readonly name: string;
  entries(): Iterable<[string, object]>;
  put(key: string, row: object | undefined): void;
}

/** Everything that the store knows, in memory. */
export class Tables {
  readonly #log: Change[] = [];

  readonly apps = new Table<AppRow, 'clientId'>('apps', this.#log, { clientId: (app) => app.clientId });
  readonly pending = new Table<PendingAuthorization, 'app'>('pending', this.#log, {
    app: ({ request }) => request.appId,
  });
  readonly grants = new Table<GrantRow, 'app' | 'account'>('grants', this.#log, {
    app: (grant) => grant.appId,
    account: (grant) => grant.accountId,
  });
  readonly codes = new Table<CodeRow, 'grant'>('codes', this.#log, { grant: (code) => code.grantId });
  readonly tokens = new Table<TokenRow, 'id' | 'grant'>('tokens', this.#log, {
    id: (token) => token.id,
    grant: (token) => token.grantId,
  });
  readonly sessions = new Table<Session, 'id' | 'account'>('sessions', this.#log, {
    id: (session) => session.id,
    account: (session) => session.accountId,
  });
  readonly settings = new Table<{ readonly value: string }>('settings', this.#log, {});

  readonly #byName: ReadonlyMap<string, WrittenTable> = new Map(
    [this.apps, this.pending, this.grants, this.codes, this.tokens, this.sessions, this.settings].map(
      (table: WrittenTable) => [table.name, table],
    ),
  );

  /** Every id that was given out and is still there. */
  *ids(): Generator<Id> {
    for (const table of [this.apps, this.grants, this.tokens, this.sessions]) {
      for (const { id } of table.all()) yield id;
    }
  }

  /** The changes since {@link forget}, oldest first. */
  get changes(): readonly Change[] {
    return this.#log;
  }

  forget(): void {
    this.#log.length = 0;
  }

  /** Takes back all changes but the first `kept`, the last one first. */
  undo(kept: number): void {
    for (const { table, key, before } of this.#log.splice(kept).reverse()) this.replay(table, key, before);
  }

  /** Makes a change that was written down once. */
  replay(table: string, key: string, row: object | undefined): void {
    const found = this.#byName.get(table);
    if (found === undefined) throw new Error(`The journal names a table "${table}" that this version does not know`);
    found.put(key, row);
  }

  /** Every row, as the change that makes it from nothing. */
  *snapshot(): Generator<Change> {
    for (const table of this.#byName.values()) {
      for (const [key, after] of table.entries()) yield { table: table.name, key, before: undefined, after };
    }
  }
}
