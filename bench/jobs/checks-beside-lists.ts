import type { Job } from '../job.ts';
import { load } from '../load.ts';
import { pacedP99 } from '../paced.ts';
import { addPerson } from '../people.ts';
import { withToken } from '../requests.ts';
import { post, readingToken } from './home.ts';

/** How long token checks take while more timelines are asked for than can be made, beside how long they take alone. */
export const checksBesideLists: Job = {
  name: 'checks-beside-lists',
  title: 'token check, p99 while 32 clients ask for timelines ÷ idle',
  unit: 'ms',
  async prepare(stand) {
    const [token = ''] = await stand.ours.appTokens(1);
    const check = withToken('/api/v1/apps/verify_credentials', token);
    const reader = await addPerson(stand.store, 'list-reader');
    const authors = await Promise.all(
      Array.from({ length: 20 }, (_, number) => addPerson(stand.store, `lister${number}`)),
    );
    await post(stand.store, authors, 0, 100);
    const list = withToken('/api/v1/timelines/public', await readingToken(stand.store, reader));
    return async () => {
      const idle = await pacedP99(stand.ours.url, check, stand.seconds);
      const flood = load(stand.ours, [list], { ...stand, seconds: stand.seconds + 1 });
      await new Promise((resolve) => setTimeout(resolve, 300));
      const flooded = await pacedP99(stand.ours.url, check, stand.seconds);
      const { failed = 0 } = await flood;
      return { ours: { value: flooded, failed }, base: { value: idle } };
    };
  },
};
