import assert from 'node:assert/strict';
import { test } from 'node:test';
import { covers, coversAll, narrowScopes, type ScopeVocabulary, splitScopes } from './scope.ts';

const vocabulary: ScopeVocabulary = {
  supported: ['read', 'profile', 'write', 'write:statuses', 'read:accounts', 'read:follows', 'follow', 'push'],
  default: 'read',
  implies: new Map([
    ['read', ['read:accounts', 'read:follows']],
    ['write', ['write:statuses']],
    ['follow', ['read:follows']],
  ]),
};

const narrow = (asked: string | undefined, registered: readonly string[], mixup?: string) =>
  narrowScopes(asked, registered, vocabulary, mixup);

/** What is said after Mastodon's sentence when the scopes are refused. */
function helpOf(asked: string | undefined, registered: readonly string[], mixup?: string): string {
  let help = '';
  assert.throws(
    () => narrow(asked, registered, mixup),
    (error: { readonly code: string; readonly status: number; readonly description: string }) => {
      assert.equal(error.code, 'invalid_scope');
      assert.equal(error.status, 400);
      const sentence = 'The requested scope is invalid, unknown, or malformed. ';
      assert.ok(error.description.startsWith(sentence), error.description);
      help = error.description.slice(sentence.length);
      return true;
    },
  );
  return help;
}

test('splitScopes() splits on any ASCII white space, as registration does (contract §2)', () => {
  assert.deepEqual(splitScopes(' read  write\tfollow\r\npush\n'), ['read', 'write', 'follow', 'push']);
});

test('splitScopes() keeps the order and the first of repeated names (contract §2)', () => {
  assert.deepEqual(splitScopes('write read write read'), ['write', 'read']);
});

test('splitScopes() splits neither on commas nor on pluses (contract §2)', () => {
  assert.deepEqual(splitScopes('read,write+push'), ['read,write+push']);
});

test('splitScopes() finds no name in a blank text (contract §2)', () => {
  assert.deepEqual(splitScopes(' \t '), []);
});

test('covers() knows a scope that is held itself, and those under an umbrella that is held (decision 9)', () => {
  assert.equal(covers(['profile', 'read'], 'read', vocabulary), true);
  assert.equal(covers(['profile', 'read'], 'read:accounts', vocabulary), true);
  assert.equal(covers(['follow'], 'read:follows', vocabulary), true);
});

test('covers() never widens: a narrow name does not cover its umbrella, nor its neighbour (decision 9)', () => {
  assert.equal(covers(['read:accounts', 'read:follows'], 'read', vocabulary), false);
  assert.equal(covers(['read:accounts'], 'read:follows', vocabulary), false);
  assert.equal(covers(['read'], 'write:statuses', vocabulary), false);
  assert.equal(covers([], 'read', vocabulary), false);
});

test('coversAll() is true only when not one name is beyond what is held (decision 28)', () => {
  assert.equal(coversAll(['read', 'push'], ['read:accounts', 'push'], vocabulary), true);
  assert.equal(coversAll(['read', 'push'], ['read:accounts', 'write'], vocabulary), false);
  assert.equal(coversAll([], [], vocabulary), true);
});

for (const blank of [undefined, '', '   ']) {
  test(`narrowScopes() gives the default for ${JSON.stringify(blank)} when the app registered it (contract §4.3)`, () => {
    assert.deepEqual(narrow(blank, ['write', 'read', 'push']), ['read']);
  });
}

test('narrowScopes() refuses an absent scope when the default is not registered, and names both (contract §4.3)', () => {
  const help = helpOf(undefined, ['read:accounts', 'push']);
  assert.match(help, /default read is not among the app's registered scopes: read:accounts push\./);
});

test('narrowScopes() gives what was asked for, in the order it was asked (contract §5.5)', () => {
  assert.deepEqual(narrow('push read write', ['read', 'write', 'push']), ['push', 'read', 'write']);
});

test('narrowScopes() gives less than is registered when less is asked for (journey 2)', () => {
  assert.deepEqual(narrow('write', ['read', 'write', 'push']), ['write']);
});

test('narrowScopes() gives a narrower name under a registered umbrella (decision 9)', () => {
  assert.deepEqual(narrow('read:accounts write:statuses', ['read', 'write']), ['read:accounts', 'write:statuses']);
});

test('narrowScopes() refuses the umbrella when only narrower names are registered, and names it (decision 9)', () => {
  assert.equal(
    helpOf('read:accounts read', ['read:accounts', 'read:follows']),
    'Not registered for this app: read. It registered: read:accounts read:follows.',
  );
});

test('narrowScopes() tolerates doubled spaces and repeated names (contract §4.3)', () => {
  assert.deepEqual(narrow(' read  write read ', ['read', 'write']), ['read', 'write']);
});

for (const separator of ['\t', '\r', '\n', '\r\n', '\v', '\f']) {
  test(`narrowScopes() refuses ${JSON.stringify(separator)} between names and says so (contract §4.3)`, () => {
    assert.match(helpOf(`read${separator}write`, ['read', 'write']), /no other white space/);
  });
}

test('narrowScopes() names a scope that is unknown here, and only that one (decision 16)', () => {
  assert.equal(helpOf('read telepathy', ['read']), 'Unknown here: telepathy. Scopes are separated by spaces.');
});

test('narrowScopes() calls an unknown scope unknown before it calls another not registered (decision 16)', () => {
  assert.match(helpOf('write telepathy', ['read']), /^Unknown here: telepathy\./);
});

test('narrowScopes() names every scope that the app did not register, and what it registered (decision 16)', () => {
  assert.equal(
    helpOf('read write push', ['read', 'profile']),
    'Not registered for this app: write push. It registered: read profile.',
  );
});

test('narrowScopes() compares names by letter case (RFC 6749 §3.3)', () => {
  assert.match(helpOf('READ', ['read']), /^Unknown here: READ\./);
});

test('narrowScopes() takes commas and pluses for parts of a name, and says what separates (lesson 6)', () => {
  assert.equal(helpOf('read,write', ['read', 'write']), 'Unknown here: read,write. Scopes are separated by spaces.');
  assert.match(helpOf('read+write', ['read', 'write']), /^Unknown here: read\+write\./);
});

test('narrowScopes() names an unknown scope that is not ASCII instead of blaming white space (decision 16)', () => {
  assert.match(helpOf('réad', ['read']), /^Unknown here: r\?ad\./);
});

test('narrowScopes() adds the mix-up to any refusal (decision 16, journey 5)', () => {
  const mixup = 'The parameter is named scope here; scopes was sent.';
  assert.ok(helpOf(undefined, ['push'], mixup).endsWith(` ${mixup}`));
  assert.ok(helpOf('telepathy', ['push'], mixup).endsWith(` ${mixup}`));
  assert.ok(helpOf('write', ['push'], mixup).endsWith(` ${mixup}`));
});

test('narrowScopes() describes a refusal without quotes, backslashes or endless names (RFC 6749 §5.2)', () => {
  const help = helpOf(`${'x'.repeat(500)} "a\\b" c d e f g`, ['read']);
  assert.match(help, /^[\x20\x21\x23-\x5b\x5d-\x7e]+$/);
  assert.match(help, / \?a\?b\? c d e \.\.\.\./);
  assert.ok(help.length < 400);
});
