import type { Journal } from './journal.ts';

/** One play of an app: whom it visits, what it asks for, and what it still holds. */
export interface Play {
  readonly journal: Journal;
  /** Origin without a trailing slash. */
  readonly server: string;
  readonly scopes: string;
  /** Whether the code is copied by hand. */
  readonly oob: boolean;
  /** How long the person may take, in milliseconds. */
  readonly patience: number;
  /** Ends everything (Ctrl-C). */
  readonly signal: AbortSignal;
  /** Tokens that nobody has revoked yet: what is left of them is ended when the play stops early. */
  readonly held: Set<string>;
}

/** An app that has registered, with where it is answered. */
export interface Registered {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
}

/** The form members by which a client proves who it is (RFC 6749 §2.3.1). */
export function credentialsOf({ clientId, clientSecret }: Registered) {
  return [
    ['client_id', clientId],
    ['client_secret', clientSecret],
  ] as const;
}
