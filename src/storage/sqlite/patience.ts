import { setTimeout as sleep } from 'node:timers/promises';
import { asStoreError, isBusy } from './sqlite-errors.ts';

/** How long a caller waits for another connection's lock, in milliseconds. */
export const PATIENCE = 2000;

const LONGEST_PAUSE = 50;

/** Sleeps before attempt number `attempt` (from 1): longer each time. The event loop is free meanwhile. */
export async function pauseBefore(attempt: number): Promise<void> {
  await sleep(Math.min(2 ** attempt, LONGEST_PAUSE));
}

/** Tries again while the database is busy; rejects with `StoreUnavailable` when patience ends. */
export async function patiently<T>(action: () => T | Promise<T>): Promise<T> {
  const deadline = performance.now() + PATIENCE;
  for (let attempt = 1; ; attempt++) {
    try {
      return await action();
    } catch (error) {
      if (!isBusy(error) || performance.now() >= deadline) throw asStoreError(error);
    }
    await pauseBefore(attempt);
  }
}
