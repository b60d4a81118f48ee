import type { ConsentView } from '../pages/consent.ts';
import type { Markup } from '../pages/markup.ts';
import type { ScopeChoiceView } from '../pages/scope-choices.ts';
import type { App } from '../protocol/app.ts';
import { type EarlierConsent, recallConsent } from '../protocol/consent.ts';
import type { Grant } from '../protocol/grant.ts';
import type { Parameters } from '../protocol/parameters.ts';
import type { AuthorizationRequest } from '../protocol/pending-authorization.ts';
import type { Person } from '../protocol/person.ts';
import { destinationOf } from '../protocol/redirect-uri.ts';
import { type ScopeVocabulary, splitScopes } from '../protocol/scope.ts';
import { choicesOf, chooseScopes, type TickedScopes, tickAll } from '../protocol/scope-choice.ts';
import type { PendingId } from '../protocol/secret.ts';
import type { HttpDeps } from './http-deps.ts';
import type { Incoming } from './incoming.ts';
import { othersSignedIn } from './other-sessions.ts';
import { presentApp, presentOther, presentPerson } from './present.ts';
import type { Visit } from './visit.ts';

/** What a person is asked about. */
export interface ConsentQuestion {
  readonly id: PendingId;
  readonly app: App;
  readonly request: AuthorizationRequest;
  readonly person: Person;
  /** What this app may do already for this person. */
  readonly grants: readonly Grant[];
}

/** The consent page; with `said`, once more and with what the form said, because that was no answer. */
export async function askForConsent(
  deps: HttpDeps,
  incoming: Incoming,
  visit: Visit,
  { id, app, request, person, grants }: ConsentQuestion,
  said?: TickedScopes,
): Promise<Markup> {
  const { vocabulary, issuer, signInWay } = deps;
  const earlier = recallConsent(request, grants, vocabulary);
  const choices = presentChoices(request.scopes, said ?? earlier?.ticked ?? tickAll(request.scopes), vocabulary);
  const others = await othersSignedIn(deps, incoming, visit);
  return deps.pages.consent(visit.frame, {
    authorization: id,
    app: { ...presentApp(app), createdAt: app.createdAt },
    scopes: request.scopes,
    destination: destinationOf(request.redirectUri),
    account: presentPerson(person, issuer),
    ...(earlier === undefined ? {} : { earlier: presentEarlier(earlier) }),
    ...(choices.length > 1 || choices.some(({ parts }) => parts.length > 0) ? { choices } : {}),
    ...(said === undefined ? {} : { problem: 'nothing chosen' }),
    ...(others.length === 0 ? {} : { otherAccounts: others.map((other) => presentOther(other.person, issuer)) }),
    useAnotherAccountUrl: signInWay.signInUrl({ reason: 'another account', authorization: id }),
  });
}

function presentEarlier({ allowedAt, known, fresh, leftOut }: EarlierConsent): NonNullable<ConsentView['earlier']> {
  return { allowedAt, known, fresh, leftOut };
}

function presentChoices(
  asked: readonly string[],
  { allowed, divided }: TickedScopes,
  vocabulary: ScopeVocabulary,
): readonly ScopeChoiceView[] {
  return choicesOf(asked, vocabulary).map(({ scope, parts }) => ({
    scope,
    ticked: allowed.includes(scope),
    parts: parts.map((part) => ({ scope: part, ticked: !divided.includes(scope) || allowed.includes(part) })),
  }));
}

/**
 * What the consent form says of the scopes; undefined where its page offered no choice. Worth nothing by itself: what
 * counts is what {@link allowedScopes} finds in it of the kept request.
 */
export function readChoice(body: Parameters): TickedScopes | undefined {
  if (!body.has('choosing')) return undefined;
  return { allowed: body.all('allow'), divided: body.all('divided').flatMap(splitScopes) };
}

/** The scopes that an approval grants: all that the kept request asks for, or what its person chose among them. */
export function allowedScopes(
  { vocabulary }: HttpDeps,
  request: AuthorizationRequest,
  choice: TickedScopes | undefined,
): readonly string[] {
  return choice === undefined ? request.scopes : chooseScopes(request.scopes, choice, vocabulary);
}
