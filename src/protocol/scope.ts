import { invalidScope } from './oauth-error.ts';

/** The scopes that a server knows. Which names there are is Mastodon's business, not OAuth's. */
export interface ScopeVocabulary {
  /** In the order in which the metadata lists them. */
  readonly supported: readonly string[];
  /** Given when an app asks for none (RFC 6749 §3.3). */
  readonly default: string;
  /** Narrower names under an umbrella; for asking only, methods list the umbrellas that they take. */
  readonly implies: ReadonlyMap<string, readonly string[]>;
}

/** Splits a scope string; repeated names count once, order stays. */
export function splitScopes(text: string): readonly string[] {
  return [...new Set(text.split(/[ \t\n\v\f\r]+/).filter((name) => name !== ''))];
}

/** Whether someone who holds `held` may have `name`: it is held itself, or narrower than something held. */
export function covers(held: readonly string[], name: string, vocabulary: ScopeVocabulary): boolean {
  return held.includes(name) || held.some((umbrella) => vocabulary.implies.get(umbrella)?.includes(name) ?? false);
}

/** Whether every one of `names` is covered by `held`. */
export function coversAll(held: readonly string[], names: readonly string[], vocabulary: ScopeVocabulary): boolean {
  return names.every((name) => covers(held, name, vocabulary));
}

/**
 * The scopes that an app gets when it asks for `asked` (RFC 6749 §3.3, contract §4.3, decision 9): each must be known
 * and within what the app registered; none asked means the default.
 * @param mixup words to add to a refusal when the request seems to use another parameter's name
 * @throws OAuthError `invalid_scope` that says which name is at fault and why
 */
export function narrowScopes(
  asked: string | undefined,
  registered: readonly string[],
  vocabulary: ScopeVocabulary,
  mixup?: string,
): readonly string[] {
  const refuse = (help: string) => invalidScope(mixup === undefined ? help : `${help} ${mixup}`);
  if (asked === undefined || asked.trim() === '') {
    if (covers(registered, vocabulary.default, vocabulary)) return [vocabulary.default];
    throw refuse(
      `No scope was asked for, and the default ${vocabulary.default} is not among the app's registered scopes: ${registered.join(' ')}.`,
    );
  }
  if (/[\t\n\v\f\r]/.test(asked))
    throw refuse('Scopes are separated by single spaces, and contain no other white space.');
  const names = splitScopes(asked);
  const unknown = names.filter((name) => !vocabulary.supported.includes(name));
  if (unknown.length > 0) throw refuse(`Unknown here: ${quoteNames(unknown)}. Scopes are separated by spaces.`);
  const beyond = names.filter((name) => !covers(registered, name, vocabulary));
  if (beyond.length > 0) {
    throw refuse(`Not registered for this app: ${quoteNames(beyond)}. It registered: ${registered.join(' ')}.`);
  }
  return names;
}

/** A few names, short, without characters that RFC 6749 §5.2 keeps out of an `error_description`. */
function quoteNames(names: readonly string[]): string {
  const shown = names.slice(0, 5).map((name) => name.replace(/[^\x21\x23-\x5b\x5d-\x7e]/g, '?').slice(0, 60));
  return names.length > shown.length ? `${shown.join(' ')} ...` : shown.join(' ');
}
