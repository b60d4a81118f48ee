import type { Id } from '../../protocol/app.ts';
import type { Account, MailKind, NewMail } from '../ports.ts';

/** What was done to second factors. */
export type SecondFactorChange =
  | 'totp added'
  | 'totp removed'
  | 'passkey added'
  | 'passkey removed'
  | 'recovery codes made'
  | 'recovery code used'
  | 'all removed';

/** What the words of each kind of mail need beside the account. What strangers may choose, such as a display name, is not
 * among it: it would make the server send a stranger's words to any address. */
export interface MailFacts {
  /** `authorization`: the request of an app that waits until the address is confirmed. */
  readonly 'confirm email': { readonly authorization?: string };
  readonly 'address known': Readonly<Record<never, never>>;
  readonly 'change email': { readonly authorization?: string };
  readonly 'email changed': Readonly<Record<never, never>>;
  readonly 'reset password': { readonly authorization?: string };
  readonly 'password changed': { readonly how: 'changed' | 'reset' | 'by staff' };
  /** `browser`: such as `Firefox on Linux`. */
  readonly 'new sign-in': { readonly browser: string; readonly address: string };
  /** `scopes`: separated by blanks. */
  readonly 'app authorized': { readonly app: string; readonly scopes: string };
  /** `name`: of the passkey; `left`: how many recovery codes. */
  readonly 'second factor changed': {
    readonly change: SecondFactorChange;
    readonly name?: string;
    readonly left?: number;
  };
  /** To somebody of the staff, about an applicant. */
  readonly 'registration waits': { readonly applicantId: Id; readonly username: string };
  readonly approved: Readonly<Record<never, never>>;
  readonly rejected: { readonly username: string };
  readonly 'account deleted': { readonly username: string };
}

/** A mail to the owner of an account, for the outbox. Once the account is gone, its id must be left out. */
export function mailTo<Kind extends MailKind>(
  account: Pick<Account, 'id' | 'email' | 'locale'>,
  kind: Kind,
  facts: MailFacts[Kind],
  to: string = account.email,
): Omit<NewMail, 'createdAt'> {
  return { kind, accountId: account.id, to, locale: account.locale, facts: { ...facts } };
}
