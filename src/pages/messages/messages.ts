import type { en } from './en.ts';

/** Everything that pages say, in one language. English is the source; the others must be as complete. */
export interface Messages extends English {}

type English = typeof en;

/** Some of the words of something, at any depth. */
export type DeepPartial<Words> = Words extends string | ((...parts: never[]) => unknown)
  ? Words
  : { readonly [Key in keyof Words]?: DeepPartial<Words[Key]> | undefined };
