import { form } from '../requests.ts';
import { registration as fields } from '../target.ts';
import { throughput } from './throughput.ts';

/** An app of its own for each request, committed and synced before it is answered. */
export const registration = throughput({
  name: 'registration',
  title: 'app registration, durable',
  requests: async () => [form('/api/v1/apps', fields)],
});
