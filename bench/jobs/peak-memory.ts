import type { Job } from '../job.ts';
import { memoryOf } from '../process-usage.ts';

/** What was resident at most, since the server was started: all jobs of the run before this one. */
export const peakMemory: Job = {
  name: 'peak-memory',
  title: 'peak of memory under all jobs',
  unit: 'MiB',
  prepare: async (stand) => async () => ({ ours: { value: memoryOf(stand.server.pid).peak } }),
};
