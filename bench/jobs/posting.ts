import type { Job } from '../job.ts';
import { load } from '../load.ts';
import { addPerson } from '../people.ts';
import { form } from '../requests.ts';
import { readingToken } from './home.ts';

/** A status, committed and synced before it is answered. */
export const posting: Job = {
  name: 'posting',
  title: 'posting a status, durable',
  unit: 'requests/s',
  prepare: async (stand) => {
    const { store, floor, ours } = stand;
    const token = await readingToken(store, await addPerson(store, 'writer'));
    const requests = [
      form('/api/v1/statuses', { status: 'Hello from the bench' }, { Authorization: `Bearer ${token}` }),
    ];
    await load(ours, requests, { ...stand, seconds: 1 });
    return async () => ({ base: await load(floor, requests, stand), ours: await load(ours, requests, stand) });
  },
};
