import type { Id } from '../protocol/app.ts';
import { digestOf } from '../protocol/secret.ts';
import { addressKey } from './address-key.ts';
import { cookieName } from './cookies.ts';
import type { HttpDeps } from './http-deps.ts';
import type { Incoming } from './incoming.ts';
import { accountKey, browserKey, loginKey } from './limits/limit-keys.ts';
import { countOn, rateLimits } from './rate-limiter.ts';
import { sameSignature, sign } from './signing.ts';

/**
 * Counts a try of a password, before it is judged: by address, and by the account that the login names however it is
 * spelt. A browser that signed in to the account before has a limit of its own, so that strangers who use up the
 * account's cannot lock its owner out.
 * @returns the account that the login names, if any
 * @throws TooManyRequests
 */
export async function countSignInAttempt(deps: HttpDeps, request: Incoming, login: string): Promise<Id | undefined> {
  await countOn(request, deps.limiter, rateLimits.signInByAddress, addressKey(request.address));
  const accountId = await deps.world.directory.identify(login);
  const browser = request.cookie(cookieName('browser', deps.issuer));
  if (accountId !== undefined && browser !== undefined && isKnownDevice(deps, request, browser, accountId)) {
    await countOn(request, deps.limiter, rateLimits.signInByKnownBrowser, browserKey(accountId, digestOf(browser)));
    return accountId;
  }
  const key = accountId !== undefined ? accountKey(accountId) : loginKey(login);
  await countOn(request, deps.limiter, rateLimits.signInByAccount, key);
  return accountId;
}

/** Accounts whose browsers are remembered in one device cookie. */
const MAX_REMEMBERED = 5;

/** The device cookie after a sign-in: one signature for each account, worthless in any other browser. */
export function rememberDevice(deps: Marking, request: Incoming, browser: string, accountId: string): string {
  const mark = sign(deps.signingKey, 'device', browser, accountId);
  return [mark, ...deviceMarks(deps, request).filter((other) => other !== mark)].slice(0, MAX_REMEMBERED).join('.');
}

/** What device cookies are made with. */
type Marking = Pick<HttpDeps, 'signingKey' | 'issuer'>;

/** Whether a browser signed in to an account before: it shows a mark that this server gave it then. */
export function isKnownDevice(deps: Marking, request: Incoming, browser: string, accountId: string): boolean {
  const expected = sign(deps.signingKey, 'device', browser, accountId);
  return deviceMarks(deps, request).some((mark) => sameSignature(mark, expected));
}

function deviceMarks(deps: Marking, request: Incoming): readonly string[] {
  const marks = request.cookie(cookieName('device', deps.issuer))?.split('.') ?? [];
  return marks.slice(0, MAX_REMEMBERED).filter((mark) => /^[A-Za-z0-9_-]{43}$/.test(mark));
}
