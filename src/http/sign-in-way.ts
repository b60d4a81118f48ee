import type { SignedIn } from '../flows/sign-in.ts';
import type { Person } from '../protocol/person.ts';
import type { BrowserSecret, PendingId } from '../protocol/secret.ts';
import type { Incoming } from './incoming.ts';

/** How a server finds out who sits before a browser: its own sign-in page, or that of the host which it is part of. */
export interface SignInWay<P extends Person = Person> {
  /** Who sits before the browser that sent this, if that is known. */
  whoIsThere(request: Incoming): Promise<SignedIn<P> | undefined>;
  /**
   * Who else signed in in this browser and may be chosen without a new proof, the latest used first. The one in use may be
   * among them. Absent where only the host knows.
   */
  whoElseIsThere?(request: Incoming, browser: BrowserSecret): Promise<readonly SignedIn<P>[]>;
  /** Where a person signs in, as an absolute URL or a path of this origin; from there they come back to what waits. */
  signInUrl(purpose: SignInPurpose): string;
  /** Where a person signs out; undefined where pages should not offer it. */
  readonly signOutUrl: string | undefined;
  /** Whether the pages below `/auth` are there. */
  readonly builtIn: boolean;
}

/** Why somebody is sent to sign in, and what waits for them. */
export interface SignInPurpose {
  /** Nobody is signed in, the app demands a fresh proof, or the person wants to be somebody else. */
  readonly reason: 'nobody' | 'fresh' | 'another account';
  /** The kept request that goes on afterwards. */
  readonly authorization?: PendingId | undefined;
  /** Otherwise the page that goes on, as a path below the issuer. */
  readonly page?: string | undefined;
}

/** In the query of the address to which a host's sign-in page leads back after it was asked for a fresh proof. */
export const SENT_TO_SIGN_IN_ANEW = 'anew';
