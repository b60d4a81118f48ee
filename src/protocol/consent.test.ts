import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { App } from './app.ts';
import { maySkipConsent, recallConsent } from './consent.ts';
import type { Grant } from './grant.ts';
import type { AuthorizationRequest } from './pending-authorization.ts';
import { digestOf } from './secret.ts';

const URI = 'https://app.example/cb';

const app: App = {
  id: '7',
  clientId: 'client',
  secretDigest: digestOf('secret'),
  confidential: true,
  resourceServer: false,
  name: 'An app',
  website: undefined,
  redirectUris: [URI],
  scopes: ['read', 'write'],
  createdAt: 0,
};

const grant: Grant = {
  id: '1',
  appId: '7',
  accountId: '3',
  scopes: ['read', 'write:statuses'],
  redirectUri: URI,
  createdAt: 0,
  lastUsedAt: undefined,
  revokedAt: undefined,
};

const request: AuthorizationRequest = {
  appId: '7',
  redirectUri: URI,
  scopes: ['read', 'write:statuses'],
  state: undefined,
  codeChallenge: undefined,
  responseMode: 'query',
  forceLogin: false,
  lang: undefined,
};

const vocabulary = {
  supported: ['read', 'read:accounts', 'write', 'write:statuses'],
  default: 'read',
  implies: new Map([
    ['read', ['read:accounts']],
    ['write', ['write:statuses']],
  ]),
};

interface Change {
  readonly app?: Partial<App>;
  readonly request?: Partial<AuthorizationRequest>;
  readonly grants?: readonly Grant[];
}

const maySkip = (change: Change = {}) =>
  maySkipConsent({ ...request, ...change.request }, { ...app, ...change.app }, change.grants ?? [grant], vocabulary);

test('maySkipConsent() does not ask again for the same scopes at the same https place (decision 28)', () => {
  assert.equal(maySkip(), true);
});

for (const scopes of [['write:statuses', 'read'], ['read'], ['read:accounts'], ['read:accounts', 'write:statuses']]) {
  test(`maySkipConsent() does not ask again for ${scopes.join(' ')}, which is not beyond the grant (decision 28)`, () => {
    assert.equal(maySkip({ request: { scopes } }), true);
  });
}

for (const scopes of [['read', 'write'], ['write'], ['read', 'write:statuses', 'push']]) {
  test(`maySkipConsent() asks for ${scopes.join(' ')}, which is beyond the grant (decision 28)`, () => {
    assert.equal(maySkip({ request: { scopes } }), false);
  });
}

test('maySkipConsent() asks when nothing was granted yet (decision 28)', () => {
  assert.equal(maySkip({ grants: [] }), false);
});

test('maySkipConsent() does not add up two grants to one that nobody gave (decision 28)', () => {
  const halves = [
    { ...grant, scopes: ['read'] },
    { ...grant, scopes: ['write:statuses'] },
  ];
  assert.equal(maySkip({ grants: halves }), false);
  assert.equal(maySkip({ grants: [...halves, grant] }), true);
});

for (const redirectUri of ['https://app.example/cb/', 'https://app.example/CB', 'https://other.example/cb']) {
  test(`maySkipConsent() asks for ${redirectUri}, where the grant has another redirect URI (decision 28)`, () => {
    assert.equal(maySkip({ request: { redirectUri } }), false);
  });
}

test('maySkipConsent() asks when the grant has no redirect URI at all (decision 28)', () => {
  assert.equal(maySkip({ grants: [{ ...grant, redirectUri: undefined }] }), false);
});

test('maySkipConsent() asks for a public app, which anyone can pretend to be (decision 28, CVE-2023-34246)', () => {
  assert.equal(maySkip({ app: { confidential: false, secretDigest: undefined } }), false);
});

test('maySkipConsent() asks with force_login (decision 28)', () => {
  assert.equal(maySkip({ request: { forceLogin: true } }), false);
});

for (const redirectUri of [
  'urn:ietf:wg:oauth:2.0:oob',
  'myapp://callback',
  'com.app:/x',
  'http://app.example/cb',
  'http://127.0.0.1:49152/cb',
  'http://localhost/cb',
  'https://localhost/cb',
  'https://LOCALHOST:8443/cb',
  'https://app.localhost/cb',
  'https://127.0.0.1/cb',
  'https://[::1]/cb',
]) {
  test(`maySkipConsent() always asks for ${redirectUri}, which another may claim or read (decision 28, RFC 8252 §8.6)`, () => {
    assert.equal(maySkip({ request: { redirectUri }, grants: [{ ...grant, redirectUri }] }), false);
  });
}

const recall = (scopes: readonly string[], grants: readonly Grant[], redirectUri = URI) =>
  recallConsent({ redirectUri, scopes }, grants, vocabulary);

test('recallConsent() tells what is new from what the app may do already, and when it was let in last', () => {
  const earlier = recall(
    ['read:accounts', 'write', 'write:statuses'],
    [
      { ...grant, createdAt: 1 },
      { ...grant, createdAt: 5, scopes: ['read'] },
    ],
  );
  assert.equal(earlier?.allowedAt, 5);
  assert.deepEqual(earlier?.known, ['read:accounts', 'write:statuses']);
  assert.deepEqual(earlier?.fresh, ['write'], 'the umbrella is more than the part that was granted');
});

test('recallConsent() remembers what was left out, until the person allows it', () => {
  const narrowed = { ...grant, createdAt: 1, asked: ['read', 'push', 'write'], scopes: ['read'] };
  const earlier = recall(['read', 'push', 'write'], [narrowed]);
  assert.deepEqual(earlier?.leftOut, ['push', 'write']);
  assert.deepEqual(earlier?.known, ['read']);
  const later = { ...grant, createdAt: 2, asked: ['read', 'push', 'write'], scopes: ['read', 'push'] };
  assert.deepEqual(recall(['read', 'push', 'write'], [narrowed, later])?.leftOut, ['write']);
  assert.deepEqual(recall(['read', 'push', 'write', 'follow'], [narrowed])?.fresh, ['follow'], 'what is new is ticked');
});

test('recallConsent() forgets a choice that would leave nothing, or nobody could answer', () => {
  const narrowed = { ...grant, asked: ['read', 'push'], scopes: ['read'] };
  const earlier = recall(['push'], [narrowed]);
  assert.deepEqual([earlier?.leftOut, earlier?.fresh], [[], ['push']]);
});

for (const [where, redirectUri, other, known] of [
  ['another path of the same host', URI, 'https://app.example/elsewhere', true],
  ['another port of the same host', URI, 'https://app.example:8443/cb', false],
  ['another host', URI, 'https://app.example.evil.example/cb', false],
  ['the same host without encryption', URI, 'http://app.example/cb', false],
  ['the same scheme', 'myapp://one', 'myapp:/two', true],
  ['another scheme', 'myapp://one', 'myapp2://one', false],
  ['another port of this computer (RFC 8252 §7.3)', 'http://127.0.0.1:1/cb', 'http://127.0.0.1:2/cb', true],
  ['a copied code', 'urn:ietf:wg:oauth:2.0:oob', 'urn:ietf:wg:oauth:2.0:oob', true],
  ['a copied code after a website', URI, 'urn:ietf:wg:oauth:2.0:oob', false],
] as const) {
  test(`recallConsent() ${known ? 'knows' : 'does not know'} an app that comes again from ${where}`, () => {
    assert.equal(recall(['read'], [{ ...grant, redirectUri }], other) !== undefined, known);
  });
}
