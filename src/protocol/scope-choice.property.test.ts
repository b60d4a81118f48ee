import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { covers, type ScopeVocabulary } from './scope.ts';
import { choicesOf, chooseScopes, tickAll } from './scope-choice.ts';

const names = ['read', 'write', 'follow', 'push', 'read:a', 'read:b', 'write:a', 'write:b', 'admin', 'admin:a'];

const vocabulary: ScopeVocabulary = {
  supported: names,
  default: 'read',
  implies: new Map([
    ['read', ['read:a', 'read:b']],
    ['write', ['write:a', 'write:b']],
    ['follow', ['read:a', 'write:a']],
    ['admin', ['admin:a']],
  ]),
};

const asked = fc.shuffledSubarray(names, { minLength: 1 });
const said = fc.array(fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...names) }, fc.string()), { maxLength: 10 });
const ticked = fc.record({ allowed: said, divided: said });

/** What names are worth: themselves and all below them. */
const worth = (scopes: readonly string[]) =>
  new Set(scopes.flatMap((name) => [name, ...(vocabulary.implies.get(name) ?? [])]));
/** The smallest things that names allow: an umbrella is its parts. */
const smallest = (scopes: readonly string[]) =>
  new Set(scopes.flatMap((name) => vocabulary.implies.get(name) ?? [name]));

test('chooseScopes() never gives more than was asked, whatever a form says (decision 7)', () => {
  fc.assert(
    fc.property(asked, ticked, (scopes, form) => {
      for (const name of chooseScopes(scopes, form, vocabulary)) assert.ok(covers(scopes, name, vocabulary), name);
    }),
    { numRuns: 2000 },
  );
});

test('chooseScopes() gives nothing that only an unticked choice allows', () => {
  fc.assert(
    fc.property(asked, ticked, (scopes, form) => {
      const kept = choicesOf(scopes, vocabulary).flatMap(({ scope, parts }) => {
        if (!form.allowed.includes(scope)) return [];
        const isDivided = parts.length > 0 && form.divided.includes(scope);
        return isDivided ? parts.filter((part) => form.allowed.includes(part)) : [scope];
      });
      for (const leaf of smallest(chooseScopes(scopes, form, vocabulary))) assert.ok(smallest(kept).has(leaf), leaf);
    }),
    { numRuns: 2000 },
  );
});

test('chooseScopes() gives all that stays ticked', () => {
  fc.assert(
    fc.property(asked, ticked, (scopes, form) => {
      const given = worth(chooseScopes(scopes, form, vocabulary));
      for (const { scope, parts } of choicesOf(scopes, vocabulary)) {
        if (!form.allowed.includes(scope)) continue;
        if (parts.length === 0 || !form.divided.includes(scope)) assert.ok(given.has(scope), scope);
        else for (const part of parts) assert.ok(!form.allowed.includes(part) || given.has(part), part);
      }
    }),
    { numRuns: 2000 },
  );
});

test('chooseScopes() with everything ticked is what was asked, to the letter: a client may compare it (lesson 29)', () => {
  fc.assert(
    fc.property(asked, (scopes) => {
      assert.deepEqual(chooseScopes(scopes, tickAll(scopes), vocabulary), scopes);
      const everyBox = { allowed: names, divided: names };
      assert.deepEqual(chooseScopes(scopes, everyBox, vocabulary), scopes);
    }),
  );
});

test('choicesOf() offers everything that is asked for, and nothing else', () => {
  fc.assert(
    fc.property(asked, (scopes) => {
      const offered = choicesOf(scopes, vocabulary).map(({ scope }) => scope);
      for (const scope of offered) assert.ok(scopes.includes(scope));
      assert.deepEqual([...smallest(offered)].sort(), [...smallest(scopes)].sort());
    }),
  );
});
