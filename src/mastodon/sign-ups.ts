/**
 * What signing up through an app asks of the accounts behind the server (contract §12.2). The built-in directory offers it;
 * a host whose people may sign up through apps can too.
 */
import type { Id } from '../protocol/app.ts';

/** What somebody chose who signs up. Nothing of it was judged. */
export interface SignUpChoice {
  readonly username: string;
  readonly email: string;
  readonly password: string;
  /** Whether the person agreed to the rules of the server. */
  readonly agreement: boolean;
  /** BCP 47 tag; one that is not known is as good as none. */
  readonly locale?: string | undefined;
  /** Why the person wants to join. */
  readonly reason?: string | undefined;
  /** As it was typed: an ISO date or `DD.MM.YYYY`. */
  readonly dateOfBirth?: string | undefined;
  /** The code of an invite. */
  readonly invite?: string | undefined;
}

/** The parts of a choice that can be wrong. */
export type SignUpField = 'username' | 'email' | 'password' | 'agreement' | 'reason' | 'dateOfBirth';

/** What can be wrong with a part. */
export type SignUpProblemCode =
  | 'blank'
  | 'invalid'
  | 'too short'
  | 'too long'
  | 'taken'
  | 'reserved'
  /** Of a password: on the lists that are tried first, made of the person's names, or soon guessed. */
  | 'common'
  | 'personal'
  | 'guessable'
  | 'not accepted'
  | 'too young'
  /** Of an address: from a provider that the server bars, or that no mail reaches. */
  | 'blocked'
  | 'unreachable';

/** One thing to put right. */
export interface SignUpProblem {
  readonly field: SignUpField;
  readonly code: SignUpProblemCode;
}

/** Through which app somebody signs up, and from where. */
export interface SignUpOrigin {
  readonly appId: Id;
  /** IP address. */
  readonly address: string;
}

/** What came of a sign-up. */
export type SignUpOutcome<P> =
  | { readonly kind: 'signed up'; readonly person: P }
  /** Nobody may sign up, or nobody with this invite. */
  | { readonly kind: 'closed' }
  | { readonly kind: 'refused'; readonly problems: readonly SignUpProblem[] };

/** What came of asking for the mail again. */
export type ConfirmationOutcome =
  | { readonly kind: 'sent' }
  /** The account was not made through this app. */
  | { readonly kind: 'other app' }
  /** The address is confirmed already. */
  | { readonly kind: 'not awaited' }
  | { readonly kind: 'refused'; readonly problems: readonly SignUpProblem[] };

type Answer<T> = T | Promise<T>;

/** How people sign up through apps. */
export interface SignUps<P> {
  /**
   * Makes an account that waits for its address to be confirmed: its state is `unconfirmed`, so that the token which the
   * app is given opens nothing else.
   */
  readonly signUp: (choice: SignUpChoice, origin: SignUpOrigin) => Answer<SignUpOutcome<P>>;
  /** Sends the mail with the link again, to another address where one is given. */
  readonly resendConfirmation: (
    person: P,
    origin: SignUpOrigin & { readonly email: string | undefined },
  ) => Answer<ConfirmationOutcome>;
}
