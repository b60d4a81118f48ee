import type { SignUpChoice, SignUpProblem } from '../../mastodon/sign-ups.ts';
import type { Instant } from '../../protocol/app.ts';
import { findProblems } from '../account-rules.ts';
import { judgeAge } from './date-of-birth.ts';

/** What the operator decided about signing up. */
export interface SignUpSettings {
  /** Who may sign up. An invite opens a closed server, and spares the approval. */
  readonly registrations: 'closed' | 'approval' | 'open';
  /** In years; nobody is asked for an age when it is absent. */
  readonly minimumAge: number | undefined;
  /** Usernames beside the built-in ones that nobody may choose, in lower case. */
  readonly reservedUsernames: readonly string[];
  /** Who may make invites. */
  readonly invites: 'off' | 'staff' | 'everyone';
}

/** In characters (contract §12.2). */
export const LONGEST_REASON = 420;

/**
 * Everything that is wrong with a choice, at most one problem a part; empty when nothing is (contract §12.2). Whether a
 * name is taken only the storage can say; whether an address is, nobody is told.
 * @param by.needsReason where somebody will decide who gets in
 */
export async function findSignUpProblems(
  choice: SignUpChoice,
  by: {
    readonly settings: Pick<SignUpSettings, 'minimumAge' | 'reservedUsernames'>;
    readonly serverNames: readonly string[];
    readonly needsReason: boolean;
    readonly now: Instant;
  },
): Promise<readonly SignUpProblem[]> {
  const { minimumAge, reservedUsernames } = by.settings;
  const found = (await findProblems(choice, 'user', by.serverNames)).flatMap(({ field, code }): SignUpProblem[] =>
    field === 'username' || field === 'email' || field === 'password' ? [{ field, code }] : [],
  );
  const isReserved =
    reservedUsernames.includes(choice.username.toLowerCase()) && !found.some(({ field }) => field === 'username');
  const age = minimumAge === undefined ? undefined : judgeAge(choice.dateOfBirth ?? '', minimumAge, by.now);
  const reason = by.needsReason ? judgeReason(choice.reason ?? '') : undefined;
  return [
    ...(isReserved ? [{ field: 'username', code: 'reserved' } as const] : []),
    ...found,
    ...(age === undefined ? [] : [{ field: 'dateOfBirth', code: age } as const]),
    ...(reason === undefined ? [] : [{ field: 'reason', code: reason } as const]),
    ...(choice.agreement ? [] : [{ field: 'agreement', code: 'not accepted' } as const]),
  ];
}

function judgeReason(reason: string): 'blank' | 'too long' | undefined {
  if (reason.trim() === '') return 'blank';
  return [...reason].length > LONGEST_REASON ? 'too long' : undefined;
}
