import type { AccountId } from './app.ts';

const LONGEST = 255;

/**
 * Whether text can be an account's id: 1 to 255 characters (as `length` counts them) of well-formed text without control
 * characters. Engines differ in what becomes of NUL and of lone surrogates on the way to the disk, and two people must
 * never become one there.
 */
export function isAccountId(text: string): text is AccountId {
  return text.length >= 1 && text.length <= LONGEST && text.isWellFormed() && !/\p{Cc}/u.test(text);
}
