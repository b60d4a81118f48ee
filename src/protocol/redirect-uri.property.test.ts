import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { addToRedirectUri, matchesRegistered, OOB, redirectUriFaults } from './redirect-uri.ts';

const member = fc.constantFrom('code', 'state', 'iss', 'error', '%63ode', '?code', 'co+de', 'a', 'b%20c', '');
const queryPart = fc.oneof(
  member,
  fc.tuple(member, fc.constantFrom('', '1', '%2F', '+', '=', '?', 'x%26y')).map((pair) => pair.join('=')),
);
const query = fc.oneof(
  fc.constant(''),
  fc.array(queryPart, { maxLength: 5 }).map((parts) => `?${parts.join('&')}`),
);
const path = fc
  .array(fc.constantFrom('cb', 'CB', '%3A%2F', '.', '..', '@alice', 'a:b', ''), { maxLength: 4 })
  .map((segments) => segments.map((segment) => `/${segment}`).join(''));
const host = fc.constantFrom('app.example', 'App.example', '127.0.0.1', '127.1.2.3', '[::1]', 'localhost', '*', '');
const port = fc.constantFrom('', ':80', ':443', ':8080', ':49152');
const scheme = fc.constantFrom('http', 'https', 'HTTP', 'myapp', 'com.app', 'mastodon-android-auth');

const webUri = fc.tuple(scheme, fc.constant('://'), host, port, path, query).map((parts) => parts.join(''));
const privateUri = fc.tuple(fc.constantFrom('com.app:/', 'icecubesapp:///'), query).map((parts) => parts.join(''));
const uriLike = fc.oneof(webUri, privateUri, fc.webUrl({ withQueryParameters: true }), fc.string({ unit: 'binary' }));

/** Whatever may be registered and led to. */
const goodUri = uriLike.filter((uri) => redirectUriFaults(uri).length === 0 && !uri.startsWith('//'));

test('matchesRegistered() knows again whatever may be registered (decision 5)', () => {
  fc.assert(fc.property(goodUri, (uri) => matchesRegistered(uri, uri)));
});

const members = fc
  .uniqueArray(fc.tuple(fc.constantFrom('code', 'state', 'iss', 'error'), fc.string({ unit: 'grapheme' })), {
    selector: ([name]) => name,
    minLength: 1,
  })
  .map((list) => list as [string, string][]);

test('addToRedirectUri() adds members that come back exactly once when the query is parsed (RFC 6749 §4.1.2)', () => {
  fc.assert(
    fc.property(goodUri, members, (uri, added) => {
      const result = addToRedirectUri(uri, added, 'query');
      const parsed = new URLSearchParams(result.slice(result.indexOf('?')));
      for (const [name, value] of added) assert.deepEqual(parsed.getAll(name), [value.toWellFormed()]);
    }),
  );
});

test("addToRedirectUri() keeps the app's own address, and its own members in their order (RFC 6749 §3.1.2)", () => {
  fc.assert(
    fc.property(goodUri, members, (uri, added) => {
      const result = addToRedirectUri(uri, added, 'query');
      const [before = '', ...ownQuery] = uri.split('?');
      const ours = new Set(added.map(([name]) => name));
      const own = [...new URLSearchParams(`?${ownQuery.join('?')}`)].filter(([name]) => !ours.has(name));
      assert.ok(result.startsWith(`${before}?`));
      const kept = [...new URLSearchParams(result.slice(before.length))].filter(([name]) => !ours.has(name));
      assert.deepEqual(kept, own);
    }),
  );
});

test('addToRedirectUri() keeps every byte of the address in fragment mode, and one fragment sign (RFC 6749 §3.1.2)', () => {
  fc.assert(
    fc.property(goodUri, members, (uri, added) => {
      const result = addToRedirectUri(uri, added, 'fragment');
      const [address, fragment, ...more] = result.split('#');
      assert.equal(address, uri);
      assert.equal([...new URLSearchParams(fragment)].length, added.length);
      assert.deepEqual(more, []);
    }),
  );
});

test('addToRedirectUri() writes only printable ASCII, so that nothing can break out of a header (RFC 9110 §10.2.2)', () => {
  fc.assert(
    fc.property(goodUri, members, fc.constantFrom('query', 'fragment'), (uri, added, mode) => {
      assert.match(addToRedirectUri(uri, added, mode), /^[\x21-\x7e]+$/);
    }),
  );
});

const forbiddenScheme = fc
  .constantFrom('javascript', 'data', 'vbscript', 'file', 'blob', 'about', 'filesystem', 'view-source')
  .chain((name) => fc.mixedCase(fc.constant(name)));

test('redirectUriFaults() forbids the dangerous schemes in any letter case, whatever follows (decision 6)', () => {
  fc.assert(
    fc.property(forbiddenScheme, fc.oneof(fc.string({ unit: 'binary' }), fc.webPath()), (name, rest) => {
      const uri = `${name}:${rest}`;
      assert.ok(redirectUriFaults(uri).includes('is forbidden by the server.'));
      assert.equal(matchesRegistered(uri, uri), false);
    }),
  );
});

const notUriCharacter = fc.oneof(
  fc.integer({ min: 0, max: 0x20 }).map((code) => String.fromCharCode(code)),
  fc.constantFrom('\u007f', '\u0085', '\u00a0', '\u200b', '\u202e', '\u2028', '\ufeff', '\\', '"', '<', '>', '^', '`'),
);

test('redirectUriFaults() refuses a URI with a blank or a control character anywhere in it (decision 6)', () => {
  fc.assert(
    fc.property(goodUri, notUriCharacter, fc.nat(), (uri, character, seed) => {
      const at = seed % (uri.length + 1);
      const spoilt = uri.slice(0, at) + character + uri.slice(at);
      assert.notDeepEqual(redirectUriFaults(spoilt), []);
      assert.equal(matchesRegistered(spoilt, spoilt), false);
    }),
  );
});

test('redirectUriFaults() lets through nothing with user info or a fragment (decision 6, RFC 6749 §3.1.2)', () => {
  fc.assert(
    fc.property(goodUri, (uri) => {
      if (!URL.canParse(uri)) return;
      const { username, password } = new URL(uri);
      assert.equal(username + password, '');
      assert.ok(!uri.includes('#'));
    }),
  );
});

const uriParts = fc.record({ scheme, host, port, path, query });

test('matchesRegistered() lets nothing vary but the port of a loopback IP literal over http (RFC 8252 §7.3)', () => {
  const changed = fc.tuple(uriParts, uriParts, fc.subarray(['scheme', 'host', 'port', 'path', 'query'] as const));
  fc.assert(
    fc.property(changed, ([registered, other, taken]) => {
      const asked = { ...registered, ...Object.fromEntries(taken.map((part) => [part, other[part]])) };
      const uriOf = (parts: typeof asked) => `${parts.scheme}://${parts.host}${parts.port}${parts.path}${parts.query}`;
      fc.pre(uriOf(asked) !== uriOf(registered));
      const isLoopback = asked.scheme === 'http' && ['127.0.0.1', '127.1.2.3', '[::1]'].includes(asked.host);
      const onlyPort = uriOf({ ...asked, port: '' }) === uriOf({ ...registered, port: '' });
      assert.equal(matchesRegistered(uriOf(asked), uriOf(registered)), isLoopback && onlyPort);
    }),
    { numRuns: 1000 },
  );
});

test('matchesRegistered() refuses a URI with one character changed, added or lost, outside loopback (decision 5)', () => {
  const elsewhere = goodUri.filter((uri) => !/^http:\/\/(?:127\.|\[::1\])/.test(uri));
  const character = fc.constantFrom('', ...'aZ0/?&=%@.:-[]');
  fc.assert(
    fc.property(elsewhere, fc.nat(), character, fc.constantFrom(0, 1), (uri, seed, inserted, removed) => {
      const at = seed % uri.length;
      const altered = uri.slice(0, at) + inserted + uri.slice(at + removed);
      fc.pre(altered !== uri);
      assert.equal(matchesRegistered(altered, uri), false);
    }),
  );
});

test('matchesRegistered() takes the out-of-band address for no other (contract §4.2)', () => {
  fc.assert(
    fc.property(goodUri, (uri) => {
      fc.pre(uri !== OOB);
      assert.equal(matchesRegistered(OOB, uri), false);
      assert.equal(matchesRegistered(uri, OOB), false);
    }),
  );
});
