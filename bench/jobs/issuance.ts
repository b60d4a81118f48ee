import { form } from '../requests.ts';
import { throughput } from './throughput.ts';

/** A token of the app's own, committed and synced before it is answered. */
export const issuance = throughput({
  name: 'issuance',
  title: 'client credentials issuance, durable',
  requests: async ({ credentials }) => [form('/oauth/token', { grant_type: 'client_credentials', ...credentials })],
});
