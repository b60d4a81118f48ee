import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DutyStore, Swept } from '../flows/ports.ts';
import type { Instant } from '../protocol/app.ts';
import { HOUR, MINUTE } from '../protocol/lifetimes.ts';
import type { HousekeepingOutcome } from './auth-server-options.ts';
import { breathe, HOUSEKEEPING, RoundCutShort } from './house-round.ts';

/** How often each server asks whether it is its turn: of those that are left, one takes over this soon. */
const LOOK = MINUTE;

/** How long the duty is its holder's without a word from it. A round says a word long before that. */
const LEASE = 2 * MINUTE;

/** From the beginning of one round to that of the next. */
const REST = HOUR;

/** After a round that failed. */
const RETRY = 5 * MINUTE;

/** How long the end waits for a batch; what the host does in a round may take longer. */
const LONGEST_GOODBYE = 5000;

/** What the schedule needs. */
export interface HousekeepingSchedule {
  readonly duties: Pick<DutyStore, 'take'>;
  /** Does a round; `pause` is awaited between batches. */
  readonly keepHouse: (pause: () => Promise<void>) => Promise<readonly Swept[]>;
  /** Told what came of each round of this server, and once when the duty cannot be asked for. */
  readonly tell: (outcome: HousekeepingOutcome) => void;
  now(): Instant;
}

/**
 * Keeps house every hour, for the first time a minute after the start or when an hour is over since the last round. Of
 * any number of servers over one store one does it at a time: a lease in the store says whose turn it is, and when its
 * holder dies, another takes over within three minutes. Never keeps a process alive.
 * @returns ends it: a round that is under way stops after its batch, and is left to the others
 */
export function scheduleHousekeeping({ duties, keepHouse, tell, now }: HousekeepingSchedule): () => Promise<void> {
  const holder = randomUUID();
  let turn: Promise<void> | undefined;
  let restsUntil = 0;
  let hasEnded = false;
  let isTroubled = false;

  const hold = (until: Instant) => duties.take(HOUSEKEEPING, { holder, now: now(), until });

  const round = async (): Promise<void> => {
    const began = now();
    const started = performance.now();
    const milliseconds = () => performance.now() - started;
    let leaseEnds = began + LEASE;
    const pause = async () => {
      await breathe();
      if (hasEnded) throw new RoundCutShort('The server ends');
      if (now() < leaseEnds - LEASE / 2) return;
      leaseEnds = now() + LEASE;
      if (!(await hold(leaseEnds))) throw new RoundCutShort('Another server keeps house now');
    };
    try {
      const swept = await keepHouse(pause);
      restsUntil = began + REST;
      tell({ swept, milliseconds: milliseconds() });
    } catch (error) {
      // Whoever is left may go on at once; whoever failed should not try again and again.
      restsUntil = error instanceof RoundCutShort ? now() : now() + RETRY;
      if (!(error instanceof RoundCutShort)) tell({ error, milliseconds: milliseconds() });
    }
    await hold(restsUntil);
  };

  const look = async (): Promise<void> => {
    if (now() < restsUntil) return;
    try {
      if (await hold(now() + LEASE)) await round();
      isTroubled = false;
    } catch (error) {
      if (!isTroubled) tell({ error, milliseconds: 0 });
      isTroubled = true;
    }
  };

  const timer = setInterval(() => {
    turn ??= look().finally(() => {
      turn = undefined;
    });
  }, LOOK);
  timer.unref();

  return async () => {
    hasEnded = true;
    clearInterval(timer);
    if (turn === undefined) return;
    const goodbye = new AbortController();
    await Promise.race([turn, sleep(LONGEST_GOODBYE, undefined, goodbye).catch(() => undefined)]);
    goodbye.abort();
  };
}
