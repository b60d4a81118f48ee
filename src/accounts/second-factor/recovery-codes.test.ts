import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { newRecoveryCodes, recoveryCodeDigest } from './recovery-codes.ts';

describe('newRecoveryCodes()', () => {
  test('gives ten different codes of 80 bits, in groups, without letters that look like others', () => {
    const codes = newRecoveryCodes();
    assert.equal(codes.length, 10);
    assert.equal(new Set([...codes, ...newRecoveryCodes()]).size, 20);
    for (const code of codes)
      assert.match(code, /^([0-9abcdefghjkmnpqrstvwxyz]{4}-){3}[0-9abcdefghjkmnpqrstvwxyz]{4}$/);
  });

  test('uses every letter as often as any other', () => {
    const counts = new Map<string, number>();
    for (let round = 0; round < 200; round += 1) {
      for (const letter of newRecoveryCodes().join('').replaceAll('-', '')) {
        counts.set(letter, (counts.get(letter) ?? 0) + 1);
      }
    }
    assert.equal(counts.size, 32);
    // 1000 of each are expected; ten standard deviations lie between.
    for (const [letter, count] of counts) assert.ok(count > 690 && count < 1310, `${letter}: ${count}`);
  });
});

describe('recoveryCodeDigest()', () => {
  const digest = recoveryCodeDigest('7', '0abc-1def-ghjk-mnpq');

  test('does not mind letter case, blanks, hyphens, and letters that look like others', () => {
    assert.ok(digest);
    for (const typed of [
      '0abc1defghjkmnpq',
      '0ABC-1DEF-GHJK-MNPQ',
      ' 0abc 1def ghjk mnpq\n',
      'Oabc–ldef—ghjk‑mnpq',
      'oabc-Idef-ghjk-mnpq',
      '０ａｂｃ-1def-ghjk-mnpq',
    ]) {
      assert.equal(recoveryCodeDigest('7', typed), digest, typed);
    }
  });

  test('is another for another account and another code', () => {
    assert.notEqual(recoveryCodeDigest('8', '0abc-1def-ghjk-mnpq'), digest);
    assert.notEqual(recoveryCodeDigest('7', '0abc-1def-ghjk-mnpr'), digest);
  });

  test('is not there for what is no code', () => {
    for (const typed of [
      '',
      '123456',
      '0abc-1def-ghjk-mnp',
      '0abc-1def-ghjk-mnpqr',
      '0abc-1def-ghjk-mnpu',
      'x'.repeat(1e6),
    ]) {
      assert.equal(recoveryCodeDigest('7', typed), undefined, typed.slice(0, 30));
    }
  });
});
