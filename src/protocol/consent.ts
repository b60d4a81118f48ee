import type { App, Instant } from './app.ts';
import type { Grant } from './grant.ts';
import type { AuthorizationRequest } from './pending-authorization.ts';
import { destinationOf } from './redirect-uri.ts';
import { covers, coversAll, type ScopeVocabulary } from './scope.ts';
import { choicesOf, chooseScopes, type TickedScopes } from './scope-choice.ts';

/**
 * Whether the person need not be asked again (decision 28): the very same place was already given at least as much, and
 * nobody but the app can stand there. A custom scheme, loopback or copied code may be claimed by another app
 * (RFC 8252 §8.6), and plain http be read on the way.
 */
export function maySkipConsent(
  request: AuthorizationRequest,
  app: App,
  livingGrants: readonly Grant[],
  vocabulary: ScopeVocabulary,
): boolean {
  if (request.forceLogin || !app.confidential) return false;
  if (destinationOf(request.redirectUri).kind !== 'https') return false;
  return livingGrants.some(
    (grant) => grant.redirectUri === request.redirectUri && coversAll(grant.scopes, request.scopes, vocabulary),
  );
}

/** What a person allowed an app before, for a page that asks them again. */
export interface EarlierConsent {
  /** When they let it in last. */
  readonly allowedAt: Instant;
  /** Their choice of that time, over what is asked for now; scopes that are new are ticked. */
  readonly ticked: TickedScopes;
  /** What the app would get by that choice and may do already: every one of them is covered by a living grant. */
  readonly known: readonly string[];
  /** What it would get by that choice and may not do yet. */
  readonly fresh: readonly string[];
  /** What is asked for again and was left out. */
  readonly leftOut: readonly string[];
}

/**
 * What the person said to this app before, if they did and it still holds. Only approvals of the same place count, as the
 * page names places: an app that wants its answer sent elsewhere is looked at as if it came for the first time.
 */
export function recallConsent(
  { redirectUri, scopes }: Pick<AuthorizationRequest, 'redirectUri' | 'scopes'>,
  livingGrants: readonly Grant[],
  vocabulary: ScopeVocabulary,
): EarlierConsent | undefined {
  const earlier = livingGrants
    .filter((grant) => grant.redirectUri !== undefined && isSamePlace(grant.redirectUri, redirectUri))
    .sort((one, other) => other.createdAt - one.createdAt);
  const [latest] = earlier;
  if (latest === undefined) return undefined;
  const { ticked, leftOut } = recallChoice(scopes, earlier, vocabulary);
  const allowed = chooseScopes(scopes, ticked, vocabulary);
  const held = earlier.flatMap((grant) => grant.scopes);
  const known = allowed.filter((scope) => covers(held, scope, vocabulary));
  const fresh = allowed.filter((scope) => !known.includes(scope));
  return { allowedAt: latest.createdAt, ticked, known, fresh, leftOut };
}

/** Of each thing that is asked for, what the person said when it was asked for last. */
function recallChoice(asked: readonly string[], newestFirst: readonly Grant[], vocabulary: ScopeVocabulary) {
  const wasLeftOut = (scope: string) => {
    const answer = newestFirst.find((grant) => covers(grant.asked ?? grant.scopes, scope, vocabulary));
    return answer !== undefined && !covers(answer.scopes, scope, vocabulary);
  };
  const choices = choicesOf(asked, vocabulary).map(({ scope, parts }) => {
    const smallest = parts.length > 0 ? parts : [scope];
    const out = smallest.filter(wasLeftOut);
    return { scope, in: smallest.filter((part) => !out.includes(part)), out, isDivided: parts.length > 0 };
  });
  const kept = choices.filter((choice) => choice.in.length > 0);
  // A page on which nothing is ticked would ask for nothing.
  if (kept.length === 0) return { ticked: { allowed: asked, divided: [] }, leftOut: [] };
  return {
    ticked: {
      allowed: [...new Set(kept.flatMap((choice) => [choice.scope, ...choice.in]))],
      divided: kept.filter((choice) => choice.isDivided && choice.out.length > 0).map((choice) => choice.scope),
    },
    leftOut: choices.flatMap((choice) => (choice.in.length === 0 ? [choice.scope] : choice.out)),
  };
}

/** Whether two redirect URIs lead to what a person would call the same place; a program on a computer has any port. */
function isSamePlace(one: string, other: string): boolean {
  const [a, b] = [destinationOf(one), destinationOf(other)];
  if (a.kind === 'scheme') return b.kind === 'scheme' && a.scheme === b.scheme;
  if (a.kind === 'https' || a.kind === 'http') return b.kind === a.kind && b.host === a.host;
  return a.kind === b.kind;
}
