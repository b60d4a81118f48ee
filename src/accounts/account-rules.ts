import { findWeakness, type PasswordWeakness } from './password/password-strength.ts';
import type { AccountRole } from './ports.ts';
import { isReservedUsername } from './reserved-usernames.ts';

/** The parts of a choice that can be wrong. */
export type AccountField = 'username' | 'email' | 'password' | 'displayName' | 'note';

/** What can be wrong with any part. */
export type FieldProblemCode = 'blank' | 'invalid' | 'too short' | 'too long' | 'taken' | 'reserved';

/** What can be wrong with a password. */
export type PasswordProblemCode = FieldProblemCode | PasswordWeakness;

/** Why an account cannot be made as asked; whoever shows it has the words. */
export type AccountProblem =
  | { readonly field: Exclude<AccountField, 'password'>; readonly code: FieldProblemCode }
  | { readonly field: 'password'; readonly code: PasswordProblemCode };

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
 * @param serverNames title and host of the server, which a password should not be made of
 */
export async function findProblems(
  choice: AccountChoice,
  role: AccountRole,
  serverNames: readonly string[] = [],
): Promise<readonly AccountProblem[]> {
  const found: readonly (readonly [Exclude<AccountField, 'password'>, FieldProblemCode | undefined])[] = [
    ['username', judgeUsername(choice.username, role)],
    ['email', judgeEmail(choice.email)],
    ['displayName', judgeLength(choice.displayName ?? '', accountLimits.displayName)],
    ['note', judgeLength(choice.note ?? '', accountLimits.note)],
  ];
  const problems: AccountProblem[] = found.flatMap(([field, code]) => (code === undefined ? [] : [{ field, code }]));
  const code = await findPasswordProblem(choice.password, choice, serverNames);
  return code === undefined ? problems : [...problems, { field: 'password', code }];
}

/**
 * What is wrong with a password that somebody chooses; undefined when nothing is (contract §12.2). Only for a new one: who
 * signs in with an old one that would be refused today must get in.
 * @param names of whoever will have it
 * @param serverNames title and host of the server
 */
export async function findPasswordProblem(
  password: string,
  names: Pick<AccountChoice, 'username' | 'email' | 'displayName'>,
  serverNames: readonly string[] = [],
): Promise<PasswordProblemCode | undefined> {
  const { username, email, displayName = '' } = names;
  return (
    judgePasswordLength(password) ?? (await findWeakness(password, [username, email, displayName, ...serverNames]))
  );
}

function judgeUsername(username: string, role: AccountRole): FieldProblemCode | undefined {
  if (username.trim() === '') return 'blank';
  if (!/^[A-Za-z0-9_]+$/.test(username)) return 'invalid';
  if (username.length > accountLimits.username) return 'too long';
  // A name such as admin says that its owner speaks for the server: the staff's may.
  return role === 'user' && isReservedUsername(username) ? 'reserved' : undefined;
}

/** What is wrong with an e-mail address, before its owner proved it; undefined when nothing is. */
export function judgeEmail(email: string): FieldProblemCode | undefined {
  if (email.trim() === '') return 'blank';
  if (email.length > accountLimits.email) return 'too long';
  return plausibleEmail.test(email) ? undefined : 'invalid';
}

function judgePasswordLength(password: string): FieldProblemCode | undefined {
  if (password === '') return 'blank';
  const length = characters(password.normalize('NFC'));
  if (length < accountLimits.passwordMin) return 'too short';
  return length > accountLimits.passwordMax ? 'too long' : undefined;
}

function judgeLength(text: string, max: number): FieldProblemCode | undefined {
  return characters(text) > max ? 'too long' : undefined;
}

function characters(text: string): number {
  return [...text].length;
}
