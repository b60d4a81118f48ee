import type { Job } from '../job.ts';
import { account } from './account.ts';
import { app } from './app.ts';
import { checksBesideLists } from './checks-beside-lists.ts';
import { checksBesideSignIns } from './checks-beside-sign-ins.ts';
import { home } from './home.ts';
import { issuance } from './issuance.ts';
import { issuanceInMemory } from './issuance-in-memory.ts';
import { journey } from './journey.ts';
import { peakMemory } from './peak-memory.ts';
import { posting } from './posting.ts';
import { registration } from './registration.ts';
import { revocation } from './revocation.ts';
import { signIn } from './sign-in.ts';
import { memory, start } from './start.ts';
import { streamDelay, streamMemory } from './streams.ts';

/** All jobs, in the order in which they are measured. */
export const jobs: readonly Job[] = [
  app,
  account,
  issuance,
  issuanceInMemory,
  registration,
  revocation,
  signIn,
  checksBesideSignIns,
  start,
  memory,
  // Last, because its mails are sent for some time after it.
  journey,
  peakMemory,
  // Over a database of their own size, after what is compared with an empty one.
  posting,
  streamMemory,
  streamDelay,
  home,
  checksBesideLists,
];
