import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { dictionary } from '@zxcvbn-ts/language-common';
import fc from 'fast-check';
import { findWeakness } from './password-strength.ts';

const about = ['alice', 'alice@example.org', 'Alice Liddell', 'Wonderland', 'social.example'];

const cases: readonly (readonly [string, string | undefined])[] = [
  ['password', 'common'],
  ['PassWord', 'common'],
  ['P@ssw0rd', 'common'],
  ['drowssap', 'common'],
  ['trustno1', 'common'],
  ['zaq12wsx', 'common'],
  ['qwertyuiop', 'common'],
  ['qwertzuiopasdf', 'guessable'],
  ['abcdefghijkl', 'guessable'],
  ['aaaaaaaaaaaaaaaa', 'guessable'],
  ['abcabcabcabcabc', 'guessable'],
  ['12.03.1984', 'guessable'],
  ['monkey1984', 'guessable'],
  ['eight888', 'common'],
  ['        ', 'guessable'],
  ['alice1234', 'personal'],
  ['4l1c3_99', 'personal'],
  ['liddell!', 'personal'],
  ['wonderland7', 'personal'],
  ['alice@example.org', 'personal'],
  ['social.example', 'personal'],
  ['Alice.Liddell.Social', 'personal'],
  ['example-alice-2', 'personal'],
  ['correct horse battery staple', undefined],
  ['velvet-orbit-thimble', undefined],
  ['w8*Kq~2z', undefined],
  ['alice rides a purple kite', undefined],
  ['sommerregen über dem hafen', undefined],
  ['قمر على سطح البيت القديم', undefined],
  ['月が綺麗ですね、今夜も', undefined],
];

for (const [password, expected] of cases) {
  test(`${JSON.stringify(password)} is ${expected ?? 'good'}`, async () => {
    assert.equal(await findWeakness(password, about), expected);
  });
}

test('every password of the list is refused, in any case of letters (NIST SP 800-63B-4 §3.1.1.2)', async () => {
  const listed = dictionary['passwords-common'];
  assert.ok(listed.length > 40_000);
  for (const password of listed.filter((_, index) => index % 97 === 0)) {
    assert.equal(await findWeakness(password, []), 'common', password);
    assert.equal(await findWeakness(password.toUpperCase(), []), 'common', password);
  }
});

test('é is é, as one code point or two (RFC 8265 §4.2.1)', async () => {
  const names = ['Zoé Ménélas'];
  assert.equal(await findWeakness('zoe\u0301me\u0301ne\u0301las'.normalize('NFC'), names), 'personal');
  assert.equal(await findWeakness('zoe\u0301me\u0301ne\u0301las', names), 'personal');
});

test('names of one or two letters make nothing weak that was not', async () => {
  assert.equal(await findWeakness('w8*Kq~2z', ['w', '8*', 'kq', '2z']), undefined);
});

test('any password gets an answer, words with a meaning for JavaScript included', async () => {
  const words = fc.constantFrom('constructor', '__proto__', 'toString', 'hasOwnProperty', 'null', '\u0000', '\ud800');
  const text = fc.array(fc.oneof(words, fc.string({ unit: 'binary', maxLength: 12 })), { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(text, text, async (parts, names) => {
      const weakness = await findWeakness(parts.join(''), names);
      assert.ok(weakness === undefined || ['common', 'personal', 'guessable'].includes(weakness));
    }),
  );
});

test('importing the rules loads no list', () => {
  const script = `
    const { registerHooks } = await import('node:module');
    const seen = [];
    registerHooks({ resolve: (name, context, next) => { seen.push(name); return next(name, context); } });
    await import('./src/accounts/new-account.ts');
    process.stdout.write(seen.filter((name) => name.includes('zxcvbn')).join());`;
  assert.equal(execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }), '');
});
