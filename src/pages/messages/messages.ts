import type { en } from './en.ts';

/** Everything that pages say, in one language. English is the source; the others must be as complete. */
export type Messages = typeof en;
