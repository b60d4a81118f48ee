import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Hono } from 'hono';
import type { BrowserSecret, SessionSecret } from '../protocol/secret.ts';
import { comesFromHere, csrfToken, isOwnForm } from './csrf.ts';
import { FetchSource } from './fetch-source.ts';
import { Incoming } from './incoming.ts';

const key = new Uint8Array(32).fill(1);
const browser = 'b'.repeat(43) as BrowserSecret;
const session = 's'.repeat(43) as SessionSecret;
const own = csrfToken(key, browser, session);

test("isOwnForm() knows the browser's own token again (contract §4.7)", () => {
  assert.equal(isOwnForm(csrfToken(key, browser, session), own), true);
});

for (const [what, sent] of [
  ['no token', undefined],
  ['an empty one', ''],
  ['a shorter one', own.slice(0, -1)],
  ['a longer one', `${own}A`],
  ['one in another letter case', own.toLowerCase()],
  ["another browser's", csrfToken(key, 'c'.repeat(43) as BrowserSecret, session)],
  ["another session's", csrfToken(key, browser, 't'.repeat(43) as SessionSecret)],
  ['the one from before sign-in', csrfToken(key, browser, undefined)],
  ['one made with another key', csrfToken(new Uint8Array(32).fill(2), browser, session)],
  [
    'the session in place of the browser',
    csrfToken(key, session as string as BrowserSecret, browser as string as SessionSecret),
  ],
] as const) {
  test(`isOwnForm() refuses ${what} (contract §4.7, decision 7)`, () => {
    assert.equal(isOwnForm(sent, own), false);
  });
}

test('csrfToken() shows neither of the secrets that it is bound to', () => {
  assert.ok(!own.includes(browser) && !own.includes(session));
  assert.match(own, /^[A-Za-z0-9_-]{43}$/);
});

/** What is thought of a request with these headers by a server at this issuer. */
async function isFromHere(headers: Record<string, string>, issuer = 'https://social.example'): Promise<boolean> {
  const hono = new Hono();
  hono.post('/', (context) => {
    const request = new Incoming(new FetchSource(context), { address: '192.0.2.1', id: '1' });
    return context.json(comesFromHere(request, issuer));
  });
  const response = await hono.request('/', { method: 'POST', headers });
  return (await response.json()) as boolean;
}

const origins: readonly (readonly [Record<string, string>, boolean])[] = [
  [{}, true],
  [{ 'Sec-Fetch-Site': 'same-origin' }, true],
  [{ 'Sec-Fetch-Site': 'same-site' }, false],
  [{ 'Sec-Fetch-Site': 'cross-site' }, false],
  [{ 'Sec-Fetch-Site': 'none' }, false],
  [{ 'Sec-Fetch-Site': 'cross-site', Origin: 'https://social.example' }, false],
  [{ Origin: 'https://social.example' }, true],
  [{ Origin: 'http://social.example' }, false],
  [{ Origin: 'https://social.example:8443' }, false],
  [{ Origin: 'https://evil.example' }, false],
  [{ Origin: 'https://social.example.evil.example' }, false],
  [{ Origin: 'null' }, false],
];

for (const [headers, expected] of origins) {
  test(`comesFromHere() is ${expected} for ${JSON.stringify(headers)} (Fetch Metadata, RFC 6454 §7)`, async () => {
    assert.equal(await isFromHere(headers), expected);
  });
}

test('comesFromHere() compares origins, so a prefix of the issuer does not matter (decisions, Issuer)', async () => {
  assert.equal(await isFromHere({ Origin: 'https://social.example' }, 'https://social.example/door'), true);
});
