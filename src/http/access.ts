import type { Token } from '../protocol/grant.ts';
import type { Person } from '../protocol/person.ts';

/**
 * Who may call a route. There is no default: a route cannot be declared without one, and the scopes are those of which
 * a token must hold at least one, compared exactly (`mastodon/scopes.json`, `scopes_any_of`).
 */
export type Access =
  /** Needs nothing and looks at no token: pages, client endpoints, discovery. */
  | { readonly kind: 'open' }
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

/** A request's proven identity: a living token and, when it belongs to a person, that person in a usable state. */
export interface Caller<P extends Person = Person> {
  readonly token: Token;
  readonly person: P | undefined;
}

export interface UserCaller<P extends Person = Person> extends Caller<P> {
  readonly person: P;
}

/** What the handler of a route with this access is given. */
export type CallerOf<A extends Access, P extends Person> = A extends { kind: 'open' }
  ? undefined
  : A extends { kind: 'public' }
    ? Caller<P> | undefined
    : A extends { kind: 'user' }
      ? UserCaller<P>
      : Caller<P>;
