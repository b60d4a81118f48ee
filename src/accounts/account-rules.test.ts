import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type AccountChoice, type AccountField, findPasswordProblem, findProblems } from './account-rules.ts';

const good: AccountChoice = { username: 'alice', email: 'alice@example.org', password: 'correct horse' };

async function problemOf(field: AccountField, value: string): Promise<string | undefined> {
  const problems = await findProblems({ ...good, [field]: value }, 'user');
  assert.ok(problems.every((problem) => problem.field === field));
  return problems[0]?.code;
}

const longest = 'velvet orbit canyon thimble gravel whisper '.repeat(2).slice(0, 72);

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
  ['password', 'w8*Kq~2z', undefined],
  ['password', longest, undefined],
  ['password', `${longest}x`, 'too long'],
  ['password', '\u{1F511}\u{1F418}\u{1F40B}\u{1F98A}\u{1F41D}\u{1F334}'.repeat(12), undefined],
  ['password', longest.replaceAll('e', 'e\u0301'), undefined],
  ['password', 'password1', 'common'],
  ['password', 'alice.example', 'personal'],
  ['password', 'x'.repeat(72), 'guessable'],
  ['displayName', '\u{1F418}'.repeat(30), undefined],
  ['displayName', 'x'.repeat(31), 'too long'],
  ['note', 'x'.repeat(500), undefined],
  ['note', 'x'.repeat(501), 'too long'],
];

for (const [field, value, expected] of cases) {
  test(`findProblems() calls the ${field} ${JSON.stringify(value.slice(0, 40))} (${value.length}) ${expected ?? 'good'} (contract §12.2)`, async () => {
    assert.equal(await problemOf(field, value), expected);
  });
}

test('findProblems() tells of every field at once', async () => {
  const problems = await findProblems({ username: '', email: 'x', password: 'short' }, 'user');
  assert.deepEqual(problems, [
    { field: 'username', code: 'blank' },
    { field: 'email', code: 'invalid' },
    { field: 'password', code: 'too short' },
  ]);
});

test('findProblems() lets the staff have the reserved names', async () => {
  for (const role of ['moderator', 'admin', 'owner'] as const) {
    assert.deepEqual(await findProblems({ ...good, username: 'admin' }, role), []);
  }
});

test('findProblems() accepts no username that would need escaping in a path or in HTML', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary' }), async (username) => {
      const accepted = (await findProblems({ ...good, username }, 'owner')).length === 0;
      assert.ok(!accepted || encodeURIComponent(username) === username);
    }),
  );
});

test('findPasswordProblem() minds the names of the person and of the server, and only where they make it weak', async () => {
  const names = { username: 'zorblax', email: 'quux@vurgle.example', displayName: 'Frinktopia' };
  for (const password of ['zorblax12', 'quux-quux', 'Vurgle2026', 'frinktopia!', 'Blorpnet1']) {
    assert.equal(await findPasswordProblem(password, names, ['Blorpnet']), 'personal', password);
  }
  assert.equal(await findPasswordProblem('zorblax rides a purple kite', names), undefined);
  assert.equal(await findPasswordProblem('short', names), 'too short', 'the length comes first');
});
