import { argon2id, isOutdated, type PasswordHashes } from '../password-hashes.ts';
import type { WorkQueue } from './work-queue.ts';

/**
 * The built-in {@link argon2id} behind a queue. One hash costs a core for tens of milliseconds and 19 MiB, so whoever sends
 * sign-ins by the hundred would leave neither to anybody else. A comparison with nobody's hash queues like any other: waiting
 * tells nothing about who has an account. What is refused throws `Overloaded`.
 */
export function boundedHashes(queue: Pick<WorkQueue, 'run'>): PasswordHashes {
  return {
    hashPassword: (password) => queue.run(() => argon2id.hashPassword(password)),
    verifyPassword: (password, hash) => queue.run(() => argon2id.verifyPassword(password, hash)),
    // Most hashes are of today, and to see that is no work.
    renewHash: async (password, hash) =>
      isOutdated(password, hash) ? queue.run(() => argon2id.renewHash(password, hash)) : undefined,
  };
}
