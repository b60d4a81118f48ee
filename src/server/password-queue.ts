import { availableParallelism } from 'node:os';
import { type WorkBounds, WorkQueue } from '../accounts/password/work-queue.ts';

/** How many threads libuv has for work beside the event loop, unless `UV_THREADPOOL_SIZE` says otherwise. */
const DEFAULT_POOL = 4;

/** For each password that is compared, so many may wait: about half a second of work. */
const WAITING_FOR_EACH = 32;

/** Milliseconds; below the ten seconds after which the host's answer counts as lost. */
const PATIENCE = 5000;

/**
 * How passwords are compared: one a core, and one thread of libuv's pool always left to name resolution and files.
 * @param cores of the machine, or of the container
 * @param poolSize what `UV_THREADPOOL_SIZE` says
 */
export function passwordBounds(cores: number, poolSize: string | undefined): WorkBounds {
  const threads = /^[1-9]\d{0,3}$/.test(poolSize ?? '') ? Number(poolSize) : DEFAULT_POOL;
  const atOnce = Math.max(1, Math.min(cores, threads - 1));
  return { atOnce, waiting: atOnce * WAITING_FOR_EACH, patience: PATIENCE };
}

/** The queue in which all passwords of this process are hashed and compared. */
export function createPasswordQueue(): WorkQueue {
  return new WorkQueue(passwordBounds(availableParallelism(), process.env.UV_THREADPOOL_SIZE));
}
