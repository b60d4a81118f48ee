import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { ar } from './messages/ar.ts';
import { de } from './messages/de.ts';
import { en } from './messages/en.ts';
import { describePermissions, scopesWithWords } from './permissions.ts';

function shownScopes(scopes: readonly string[]): readonly string[] {
  return describePermissions(en, scopes).flatMap((group) => group.permissions.map(({ scope }) => scope));
}

describe('describePermissions()', () => {
  for (const messages of [en, de, ar]) {
    it(`has words of its own for each of the 47 scopes in ${messages.lang}`, () => {
      assert.equal(scopesWithWords.length, 47);
      const words = scopesWithWords.map((scope) => {
        const [group] = describePermissions(messages, [scope]);
        return group?.permissions[0]?.words ?? '';
      });
      assert.ok(words.every((text) => text.length > 3));
      assert.equal(new Set(words).size, 47);
    });
  }

  it('leaves out what wider words say already', () => {
    assert.deepEqual(shownScopes(['read', 'read:accounts', 'read:search']), ['read']);
    assert.deepEqual(shownScopes(['follow', 'write:blocks', 'read:mutes']), ['follow']);
    assert.deepEqual(shownScopes(['read', 'write', 'follow', 'push']), ['read', 'write', 'push']);
    assert.deepEqual(shownScopes(['admin:read', 'admin:read:reports']), ['admin:read']);
  });

  it('keeps what only looks covered', () => {
    assert.deepEqual(shownScopes(['read', 'follow']), ['read', 'follow']);
    assert.deepEqual(shownScopes(['read', 'profile', 'admin:read']), ['read', 'profile', 'admin:read']);
  });

  it('shows a scope that it does not know by its name', () => {
    assert.deepEqual(describePermissions(en, ['crypto'])[0]?.permissions, [
      { scope: 'crypto', words: undefined, risks: ['unknown'] },
    ]);
  });

  it('shows or covers every scope, whatever the list', () => {
    const scope = fc.oneof(fc.constantFrom<string>(...scopesWithWords), fc.string());
    fc.assert(
      fc.property(fc.array(scope), (scopes) => {
        const shown = shownScopes(scopes);
        assert.equal(new Set(shown).size, shown.length);
        for (const each of scopes) {
          const wider = shown.some((other) => each.startsWith(`${other}:`));
          const people = each === 'follow' || /:(follows|blocks|mutes)$/.test(each);
          assert.ok(shown.includes(each) || wider || people, each);
        }
      }),
    );
  });

  it('marks everything of the moderators, and everything that acts for a person', () => {
    for (const scope of scopesWithWords) {
      const risks = describePermissions(en, [scope])[0]?.permissions[0]?.risks ?? [];
      if (scope.startsWith('admin:')) assert.deepEqual(risks, ['rules the server']);
      if (scope === 'write' || scope === 'write:statuses') assert.ok(risks.includes('speaks for you'));
    }
  });
});
