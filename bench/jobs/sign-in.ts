import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Job } from '../job.ts';
import { load } from '../load.ts';
import { signInRequests } from './sign-in-requests.ts';

/** Sign-ins with argon2id, beside comparisons with bcrypt of cost 10 on as many cores, which is what Mastodon does. */
export const signIn: Job = {
  name: 'sign-in',
  title: 'sign-ins ÷ bcrypt of cost 10',
  unit: '/s',
  async prepare(stand) {
    const requests = await signInRequests(stand, 'signer');
    return async () => {
      const program = join(import.meta.dirname, '../bcrypt-rate.ts');
      const { stdout } = await promisify(execFile)(process.execPath, [program, String(stand.seconds)]);
      // As many at once as wait for a password at the most; more would be refused, as they should.
      const ours = await load(stand.ours, requests, { ...stand, connections: 4 });
      return { ours, base: { value: Number(stdout) } };
    };
  },
};
