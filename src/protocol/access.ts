/**
 * Who may call a method. There is no default: a route cannot be declared without one, and the scopes are those of which
 * a token must hold at least one, compared exactly (`mastodon/scopes.json`, `scopes_any_of`).
 */
export type Access =
  /** Needs nothing and looks at no token: pages, client endpoints, discovery. */
  { readonly kind: 'open' } | GuardedAccess;

/** Access for which a token is looked at. */
export type GuardedAccess =
  /** Served to anyone unless the server demands authentication; a known token that is sent must be good. */
  | { readonly kind: 'public'; readonly scopes: readonly string[] }
  /** Any good token, an app's or a person's. */
  | { readonly kind: 'token'; readonly scopes: readonly string[] }
  /** A person's token. With `waiting`, also of one whose address is not confirmed, or who waits for approval. */
  | { readonly kind: 'user'; readonly scopes: readonly string[]; readonly waiting?: boolean | undefined }
  /** An app's own token. */
  | { readonly kind: 'app'; readonly scopes: readonly string[] };

/** Anybody may call, and no token is looked at. */
export const open = { kind: 'open' } as const;
/** Anybody may call; a known token that is sent must hold one of the scopes. */
export const publicTo = (...scopes: string[]) => ({ kind: 'public', scopes }) as const;
/** Any good token, an app's or a person's, that holds one of the scopes. */
export const anyToken = (...scopes: string[]) => ({ kind: 'token', scopes }) as const;
/** A person's token that holds one of the scopes. */
export const user = (...scopes: string[]) => ({ kind: 'user', scopes }) as const;
/** The same, also for a person whose account is not confirmed or not approved yet: what gets them out of that state. */
export const waitingUser = (...scopes: string[]) => ({ kind: 'user', scopes, waiting: true }) as const;
/** An app's own token that holds one of the scopes. */
export const app = (...scopes: string[]) => ({ kind: 'app', scopes }) as const;

/** By which methods that would otherwise be public a token is demanded: none, any good token, or a person's. */
export type RequireAuthentication = 'off' | 'token' | 'user';
