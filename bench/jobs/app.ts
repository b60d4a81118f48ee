import { withToken } from '../requests.ts';
import { throughput } from './throughput.ts';

/** A check of an app's own token: one lookup by digest, with its grant and its app. */
export const app = throughput({
  name: 'app',
  title: 'app `verify_credentials`',
  requests: async (target) => {
    const [token = ''] = await target.appTokens(1);
    return [withToken('/api/v1/apps/verify_credentials', token)];
  },
});
