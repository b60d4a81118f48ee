import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { OAuthError } from './oauth-error.ts';
import { covers, narrowScopes, type ScopeVocabulary } from './scope.ts';

const names = ['read', 'write', 'follow', 'read:a', 'read:b', 'write:a', 'write:b', 'admin:read', 'admin:read:a'];

const vocabulary: ScopeVocabulary = {
  supported: names,
  default: 'read',
  implies: new Map([
    ['read', ['read:a', 'read:b']],
    ['write', ['write:a', 'write:b']],
    ['follow', ['read:a', 'write:a']],
    ['admin:read', ['admin:read:a']],
  ]),
};

const registered = fc.subarray(names);
const askedNames = fc.array(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...names) }, fc.string()), {
  maxLength: 6,
});
const asked = fc.oneof(
  fc.tuple(askedNames, fc.constantFrom(' ', '  ', '\t')).map(([list, separator]) => list.join(separator)),
  fc.string({ unit: 'binary' }),
  fc.constant(undefined),
);

/** The scopes that are given, or undefined where they are refused. */
function given(text: string | undefined, held: readonly string[]): readonly string[] | undefined {
  try {
    return narrowScopes(text, held, vocabulary);
  } catch (error) {
    assert.ok(error instanceof OAuthError && error.code === 'invalid_scope');
    return undefined;
  }
}

/** What one name is worth: itself and all below it. */
const worth = (name: string) => [name, ...(vocabulary.implies.get(name) ?? [])];

test('narrowScopes() never widens: nothing is given that the registered names are not worth (decision 9)', () => {
  fc.assert(
    fc.property(asked, registered, (text, held) => {
      const reachable = new Set(held.flatMap(worth));
      for (const name of given(text, held) ?? []) {
        for (const worthy of worth(name)) assert.ok(reachable.has(worthy), `${name} is worth ${worthy}`);
      }
    }),
    { numRuns: 1000 },
  );
});

test('narrowScopes() gives something or refuses with invalid_scope, and never gives nothing (RFC 6749 §3.3)', () => {
  fc.assert(fc.property(asked, registered, (text, held) => given(text, held)?.length !== 0));
});

test('narrowScopes() gives all that was asked for, each once, in the order of asking (RFC 6749 §3.3)', () => {
  const known = fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(known, (list) => {
      const result = given(list.join(' '), names) ?? [];
      assert.deepEqual(new Set(result), new Set(list));
      assert.equal(result.length, new Set(list).size);
      const firsts = result.map((name) => list.indexOf(name));
      assert.deepEqual(
        firsts,
        firsts.toSorted((a, b) => a - b),
      );
    }),
  );
});

test('narrowScopes() given again what it gave gives the same: narrowing twice changes nothing', () => {
  fc.assert(
    fc.property(asked, registered, (text, held) => {
      const once = given(text, held);
      fc.pre(once !== undefined);
      assert.deepEqual(given(once.join(' '), held), once);
      assert.deepEqual(given(once.join(' '), once), once);
    }),
  );
});

test('covers() can only gain by holding more (decision 28)', () => {
  fc.assert(
    fc.property(registered, registered, fc.constantFrom(...names), (held, more, name) => {
      fc.pre(covers(held, name, vocabulary));
      assert.ok(covers([...more, ...held], name, vocabulary));
    }),
  );
});
