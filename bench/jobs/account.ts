import { withToken } from '../requests.ts';
import { throughput } from './throughput.ts';

/** The first call of every client: the token, and the whole account behind it. */
export const account = throughput({
  name: 'account',
  title: 'account `verify_credentials`',
  requests: async ({ userToken }) =>
    userToken === undefined ? undefined : [withToken('/api/v1/accounts/verify_credentials', userToken)],
});
