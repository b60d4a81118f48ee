import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type AccountChoice, type AccountField, findProblems } from './account-rules.ts';

const good: AccountChoice = { username: 'alice', email: 'alice@example.org', password: 'correct horse' };

function problemOf(field: AccountField, value: string): string | undefined {
  const problems = findProblems({ ...good, [field]: value }, 'user');
  assert.ok(problems.every((problem) => problem.field === field));
  return problems[0]?.code;
}

const cases: readonly (readonly [AccountField, string, string | undefined])[] = [
  ['username', '', 'blank'],
  ['username', 'al ice', 'invalid'],
  ['username', 'älice', 'invalid'],
  ['username', 'alice.b', 'invalid'],
  ['username', 'alice\n', 'invalid'],
  ['username', 'Alice_2', undefined],
  ['username', 'a'.repeat(30), undefined],
  ['username', 'a'.repeat(31), 'too long'],
  ['username', 'Administrator', 'reserved'],
  ['username', 'mastodon', 'reserved'],
  ['email', ' ', 'blank'],
  ['email', 'alice', 'invalid'],
  ['email', '@example.org', 'invalid'],
  ['email', 'alice@', 'invalid'],
  ['email', 'alice@example..org', 'invalid'],
  ['email', 'alice@example.org.', 'invalid'],
  ['email', 'a@b@c', 'invalid'],
  ['email', 'alice@exam ple.org', 'invalid'],
  ['email', 'alice@example.org\r\nBcc: x@y.z', 'invalid'],
  ['email', 'al\u200bice@example.org', 'invalid'],
  ['email', 'bot@localhost', undefined],
  ['email', 'jörg+x@bücher.example', undefined],
  ['email', `${'a'.repeat(308)}@example.org`, undefined],
  ['email', `${'a'.repeat(309)}@example.org`, 'too long'],
  ['password', '', 'blank'],
  ['password', 'seven77', 'too short'],
  ['password', 'eight888', undefined],
  ['password', 'x'.repeat(72), undefined],
  ['password', 'x'.repeat(73), 'too long'],
  ['password', '\u{1F511}'.repeat(72), undefined],
  ['password', 'e\u0301'.repeat(72), undefined],
  ['displayName', '\u{1F418}'.repeat(30), undefined],
  ['displayName', 'x'.repeat(31), 'too long'],
  ['note', 'x'.repeat(500), undefined],
  ['note', 'x'.repeat(501), 'too long'],
];

for (const [field, value, expected] of cases) {
  test(`findProblems() calls the ${field} ${JSON.stringify(value.slice(0, 40))} (${value.length}) ${expected ?? 'good'} (contract §12.2)`, () => {
    assert.equal(problemOf(field, value), expected);
  });
}

test('findProblems() tells of every field at once', () => {
  const problems = findProblems({ username: '', email: 'x', password: 'short' }, 'user');
  assert.deepEqual(problems, [
    { field: 'username', code: 'blank' },
    { field: 'email', code: 'invalid' },
    { field: 'password', code: 'too short' },
  ]);
});

test('findProblems() lets the staff have the reserved names', () => {
  for (const role of ['moderator', 'admin', 'owner'] as const) {
    assert.deepEqual(findProblems({ ...good, username: 'admin' }, role), []);
  }
});

test('findProblems() accepts no username that would need escaping in a path or in HTML', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (username) => {
      const accepted = findProblems({ ...good, username }, 'owner').length === 0;
      assert.ok(!accepted || encodeURIComponent(username) === username);
    }),
  );
});
