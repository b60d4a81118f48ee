/** What may be wrong with a new password; `Messages.setUp.problems.password` has the words. */
export type NewPasswordProblem =
  | 'blank'
  | 'invalid'
  | 'too short'
  | 'too long'
  | 'taken'
  | 'reserved'
  | 'common'
  | 'personal'
  | 'guessable';
