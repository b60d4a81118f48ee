import type { Job, Round } from '../job.ts';
import { type BenchRequest, load } from '../load.ts';
import type { Stand } from '../stand.ts';
import type { Target } from '../target.ts';

/** A job that counts the answers of a server and of the floor, which is sent the very same requests. */
export function throughput({
  name,
  title,
  requests,
}: Pick<Job, 'name' | 'title'> & {
  /** What is sent in one round of so many seconds; undefined where this server cannot be asked for it. */
  readonly requests: (target: Target, seconds: number) => Promise<readonly BenchRequest[] | undefined>;
}): Job {
  return {
    name,
    title,
    unit: 'requests/s',
    prepare: async (stand) => {
      // Code that was not run before is compiled only as it runs often.
      await measure({ ...stand, seconds: 1 }, requests);
      return () => measure(stand, requests);
    },
  };
}

async function measure(
  stand: Stand,
  requestsFor: (target: Target, seconds: number) => Promise<readonly BenchRequest[] | undefined>,
): Promise<Round> {
  const { ours, against, floor, seconds } = stand;
  const requests = (await requestsFor(ours, seconds)) ?? [];
  const base = await load(floor, requests.slice(0, 2000), stand);
  const figure = await load(ours, requests, stand);
  const others = against && (await requestsFor(against, seconds));
  return {
    ours: figure,
    base,
    against: against && others && (await load(against, others, stand)),
  };
}
