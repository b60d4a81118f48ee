import { StoreUnavailable } from '../../flows/ports.ts';
import type { AuditEntry, AuditStore } from '../ports.ts';
import { auditEntryOf, type RecordedEvent } from './audit-entry.ts';

/** What keeps a server's events. */
export interface AuditLog {
  /** Keeps an event, if it is of those that are kept. Returns at once and never throws: what happened has happened. */
  record(event: RecordedEvent): void;
  /** Writes what waits. Afterwards nothing is recorded any more. Resolves also when the storage stays away. */
  close(): Promise<void>;
}

/** What an audit log is made from. */
export interface AuditLogDeps {
  readonly store: Pick<AuditStore, 'addAuditEntry'>;
  /** Whose acts these are, where all that is recorded is done by one hand: the command line's. */
  readonly actor?: 'operator' | undefined;
  /** Told when entries could not be written (they are tried again), or were lost. */
  readonly onTrouble?: ((trouble: AuditTrouble) => void) | undefined;
  /** Between two tries, in milliseconds. */
  readonly pause?: number | undefined;
}

/** That entries could not be written, and what becomes of them. */
export interface AuditTrouble {
  readonly error: unknown;
  /** Entries that wait for the next try. */
  readonly waiting: number;
  /** Entries that will never be written. */
  readonly lost: number;
}

type Draft = Omit<AuditEntry, 'id'>;

/** What happens within this time shares a commit, in milliseconds; a crash loses no more than that. */
const GATHER = 50;

/** More than this are not kept in memory while the storage stays away. */
const LARGEST_BACKLOG = 10_000;

/** Small, so that no request waits behind them for long. */
const LARGEST_BATCH = 100;

/** Between two tries there is no more than this, in milliseconds. */
const LONGEST_PAUSE = 60_000;

/** How often, and in what distance in milliseconds, the last entries are tried when the server stops. */
const LAST_TRIES = 5;
const LAST_PAUSE = 200;

/** The audit log over a store: events become entries in their order, written behind the requests that caused them. */
export function createAuditLog(deps: AuditLogDeps): AuditLog {
  const { store, actor, onTrouble = () => {}, pause = 1000 } = deps;
  const waiting: Draft[] = [];
  let working: Promise<void> | undefined;
  let closed = false;
  let failures = 0;
  let wake = () => {};

  const rest = (milliseconds: number, keepsProcess: boolean) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      if (!keepsProcess) timer.unref();
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  /** Writes one batch. What the storage could not take waits again, before what came later; false then. */
  async function writeBatch(): Promise<boolean> {
    const batch = waiting.splice(0, LARGEST_BATCH);
    const outcomes = await Promise.allSettled(batch.map((draft) => store.addAuditEntry(draft)));
    const failed = batch.flatMap((draft, index) => {
      const outcome = outcomes[index];
      return outcome?.status === 'rejected' ? [{ draft, error: outcome.reason as unknown }] : [];
    });
    const again = failed.filter(({ error }) => error instanceof StoreUnavailable);
    waiting.unshift(...again.map(({ draft }) => draft));
    const [first] = failed;
    if (first !== undefined) {
      onTrouble({ error: first.error, waiting: waiting.length, lost: failed.length - again.length });
    }
    return again.length === 0;
  }

  async function work(): Promise<void> {
    while (waiting.length > 0) {
      if (failures === 0 && !closed && waiting.length < LARGEST_BATCH) await rest(GATHER, true);
      failures = (await writeBatch()) ? 0 : failures + 1;
      if (failures === 0) continue;
      if (closed && failures >= LAST_TRIES) break;
      await rest(closed ? LAST_PAUSE : Math.min(pause * failures, LONGEST_PAUSE), closed);
    }
    failures = 0;
    working = undefined;
  }

  return {
    record(event) {
      if (closed) return;
      const draft = auditEntryOf(event, actor);
      if (draft === undefined) return;
      if (waiting.length >= LARGEST_BACKLOG) {
        onTrouble({ error: new Error('Too many audit entries wait'), waiting: waiting.length, lost: 1 });
        return;
      }
      waiting.push(draft);
      working ??= work();
    },
    async close() {
      closed = true;
      failures = 0;
      wake();
      await working;
      const lost = waiting.splice(0).length;
      if (lost > 0) onTrouble({ error: new Error('The server stops'), waiting: 0, lost });
    },
  };
}
