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
  /** A person's token. */
  | { readonly kind: 'user'; readonly scopes: readonly string[] }
  /** An app's own token. */
  | { readonly kind: 'app'; readonly scopes: readonly string[] };

export const open = { kind: 'open' } as const;
export const publicTo = (...scopes: string[]) => ({ kind: 'public', scopes }) as const;
export const anyToken = (...scopes: string[]) => ({ kind: 'token', scopes }) as const;
export const user = (...scopes: string[]) => ({ kind: 'user', scopes }) as const;
export const app = (...scopes: string[]) => ({ kind: 'app', scopes }) as const;

/** By which methods that would otherwise be public a token is demanded: none, any good token, or a person's. */
export type RequireAuthentication = 'off' | 'token' | 'user';
