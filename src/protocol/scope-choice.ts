import { covers, coversAll, type ScopeVocabulary } from './scope.ts';

/** One thing that an app asks for and that a person may leave out, whole or in part. */
export interface ScopeChoice {
  readonly scope: string;
  /** The narrower scopes that may be allowed in its place; none where it cannot be divided. */
  readonly parts: readonly string[];
}

/** What a person ticked: names of scopes, as a form says them. */
export interface TickedScopes {
  readonly allowed: readonly string[];
  /** Scopes of which not the whole counts, but what is allowed of their parts. */
  readonly divided: readonly string[];
}

/**
 * What a person chooses among when an app asks for `asked`: each scope once, without those that the others say already,
 * such as `read:lists` beside `read`, or `follow` beside `read` and `write`.
 */
export function choicesOf(asked: readonly string[], vocabulary: ScopeVocabulary): readonly ScopeChoice[] {
  const choices = [...new Set(asked)]
    .filter((scope, _, all) => !covers(without(all, scope), scope, vocabulary))
    .map((scope) => ({ scope, parts: vocabulary.implies.get(scope) ?? [] }));
  // One by one, so that two umbrellas over the same parts do not hide each other.
  return choices.reduceRight<readonly ScopeChoice[]>((shown, { scope, parts }) => {
    const others = shown.filter((other) => other.scope !== scope).map((other) => other.scope);
    const isSaid = parts.length > 0 && coversAll(others, parts, vocabulary);
    return isSaid ? shown.filter((other) => other.scope !== scope) : shown;
  }, choices);
}

/** Everything ticked: what is allowed when the person chooses nothing else. */
export function tickAll(asked: readonly string[]): TickedScopes {
  return { allowed: asked, divided: [] };
}

/**
 * The scopes that a person allows of those that were asked for. Never more than was asked, whatever the form says: names
 * that were not offered count for nothing. With everything ticked it is `asked` itself.
 * @returns an empty list when nothing is left, which is no answer to a request (RFC 6749 §3.3)
 */
export function chooseScopes(
  asked: readonly string[],
  { allowed, divided }: TickedScopes,
  vocabulary: ScopeVocabulary,
): readonly string[] {
  const given = new Map(
    choicesOf(asked, vocabulary).map(({ scope, parts }): [string, readonly string[]] => {
      if (!allowed.includes(scope)) return [scope, []];
      const ticked = parts.filter((part) => allowed.includes(part));
      return [scope, divided.includes(scope) && ticked.length < parts.length ? ticked : [scope]];
    }),
  );
  const all = [...given.values()].flat();
  const chosen = asked.flatMap((scope) => {
    const own = given.get(scope);
    // A part says nothing beside another scope that covers it whole.
    if (own !== undefined) return own.filter((name) => name === scope || !covers(without(all, name), name, vocabulary));
    return isSaidBy(all, scope, vocabulary) ? [scope] : [];
  });
  return [...new Set(chosen)];
}

/** Whether `held` allows all that `scope` says, be it by its parts. */
function isSaidBy(held: readonly string[], scope: string, vocabulary: ScopeVocabulary): boolean {
  const parts = vocabulary.implies.get(scope) ?? [];
  return covers(held, scope, vocabulary) || (parts.length > 0 && coversAll(held, parts, vocabulary));
}

function without(names: readonly string[], name: string): readonly string[] {
  return names.filter((other) => other !== name);
}
