/** What the process says by its end. */
export const exitCodes = {
  done: 0,
  /** It was understood and could not be done; the words are on standard error. */
  failed: 1,
  /** Wrong options or settings: nothing was tried. */
  misused: 2,
  /** A fault of this program (`EX_SOFTWARE`). */
  unexpected: 70,
  /** Ended by Ctrl-C. */
  interrupted: 130,
} as const;
