import type { Swept } from '../flows/ports.ts';
import { HOUR, MINUTE } from '../protocol/lifetimes.ts';
import type { HousekeepingOutcome } from './auth-server-options.ts';

/** Does a piece of work soon after the start and every hour; never keeps a process alive. The returned function ends it. */
export function scheduleHousekeeping(
  work: () => Promise<readonly Swept[]>,
  tell: (outcome: HousekeepingOutcome) => void,
): () => void {
  const run = () => {
    const started = performance.now();
    const milliseconds = () => performance.now() - started;
    work().then(
      (swept) => tell({ swept, milliseconds: milliseconds() }),
      (error: unknown) => tell({ error, milliseconds: milliseconds() }),
    );
  };
  const timers = [setTimeout(run, MINUTE), setInterval(run, HOUR)];
  for (const timer of timers) timer.unref();
  return () => {
    for (const timer of timers) clearTimeout(timer);
  };
}
