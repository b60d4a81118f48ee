import type { AccountRole } from './ports.ts';
import { isReservedUsername } from './reserved-usernames.ts';

/** The parts of a choice that can be wrong. */
export type AccountField = 'username' | 'email' | 'password' | 'displayName' | 'note';

/** Why an account cannot be made as asked; whoever shows it has the words. */
export interface AccountProblem {
  readonly field: AccountField;
  readonly code: 'blank' | 'invalid' | 'too short' | 'too long' | 'taken' | 'reserved';
}

/** What somebody chose for a new account. */
export interface AccountChoice {
  readonly username: string;
  readonly email: string;
  readonly password: string;
  readonly displayName?: string | undefined;
  /** Plain text. */
  readonly note?: string | undefined;
}

/** In characters (code points), as people count them. */
export const accountLimits = {
  username: 30,
  email: 320,
  passwordMin: 8,
  passwordMax: 72,
  displayName: 30,
  note: 500,
} as const;

/** One `@`, a name before it, a domain or a host on the local network behind it. Only a mail proves an address. */
const plausibleEmail = /^[^\s@"(),:;<>[\\\]\p{C}]+@[^\s@"(),:;<>[\\\]\p{C}.]+(\.[^\s@"(),:;<>[\\\]\p{C}.]+)*$/u;

/**
 * Everything that is wrong with a choice, at most one problem a field; empty when nothing is (contract §12.2). Whether a
 * name is taken only the storage can say.
 */
export function findProblems(choice: AccountChoice, role: AccountRole): readonly AccountProblem[] {
  const found: readonly (readonly [AccountField, AccountProblem['code'] | undefined])[] = [
    ['username', judgeUsername(choice.username, role)],
    ['email', judgeEmail(choice.email)],
    ['password', judgePassword(choice.password)],
    ['displayName', judgeLength(choice.displayName ?? '', accountLimits.displayName)],
    ['note', judgeLength(choice.note ?? '', accountLimits.note)],
  ];
  return found.flatMap(([field, code]) => (code === undefined ? [] : [{ field, code }]));
}

function judgeUsername(username: string, role: AccountRole): AccountProblem['code'] | undefined {
  if (username.trim() === '') return 'blank';
  if (!/^[A-Za-z0-9_]+$/.test(username)) return 'invalid';
  if (username.length > accountLimits.username) return 'too long';
  // A name such as admin says that its owner speaks for the server: the staff's may.
  return role === 'user' && isReservedUsername(username) ? 'reserved' : undefined;
}

function judgeEmail(email: string): AccountProblem['code'] | undefined {
  if (email.trim() === '') return 'blank';
  if (email.length > accountLimits.email) return 'too long';
  return plausibleEmail.test(email) ? undefined : 'invalid';
}

function judgePassword(password: string): AccountProblem['code'] | undefined {
  if (password === '') return 'blank';
  const length = characters(password.normalize('NFC'));
  if (length < accountLimits.passwordMin) return 'too short';
  return length > accountLimits.passwordMax ? 'too long' : undefined;
}

function judgeLength(text: string, max: number): AccountProblem['code'] | undefined {
  return characters(text) > max ? 'too long' : undefined;
}

function characters(text: string): number {
  return [...text].length;
}
