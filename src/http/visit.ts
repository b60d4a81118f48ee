import type { SignedIn } from '../flows/sign-in.ts';
import type { Frame } from '../pages/layout.ts';
import type { Parameters } from '../protocol/parameters.ts';
import type { Person } from '../protocol/person.ts';
import type { BrowserSecret } from '../protocol/secret.ts';
import { cookieLine, cookieName, isSecret } from './cookies.ts';
import { comesFromHere, csrfToken, isOwnForm } from './csrf.ts';
import { frameOf } from './frame.ts';
import type { HttpDeps } from './http-deps.ts';
import type { Incoming } from './incoming.ts';
import { ACCOUNTS_PATH, pathOf } from './paths.ts';

/** A browser that looks at a page: who sits before it, and what its pages are framed with. */
export interface Visit<P extends Person = Person> {
  readonly browser: BrowserSecret;
  /** Whether the browser brought its secret along, or has just been given one. */
  readonly returning: boolean;
  readonly signedIn: SignedIn<P> | undefined;
  readonly frame: Frame;
  /** `Set-Cookie` lines that the answer must carry. */
  readonly cookies: readonly string[];
}

/** Reads a browser's cookies, gives it a secret when it has none, and chooses its language: `lang` of the query, then the person's, then the browser's (contract §1.4). */
export async function beginVisit<P extends Person>(deps: HttpDeps<P>, request: Incoming): Promise<Visit<P>> {
  const { issuer, world } = deps;
  const known = request.cookie(cookieName('browser', issuer));
  const browser = (isSecret(known) ? known : world.randomSecret()) as BrowserSecret;
  const signedIn = await deps.signInWay.whoIsThere(request);
  const { locale } = signedIn?.person ?? {};
  const messages = deps.languages.choose(request.query.all('lang')[0], request.header('accept-language'), locale);
  return {
    browser,
    returning: isSecret(known),
    signedIn,
    cookies: isSecret(known) ? [] : [cookieLine('browser', browser, issuer)],
    frame: frameOf(deps, {
      messages,
      person: signedIn?.person,
      csrfToken: csrfToken(deps.signingKey, browser, signedIn?.binding),
      ...(keepsOthers(deps, request) ? { switchAccountUrl: pathOf(issuer, ACCOUNTS_PATH) } : {}),
    }),
  };
}

/** Whether the browser holds sessions beside the one in use. Whether they still live is asked where they are listed. */
function keepsOthers<P extends Person>({ signInWay, issuer }: HttpDeps<P>, request: Incoming): boolean {
  return signInWay.builtIn && (request.cookie(cookieName('others', issuer)) ?? '') !== '';
}

/**
 * The same visit in the language that a kept request asked for. Never begin a second visit for that: a new browser would
 * be given two secrets, and the page's form would belong to the one that it does not keep.
 */
export function inLanguage(
  deps: Pick<HttpDeps, 'languages'>,
  visit: Visit,
  request: Incoming,
  lang: string | undefined,
): Visit {
  if (lang === undefined) return visit;
  const { locale } = visit.signedIn?.person ?? {};
  const messages = deps.languages.choose(lang, request.header('accept-language'), locale);
  return { ...visit, frame: { ...visit.frame, messages } };
}

/** Whether a posted form is this visit's own: both its token and what the browser says of its origin must agree. */
export function isTrustedForm(deps: HttpDeps, request: Incoming, visit: Visit, body: Parameters): boolean {
  const sent = body.all('authenticity_token')[0];
  return visit.returning && comesFromHere(request, deps.issuer) && isOwnForm(sent, visit.frame.csrfToken);
}
