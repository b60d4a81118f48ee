import { TooManyRequests } from '../http/rate-limiter.ts';
import type { SiteDeps } from './site-deps.ts';

/** Counts tries; when there were too many, says after how many minutes another may be made. */
export async function minutesUntilNextTry({ kit }: SiteDeps, count: () => unknown): Promise<number | undefined> {
  try {
    await count();
    return undefined;
  } catch (error) {
    if (!(error instanceof TooManyRequests)) throw error;
    return error.minutesFrom(kit.http.world.now());
  }
}
