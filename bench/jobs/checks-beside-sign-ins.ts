import type { Job } from '../job.ts';
import { load } from '../load.ts';
import { pacedP99 } from '../paced.ts';
import { withToken } from '../requests.ts';
import { signInRequests } from './sign-in-requests.ts';

/** How long token checks take while more people sign in than can be served, beside how long they take alone. */
export const checksBesideSignIns: Job = {
  name: 'checks-beside-sign-ins',
  title: 'token check, p99 while sign-ins run at their limit ÷ idle',
  unit: 'ms',
  async prepare(stand) {
    const [token = ''] = await stand.ours.appTokens(1);
    const check = withToken('/api/v1/apps/verify_credentials', token);
    const signIns = await signInRequests(stand, 'flooder');
    return async () => {
      const idle = await pacedP99(stand.ours.url, check, stand.seconds);
      // Refusals are what most of these get, and what they should get.
      const flood = load(stand.ours, signIns, { ...stand, seconds: stand.seconds + 1 });
      await new Promise((resolve) => setTimeout(resolve, 300));
      const flooded = await pacedP99(stand.ours.url, check, stand.seconds);
      await flood;
      return { ours: { value: flooded }, base: { value: idle } };
    };
  },
};
