import { serialize } from 'hono/utils/cookie';
import { DAY, MINUTE } from '../protocol/lifetimes.ts';

/** The cookies of people's browsers. None of them is ever looked at by `/api` (decision 18). */
export type CookieName = 'session' | 'others' | 'browser' | 'device' | 'second_step';

const lifetimes: Readonly<Record<CookieName, number>> = {
  // The session itself ends on the server; the cookie must only outlive it.
  session: 90 * DAY,
  others: 90 * DAY,
  browser: 365 * DAY,
  device: 365 * DAY,
  second_step: 15 * MINUTE,
};

/** On https the `__Host-` prefix pins a cookie to this host, so that no neighbour under the domain can plant one. */
export function cookieName(name: CookieName, issuer: string): string {
  return `${issuer.startsWith('https:') ? '__Host-' : ''}mastodoor_${name}`;
}

/** A `Set-Cookie` line; an empty value removes the cookie. */
export function cookieLine(name: CookieName, value: string, issuer: string): string {
  return serialize(cookieName(name, issuer), value, {
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    secure: issuer.startsWith('https:'),
    maxAge: value === '' ? 0 : lifetimes[name] / 1000,
  });
}

/** Whether a cookie's value can be a secret that this server made. */
export function isSecret(value: string | undefined): value is string {
  return value !== undefined && /^[A-Za-z0-9_-]{43}$/.test(value);
}
