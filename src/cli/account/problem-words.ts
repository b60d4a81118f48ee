import { type AccountField, type AccountProblem, accountLimits } from '../../accounts/account-rules.ts';

const names: Readonly<Record<AccountField, string>> = {
  username: 'The username',
  email: 'The e-mail address',
  password: 'The password',
  displayName: 'The display name',
  note: 'The note',
};

const longest: Readonly<Record<AccountField, number>> = {
  username: accountLimits.username,
  email: accountLimits.email,
  password: accountLimits.passwordMax,
  displayName: accountLimits.displayName,
  note: accountLimits.note,
};

/** What is wrong with a choice, as a sentence for the operator. */
export function problemWords({ field, code }: AccountProblem): string {
  const name = names[field];
  switch (code) {
    case 'blank':
      return `${name} is missing.`;
    case 'invalid':
      return field === 'username'
        ? `${name} may have Latin letters, digits and underscores only.`
        : `${name} is not a valid one.`;
    case 'too short':
      return `${name} must have at least ${accountLimits.passwordMin} characters.`;
    case 'too long':
      return `${name} may have at most ${longest[field]} characters.`;
    case 'taken':
      return `${name} belongs to another account.`;
    case 'reserved':
      return `${name} is reserved for the server's staff: choose another, or give the account a role with --role.`;
    case 'common':
      return `${name} is among those that are tried first everywhere. Choose another, or leave the option out to have one made.`;
    case 'personal':
      return `${name} is made of names of the account. Choose another, or leave the option out to have one made.`;
    case 'guessable':
      return `${name} is too easy to guess. A few unrelated words make a good one; without the option one is made.`;
  }
}
