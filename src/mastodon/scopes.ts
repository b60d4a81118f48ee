import type { ScopeVocabulary } from '../protocol/scope.ts';
import data from './scopes.json' with { type: 'json' };

/** Mastodon's scopes, in the order of its metadata document (contract §10). */
export const mastodonScopes: ScopeVocabulary = {
  supported: data.supported,
  default: data.default,
  implies: new Map(Object.entries(data.implies)),
};

/** Who may call a method: `scopes_any_of` of the contract, of which a token must hold at least one, compared exactly. */
export interface MethodScopes {
  readonly auth: 'public' | 'public_or_user' | 'any' | 'user' | 'app' | 'admin';
  readonly scopes: readonly string[];
  /** Whether a person may call it whose account is not confirmed or not approved yet (contract §12.2). */
  readonly waiting: boolean;
}

/** What gets an account out of waiting; `check_confirmation` is public, and says so to anybody with a token. */
const forThoseWhoWait = 'POST /api/v1/emails/confirmations';

/** A method of Mastodon's API, also of those that this server does not offer itself. */
export interface MastodonMethod extends MethodScopes {
  readonly method: string;
  /** With `:name` parts. */
  readonly path: string;
}

/** Every method of the contract (`scopes.json`). */
export const mastodonMethods: readonly MastodonMethod[] = data.methods.map((method) => ({
  method: method.method,
  path: method.path,
  auth: method.auth as MethodScopes['auth'],
  scopes: method.scopes_any_of,
  waiting: `${method.method} ${method.path}` === forThoseWhoWait,
}));

/** What the contract demands of a method's callers; undefined for a method that Mastodon does not have. */
export function methodScopes(method: string, path: string): MethodScopes | undefined {
  const found = mastodonMethods.find((candidate) => candidate.method === method && candidate.path === path);
  return found && { auth: found.auth, scopes: found.scopes, waiting: found.waiting };
}
