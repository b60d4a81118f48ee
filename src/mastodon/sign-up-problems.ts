import { ApiError } from '../http/api-error.ts';
import type { SignUpField, SignUpProblem, SignUpProblemCode } from './sign-ups.ts';

/** A problem as ValidationError has it: `ERR_` and the kind, and words without the name of the part. */
interface Detail {
  readonly error: string;
  readonly description: string;
}

/** How a part is named in a request, and in words (contract §12.2). */
const fields: Readonly<Record<SignUpField, readonly [parameter: string, label: string]>> = {
  username: ['username', 'Username'],
  email: ['email', 'E-mail address'],
  password: ['password', 'Password'],
  agreement: ['agreement', 'Service agreement'],
  reason: ['reason', 'Reason'],
  dateOfBirth: ['date_of_birth', 'Date of birth'],
};

const details: Readonly<Record<SignUpProblemCode, Detail>> = {
  blank: { error: 'ERR_BLANK', description: "can't be blank" },
  invalid: { error: 'ERR_INVALID', description: 'is invalid' },
  'too short': { error: 'ERR_TOO_SHORT', description: 'is too short (minimum is 8 characters)' },
  'too long': { error: 'ERR_TOO_LONG', description: 'is too long' },
  taken: { error: 'ERR_TAKEN', description: 'has already been taken' },
  reserved: { error: 'ERR_RESERVED', description: 'is reserved' },
  common: { error: 'ERR_INVALID', description: 'is one of the passwords that are tried first' },
  personal: { error: 'ERR_INVALID', description: 'is made of your name or the name of this server' },
  guessable: { error: 'ERR_INVALID', description: 'is too easy to guess' },
  'not accepted': { error: 'ERR_ACCEPTED', description: 'must be accepted' },
  'too young': { error: 'ERR_BELOW_LIMIT', description: 'is below the age limit' },
  blocked: { error: 'ERR_BLOCKED', description: 'uses an e-mail provider that is not allowed' },
  unreachable: { error: 'ERR_UNREACHABLE', description: 'does not seem to exist' },
};

const mostCharacters: Partial<Readonly<Record<SignUpField, number>>> = {
  username: 30,
  email: 320,
  password: 72,
  reason: 420,
};

/** 422 with everything that is wrong, in words and for programs (entities, ValidationError). */
export function signUpRefused(problems: readonly SignUpProblem[]): ApiError {
  const told = problems.map((problem) => ({ field: problem.field, ...detailOf(problem) }));
  const byParameter: Record<string, Detail[]> = {};
  for (const { field, error, description } of told) {
    const [parameter] = fields[field];
    byParameter[parameter] = [...(byParameter[parameter] ?? []), { error, description }];
  }
  const sentences = told.map(({ field, description }) => `${fields[field][1]} ${description}`);
  return new ApiError(422, `Validation failed: ${sentences.join(', ')}`, { members: { details: byParameter } });
}

function detailOf({ field, code }: SignUpProblem): Detail {
  const detail = details[code];
  if (field === 'username' && code === 'invalid')
    return { ...detail, description: 'must contain only letters, numbers and underscores' };
  const most = mostCharacters[field];
  if (code !== 'too long' || most === undefined) return detail;
  return { ...detail, description: `is too long (maximum is ${most} characters)` };
}
