import { z } from 'zod';
import { HostFailure } from '../http/host-failure.ts';
import type { Listed, Profile, Relationship } from '../mastodon/people.ts';
import type { ConfirmationOutcome, SignUpOutcome } from '../mastodon/sign-ups.ts';
import type { AccountId } from '../protocol/app.ts';

const count = z.number('must be a number').int('must be a whole number').nonnegative('must not be below zero');
const text = z.string('must be text');
const yesOrNo = z.boolean('must be true or false');
const instant = z.number('must be milliseconds since 1970').min(-8.64e15).max(8.64e15);

const profile = z.object(
  {
    note: text.optional(),
    fields: z.array(z.object({ name: text, value: text }), 'must be a list').optional(),
    locked: yesOrNo.optional(),
    bot: yesOrNo.optional(),
    discoverable: yesOrNo.optional(),
    hideCollections: yesOrNo.optional(),
    role: z.enum(['user', 'moderator', 'admin', 'owner']).optional(),
    createdAt: instant.optional(),
    headerUrl: text.optional(),
    followersCount: count.optional(),
    followingCount: count.optional(),
    statusesCount: count.optional(),
    lastStatusAt: instant.optional(),
    indexable: yesOrNo.optional(),
    avatarDescription: text.optional(),
    headerDescription: text.optional(),
    postingVisibility: z.enum(['public', 'unlisted', 'private', 'direct']).optional(),
    postingSensitive: yesOrNo.optional(),
    postingLanguage: text.optional(),
    entity: z.object({}, 'must be an object').optional(),
  },
  'must be an object',
);

const listed = z.array(
  z.object({ cursor: text.regex(/^[\x21-\x7e]{1,255}$/, 'must be 1 to 255 visible ASCII characters') }),
  'must be a list',
);

const relationships = z.array(
  z.object({
    accountId: text,
    following: yesOrNo,
    requested: yesOrNo,
    followedBy: yesOrNo,
    requestedBy: yesOrNo,
    reblogs: yesOrNo,
    notify: yesOrNo,
    languages: z.array(text).optional(),
  }),
  'must be a list',
);

const problems = z.array(
  z.object({
    field: z.enum(
      ['username', 'email', 'password', 'agreement', 'reason', 'dateOfBirth'],
      'must be a part of a choice',
    ),
    code: z.enum(
      [
        'blank',
        'invalid',
        'too short',
        'too long',
        'taken',
        'reserved',
        'common',
        'personal',
        'guessable',
        'not accepted',
        'too young',
        'blocked',
        'unreachable',
      ],
      'must be a problem that there is',
    ),
  }),
  'must be a list',
);

/** A refusal that says nothing of what is wrong helps nobody. */
const refused = z.object({ kind: z.literal('refused'), problems: problems.min(1, 'must not be empty') });

const signUpOutcome = z.discriminatedUnion(
  'kind',
  [z.object({ kind: z.literal('signed up') }), z.object({ kind: z.literal('closed') }), refused],
  'must be an object whose kind is signed up, closed or refused',
);

const confirmationOutcome = z.discriminatedUnion(
  'kind',
  [z.object({ kind: z.enum(['sent', 'other app', 'not awaited']) }), refused],
  'must be an object whose kind is sent, other app, not awaited or refused',
);

/** @throws HostFailure */
export function checkSignUp<A>(answer: SignUpOutcome<A>): SignUpOutcome<A> {
  return checkShape('signUps.signUp', signUpOutcome, answer);
}

/** @throws HostFailure */
export function checkConfirmation(answer: ConfirmationOutcome): ConfirmationOutcome {
  return checkShape('signUps.resendConfirmation', confirmationOutcome, answer);
}

/** @throws HostFailure */
export function checkProfile(answer: Profile): Profile {
  return checkShape('profile', profile, answer);
}

/** @throws HostFailure */
export function checkCount(name: string, answer: number): number {
  return checkShape(name, count, answer);
}

/**
 * @param limit of rows: what a host answers beyond it is left out, as each row that is shown costs questions of its own
 * @throws HostFailure
 */
export function checkListed<A>(name: string, answer: readonly Listed<A>[], limit: number): readonly Listed<A>[] {
  return checkShape(name, listed, Array.isArray(answer) ? answer.slice(0, limit) : answer);
}

/**
 * @param other whom the answer must be about; undefined where nobody was named
 * @throws HostFailure
 */
export function checkRelationship(
  name: string,
  answer: Relationship,
  other: { readonly id: AccountId } | undefined,
): Relationship {
  checkRelationships(name, [answer], [other ?? { id: answer?.accountId }]);
  return answer;
}

/**
 * @param others whom the answer must be about, one for each and in their order
 * @throws HostFailure
 */
export function checkRelationships(
  name: string,
  answer: readonly Relationship[],
  others: readonly { readonly id: AccountId }[],
): readonly Relationship[] {
  const found = checkShape(name, relationships, answer);
  if (found.length === others.length && found.every(({ accountId }, at) => accountId === others[at]?.id)) return found;
  throw new HostFailure(500, `accounts.${name} answered for other accounts than were asked about`);
}

/**
 * What the host answered, if it has the shape; words that name what has not, and never a value.
 * @throws HostFailure
 */
export function checkShape<T>(name: string, shape: z.ZodType, answer: T): T {
  const result = shape.safeParse(answer);
  if (result.success) return answer;
  throw new HostFailure(500, `accounts.${name} answered the wrong shape: ${faultsIn(result.error)}`);
}

/** Which members have not the shape, and what they should have been; never what they are. */
export function faultsIn(error: z.ZodError): string {
  return error.issues.map((issue) => `${issue.path.join('.') || 'it'} ${issue.message}`).join('; ');
}
