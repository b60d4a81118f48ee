import { readdir, readFile } from 'node:fs/promises';
import { constants, setPriority } from 'node:os';

/** What Linux lists the threads of a process in. */
const TASKS = '/proc/self/task';

/**
 * Lets the threads that compare passwords yield to the one that answers requests, wherever both want the same core: else every
 * request waits for a slice of the scheduler's, some ten milliseconds, while passwords are compared. They use what is left over,
 * and are as quick as before on a machine with nothing else to do. On systems other than Linux, and where it is not allowed,
 * nothing happens.
 * @returns how many threads yield now
 */
export async function letPoolYield(): Promise<number> {
  // Listing the threads is work for the pool itself, so all of them are there.
  const ids = await readdir(TASKS).catch(() => []);
  const found = await Promise.all(ids.map((id) => yieldIfOfPool(id)));
  return found.filter(Boolean).length;
}

async function yieldIfOfPool(id: string): Promise<boolean> {
  try {
    // libuv names its own so; the thread of the event loop has another name.
    if ((await readFile(`${TASKS}/${id}/comm`, 'utf8')).trim() !== 'libuv-worker') return false;
    setPriority(Number(id), constants.priority.PRIORITY_BELOW_NORMAL);
    return true;
  } catch {
    // The thread has ended, or a sandbox forbids it.
    return false;
  }
}
