import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  addToRedirectUri,
  destinationOf,
  matchesRegistered,
  OOB,
  type RedirectUriFault,
  redirectUriFaults,
  splitRedirectUris,
} from './redirect-uri.ts';

test('OOB is the address that command line apps have compiled in (contract §2)', () => {
  assert.equal(OOB, 'urn:ietf:wg:oauth:2.0:oob');
});

const OOB_AUTO = 'urn:ietf:wg:oauth:2.0:oob:auto';

const forbidden = 'is forbidden by the server.';
const fragment = 'cannot contain a fragment.';
const opaque = 'must specify a scheme.';
const relative = 'must be an absolute URI.';
const invalid = 'must be a valid URI.';

const refusedAtRegistration: readonly (readonly [string, readonly RedirectUriFault[], string])[] = [
  ['javascript:alert(1)', [forbidden, opaque], 'contract §2'],
  ['JaVaScript:alert(1)', [forbidden, opaque], 'contract §2'],
  ['javascript://app.example/%0aalert(1)', [forbidden], 'contract §2'],
  ['javascript:alert("1")', [forbidden, invalid], 'contract §2'],
  ['data:text/html,hello', [forbidden, opaque], 'contract §2'],
  ['DATA:text/html,hello', [forbidden, opaque], 'contract §2'],
  ['vbscript:msgbox', [forbidden, opaque], 'contract §2'],
  ['file:///etc/passwd', [forbidden], 'decision 6'],
  ['blob:https://app.example/0f', [forbidden, opaque], 'decision 6'],
  ['about:blank', [forbidden, opaque], 'decision 6'],
  ['filesystem:https://app.example/temporary/x', [forbidden, opaque], 'decision 6'],
  ['view-source:https://app.example/', [forbidden, opaque], 'decision 6'],
  ['View-Source:https://app.example/', [forbidden, opaque], 'decision 6'],
  ['https://app.example/cb#part', [fragment], 'contract §2'],
  ['https://app.example/cb#', [fragment], 'contract §2'],
  ['myapp://callback#', [fragment], 'contract §2'],
  ['javascript:void#x', [forbidden, fragment, opaque], 'contract §2'],
  ['mailto:alice@app.example', [opaque], 'contract §2'],
  ['com.app:x', [opaque], 'contract §2'],
  ['urn:other', [opaque], 'contract §2'],
  ['urn:ietf:wg:oauth:2.0:oob:other', [opaque], 'contract §2'],
  ['localhost:3000/cb', [opaque], 'contract §2'],
  ['LOCALHOST:/cb', [opaque], 'contract §2'],
  ['/rel', [relative], 'contract §2'],
  ['relative', [relative], 'contract §2'],
  ['?code=1', [relative], 'contract §2'],
  ['my_app://callback', [relative], 'RFC 3986 §3.1'],
  ['https://', [invalid], 'contract §2'],
  ['https:///cb', [invalid], 'contract §2'],
  ['http://:80/cb', [invalid], 'contract §2'],
  ['http:/cb', [invalid], 'contract §2'],
  ['http:cb', [opaque, invalid], 'contract §2'],
  ['https://bücher.example/cb', [invalid], 'contract §2'],
  ['https://app.example/bücher', [invalid], 'RFC 3986 §2'],
  ['https://app.example:port/cb', [invalid], 'RFC 3986 §3.2.3'],
  ['https://[::zz]/cb', [invalid], 'RFC 3986 §3.2.2'],
  ['https://[::1/cb', [invalid], 'RFC 3986 §3.2.2'],
  ['https://app.example/%zz', [invalid], 'RFC 3986 §2.1'],
  ['https://app.example/100%', [invalid], 'RFC 3986 §2.1'],
  ['https://app.example\\@evil.example/', [invalid], 'RFC 3986 §2'],
  ['https://app.example/"><script>', [invalid], 'RFC 3986 §2'],
  ['https://alice@app.example/cb', [invalid], 'decision 6'],
  ['https://alice:secret@app.example/cb', [invalid], 'decision 6'],
  ['https://@app.example/cb', [invalid], 'decision 6'],
  ['http://x@127.0.0.1/cb', [invalid], 'decision 6'],
  ['myapp://alice@callback', [invalid], 'decision 6'],
  ['https://app.example/a b', [invalid], 'decision 6'],
  ['https://app.example/cb ', [invalid], 'decision 6'],
  [' javascript:alert(1)', [invalid], 'decision 6'],
  ['java\tscript:alert(1)', [invalid], 'decision 6'],
  ['\u0001javascript:alert(1)', [invalid], 'decision 6'],
  ['https://app.example/\u0000', [invalid], 'decision 6'],
  ['https://app.example/\r\nSet-Cookie:x', [invalid], 'decision 6'],
  ['https://app.example/\u007f', [invalid], 'decision 6'],
  ['https://app.example/\u202ecb', [invalid], 'decision 6'],
];

for (const [uri, faults, rule] of refusedAtRegistration) {
  test(`redirectUriFaults() says that ${JSON.stringify(uri)} ${faults.join(' and ')} (${rule})`, () => {
    assert.deepEqual(redirectUriFaults(uri), faults);
  });
}

const acceptedAtRegistration: readonly (readonly [string, string])[] = [
  [OOB, 'contract §2'],
  [OOB_AUTO, 'contract §2'],
  ['https://app.example/cb', 'contract §2'],
  ['https://app.example', 'contract §2'],
  ['https://app.example/cb?next=%2Fhome&x', 'contract §2'],
  ['https://app.example/cb?', 'RFC 3986 §3.4'],
  ['https://app.example/cb?mail=alice@app.example', 'RFC 3986 §3.4'],
  ['https://app.example/@alice', 'RFC 3986 §3.3'],
  ['HTTPS://APP.example/cb', 'RFC 3986 §3.1'],
  ['https://app.example:8443/cb', 'RFC 3986 §3.2.3'],
  ['http://app.example/cb', 'contract §2, decision 6'],
  ['http://localhost:3000/cb', 'contract §2'],
  ['http://127.0.0.1/cb', 'contract §2'],
  ['http://[::1]:8080/cb', 'contract §2'],
  ['https://203.0.113.7/cb', 'contract §2'],
  ['https://[2001:db8::7]/cb', 'contract §2'],
  ['https://*/cb', 'contract §2'],
  ['https://*.app.example/cb', 'contract §2'],
  ['ftp://app.example/cb', 'contract §2'],
  ['//app.example/cb', 'contract §2'],
  ['myapp://', 'contract §2'],
  ['icecubesapp://', 'clients §3.9'],
  ['mastodon-android-auth://callback', 'clients §3.9'],
  ['com.app:/x', 'contract §2'],
  ['com.tapbots.Ivory.10217:/request_token/0F-1', 'lesson 11'],
  ['tuba://auth_code', 'lesson 10'],
  ['https://elk.zone/api/social.example/oauth/https%3A%2F%2Felk.zone', 'clients §3.9'],
];

for (const [uri, rule] of acceptedAtRegistration) {
  test(`redirectUriFaults() finds nothing wrong with ${uri} (${rule})`, () => {
    assert.deepEqual(redirectUriFaults(uri), []);
  });
}

test('splitRedirectUris() splits on spaces, tabs, line feeds and CRLF, and drops blanks (contract §2)', () => {
  assert.deepEqual(splitRedirectUris(' https://a.example/\r\nmyapp://x\n\n\tcom.app:/x  urn:y '), [
    'https://a.example/',
    'myapp://x',
    'com.app:/x',
    'urn:y',
  ]);
});

test('splitRedirectUris() keeps duplicates and their order (contract §2)', () => {
  assert.deepEqual(splitRedirectUris('b://x a://x b://x'), ['b://x', 'a://x', 'b://x']);
});

test('splitRedirectUris() finds none in a blank text (contract §2)', () => {
  assert.deepEqual(splitRedirectUris(' \r\n\t'), []);
});

test('splitRedirectUris() does not split on a no-break space, which stays to be refused (decision 6)', () => {
  assert.deepEqual(splitRedirectUris('a://x\u00a0b://y'), ['a://x\u00a0b://y']);
});

const matching: readonly (readonly [string, string, string])[] = [
  [OOB, OOB, 'contract §4.2'],
  ['https://app.example/cb', 'https://app.example/cb', 'decision 5'],
  ['HTTPS://App.example/cb', 'HTTPS://App.example/cb', 'decision 5'],
  ['myapp://', 'myapp://', 'clients §3.9'],
  ['com.app:/x', 'com.app:/x', 'lesson 11'],
  ['https://elk.zone/oauth/https%3A%2F%2Felk.zone', 'https://elk.zone/oauth/https%3A%2F%2Felk.zone', 'lesson 12'],
  ['http://127.0.0.1:49152/cb', 'http://127.0.0.1/cb', 'RFC 8252 §7.3'],
  ['http://127.0.0.1/cb', 'http://127.0.0.1:8080/cb', 'RFC 8252 §7.3'],
  ['http://127.0.0.1:49152/cb', 'http://127.0.0.1:8080/cb', 'RFC 8252 §7.3'],
  ['http://127.0.0.1:9/cb', 'http://127.0.0.1/cb', 'RFC 8252 §7.3'],
  ['http://127.8.9.1:49152', 'http://127.8.9.1', 'contract §4.2'],
  ['http://[::1]:49152/cb?x=1', 'http://[::1]/cb?x=1', 'RFC 8252 §7.3'],
  ['http://127.0.0.1:49152?x=1', 'http://127.0.0.1?x=1', 'RFC 8252 §7.3'],
];

for (const [asked, registered, rule] of matching) {
  test(`matchesRegistered() takes ${asked} for the registered ${registered} (${rule})`, () => {
    assert.equal(matchesRegistered(asked, registered), true);
  });
}

const mismatching: readonly (readonly [string, string, string])[] = [
  ['https://app.example/CALLBACK', 'https://app.example/callback', 'CVE-2020-15234'],
  ['https://APP.example/cb', 'https://app.example/cb', 'decision 5'],
  ['HTTPS://app.example/cb', 'https://app.example/cb', 'decision 5'],
  ['http://app.example/cb', 'https://app.example/cb', 'decision 5'],
  ['https://app.example/cb/', 'https://app.example/cb', 'decision 5'],
  ['https://app.example', 'https://app.example/', 'decision 5'],
  ['https://app.example:443/cb', 'https://app.example/cb', 'decision 5'],
  ['https://app.example/cb?x=1', 'https://app.example/cb', 'decision 5'],
  ['https://app.example/cb?', 'https://app.example/cb', 'decision 5'],
  ['https://app.example/cb?b=2&a=1', 'https://app.example/cb?a=1&b=2', 'decision 5'],
  ['https://app.example/%63b', 'https://app.example/cb', 'decision 5'],
  ['https://app.example/%2fcb', 'https://app.example/%2Fcb', 'decision 5'],
  ['https://elk.zone/oauth/https://elk.zone', 'https://elk.zone/oauth/https%3A%2F%2Felk.zone', 'lesson 12'],
  ['https://app.example/x/../cb', 'https://app.example/cb', 'decision 5'],
  ['https://app.example/cb#', 'https://app.example/cb', 'contract §4.2'],
  ['https://one.app.example/cb', 'https://*.app.example/cb', 'contract §2'],
  ['https://app.example.evil.example/cb', 'https://app.example/cb', 'decision 5'],
  ['https://app.example:8443/cb', 'https://app.example/cb', 'RFC 8252 §7.3'],
  ['http://app.example:8080/cb', 'http://app.example/cb', 'RFC 8252 §7.3'],
  ['http://localhost:8080/cb', 'http://localhost/cb', 'contract §4.2'],
  ['http://localhost/cb', 'http://127.0.0.1/cb', 'contract §4.2'],
  ['https://127.0.0.1:8080/cb', 'https://127.0.0.1/cb', 'RFC 8252 §7.3'],
  ['https://127.0.0.1/cb', 'http://127.0.0.1/cb', 'RFC 8252 §7.3'],
  ['http://127.0.0.2/cb', 'http://127.0.0.1/cb', 'RFC 8252 §7.3'],
  ['http://[::1]/cb', 'http://127.0.0.1/cb', 'RFC 8252 §7.3'],
  ['http://128.0.0.1:8080/cb', 'http://128.0.0.1/cb', 'RFC 8252 §7.3'],
  ['http://[::2]:8080/cb', 'http://[::2]/cb', 'RFC 8252 §7.3'],
  ['http://127.0.0.1:8080/other', 'http://127.0.0.1/cb', 'RFC 8252 §7.3'],
  ['http://127.0.0.1:8080/CB', 'http://127.0.0.1/cb', 'RFC 8252 §7.3'],
  ['http://127.0.0.1:8080/cb/', 'http://127.0.0.1/cb', 'RFC 8252 §7.3'],
  ['http://127.0.0.1:8080/cb?x=1', 'http://127.0.0.1/cb', 'RFC 8252 §7.3'],
  ['http://x@127.0.0.1/cb', 'http://127.0.0.1/cb', 'Doorkeeper 1878'],
  ['http://127.0.0.1:80@evil.example/cb', 'http://127.0.0.1/cb', 'Doorkeeper 1878'],
  ['http://127.0.0.1:8080.evil.example/cb', 'http://127.0.0.1/cb', 'RFC 8252 §7.3'],
  ['http://127.0.0.1.evil.example:8080/cb', 'http://127.0.0.1.evil.example/cb', 'RFC 8252 §7.3'],
  ['http://127.0.0.1:123456/cb', 'http://127.0.0.1/cb', 'RFC 8252 §7.3'],
  ['https://evil.example/http://127.0.0.1:8080/cb', 'http://127.0.0.1/cb', 'RFC 8252 §7.3'],
  ['http://127.0.0.1:port/cb', 'http://127.0.0.1/cb', 'RFC 8252 §7.3'],
  ['http://127.0.0.1:8080/cb#x', 'http://127.0.0.1/cb#x', 'contract §4.2'],
];

for (const [asked, registered, rule] of mismatching) {
  test(`matchesRegistered() refuses ${asked} for the registered ${registered} (${rule})`, () => {
    assert.equal(matchesRegistered(asked, registered), false);
  });
}

for (const [uri, rule] of [
  [OOB_AUTO, 'decisions, Not offered'],
  ['//app.example/cb', 'contract §2'],
  ['javascript:alert(1)', 'contract §2'],
  ['https://alice@app.example/cb', 'decision 6'],
  ['https://app.example/cb#', 'contract §2'],
] as const) {
  test(`matchesRegistered() sends nobody to ${uri}, even where it is registered (${rule})`, () => {
    assert.equal(matchesRegistered(uri, uri), false);
  });
}

const twoMembers = [
  ['code', 'abc'],
  ['state', 'xyz'],
] as const;

const additions: readonly (readonly [string, string, string])[] = [
  ['https://app.example/cb', 'https://app.example/cb?code=abc&state=xyz', 'RFC 6749 §4.1.2'],
  ['https://app.example', 'https://app.example?code=abc&state=xyz', 'clients §3.9'],
  ['https://app.example/cb?a=1', 'https://app.example/cb?a=1&code=abc&state=xyz', 'RFC 6749 §3.1.2'],
  ['https://app.example/cb?', 'https://app.example/cb?code=abc&state=xyz', 'RFC 6749 §3.1.2'],
  ['https://app.example/cb?a=%2f+b&c', 'https://app.example/cb?a=%2f+b&c&code=abc&state=xyz', 'RFC 6749 §3.1.2'],
  ['https://app.example/cb?state=own&a=1', 'https://app.example/cb?a=1&code=abc&state=xyz', 'Doorkeeper 1851'],
  ['https://app.example/cb?code=own', 'https://app.example/cb?code=abc&state=xyz', 'Doorkeeper 1851'],
  ['https://app.example/cb?code&a=1&code=', 'https://app.example/cb?a=1&code=abc&state=xyz', 'Doorkeeper 1851'],
  ['https://app.example/cb?%63ode=own', 'https://app.example/cb?code=abc&state=xyz', 'Doorkeeper 1851'],
  ['https://app.example/cb?code2=a&Code=b', 'https://app.example/cb?code2=a&Code=b&code=abc&state=xyz', 'decision 5'],
  ['https://app.example/cb??code=own', 'https://app.example/cb??code=own&code=abc&state=xyz', 'RFC 6749 §3.1.2'],
  ['myapp://', 'myapp://?code=abc&state=xyz', 'clients §3.9'],
  ['com.app:/x', 'com.app:/x?code=abc&state=xyz', 'clients §3.9'],
  ['http://127.0.0.1:49152/cb', 'http://127.0.0.1:49152/cb?code=abc&state=xyz', 'RFC 8252 §7.3'],
  [
    'https://elk.zone/oauth/https%3A%2F%2Felk.zone',
    'https://elk.zone/oauth/https%3A%2F%2Felk.zone?code=abc&state=xyz',
    'lesson 12',
  ],
];

for (const [uri, expected, rule] of additions) {
  test(`addToRedirectUri() makes ${expected} of ${uri} (${rule})`, () => {
    assert.equal(addToRedirectUri(uri, twoMembers, 'query'), expected);
  });
}

test("addToRedirectUri() drops the app's own member only where the response has one of that name (RFC 6749 §3.1.2)", () => {
  const uri = 'https://app.example/cb?state=own&error=own';
  assert.equal(addToRedirectUri(uri, [['code', 'abc']], 'query'), `${uri}&code=abc`);
});

test('addToRedirectUri() form-encodes values: a space becomes a plus (contract §4.7, RFC 6749 appendix B)', () => {
  const members = [
    ['state', 'a b&c=d#e+f%"é'],
    ['iss', 'https://social.example'],
  ] as const;
  assert.equal(
    addToRedirectUri('myapp://x', members, 'query'),
    'myapp://x?state=a+b%26c%3Dd%23e%2Bf%25%22%C3%A9&iss=https%3A%2F%2Fsocial.example',
  );
});

test('addToRedirectUri() puts the members behind the fragment sign in fragment mode, the query untouched (contract §4.8)', () => {
  assert.equal(
    addToRedirectUri('https://app.example/cb?state=own', twoMembers, 'fragment'),
    'https://app.example/cb?state=own#code=abc&state=xyz',
  );
});

const destinations: readonly (readonly [string, ReturnType<typeof destinationOf>])[] = [
  [OOB, { kind: 'code' }],
  ['https://app.example/cb', { kind: 'https', host: 'app.example' }],
  ['HTTPS://App.Example:8443/cb', { kind: 'https', host: 'app.example:8443' }],
  ['http://app.example/cb', { kind: 'http', host: 'app.example' }],
  ['http://localhost:3000/cb', { kind: 'loopback', host: 'localhost:3000' }],
  ['https://LOCALHOST/cb', { kind: 'loopback', host: 'localhost' }],
  ['https://localhost./cb', { kind: 'loopback', host: 'localhost.' }],
  ['https://app.localhost:8443/cb', { kind: 'loopback', host: 'app.localhost:8443' }],
  ['http://127.0.0.1/cb', { kind: 'loopback', host: '127.0.0.1' }],
  ['https://127.8.9.1:1/cb', { kind: 'loopback', host: '127.8.9.1:1' }],
  ['http://[::1]:3000/cb', { kind: 'loopback', host: '[::1]:3000' }],
  ['https://localhost.evil.example/cb', { kind: 'https', host: 'localhost.evil.example' }],
  ['https://notlocalhost/cb', { kind: 'https', host: 'notlocalhost' }],
  ['http://127.0.0.1.evil.example/cb', { kind: 'http', host: '127.0.0.1.evil.example' }],
  ['myapp://localhost/cb', { kind: 'scheme', scheme: 'myapp' }],
  ['com.app:/x', { kind: 'scheme', scheme: 'com.app' }],
  ['MyApp://x', { kind: 'scheme', scheme: 'myapp' }],
];

for (const [uri, destination] of destinations) {
  test(`destinationOf() calls ${uri} ${Object.values(destination).join(' ')} (decision 14, RFC 6761 §6.3)`, () => {
    assert.deepEqual(destinationOf(uri), destination);
  });
}
