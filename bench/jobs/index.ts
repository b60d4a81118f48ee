import type { Job } from '../job.ts';
import { account } from './account.ts';
import { app } from './app.ts';
import { issuance } from './issuance.ts';
import { registration } from './registration.ts';
import { revocation } from './revocation.ts';

/** All jobs, in the order in which they are measured. */
export const jobs: readonly Job[] = [app, account, issuance, registration, revocation];
