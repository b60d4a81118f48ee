import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findTotpStep, newTotpSeed, readTotpCode, totpUri } from './totp.ts';

/** The ASCII seed of RFC 6238, appendix B. */
const seed = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

describe('findTotpStep()', () => {
  test('knows the codes of RFC 6238, appendix B, by their last six digits', async () => {
    for (const [seconds, code] of [
      [59, '287082'],
      [1111111109, '081804'],
      [1111111111, '050471'],
      [1234567890, '005924'],
      [2000000000, '279037'],
    ] as const) {
      assert.equal(await findTotpStep(seed, code, seconds * 1000), Math.floor(seconds / 30), String(seconds));
    }
  });

  test('knows the code of the step before and after, and says which step it is; no other (RFC 6238 §5.2)', async () => {
    const step = Math.floor(1111111109 / 30);
    const at = (offset: number) => (step + offset) * 30_000 + 15_000;
    assert.equal(await findTotpStep(seed, '081804', at(-1)), step);
    assert.equal(await findTotpStep(seed, '081804', at(0)), step);
    assert.equal(await findTotpStep(seed, '081804', at(1)), step);
    assert.equal(await findTotpStep(seed, '081804', at(-2)), undefined);
    assert.equal(await findTotpStep(seed, '081804', at(2)), undefined);
    assert.equal(await findTotpStep(seed, '081805', at(0)), undefined);
  });
});

describe('newTotpSeed()', () => {
  test('gives 160 random bits in base32 (RFC 4226 §4 R6)', async () => {
    const seeds = await Promise.all(Array.from({ length: 20 }, newTotpSeed));
    assert.equal(new Set(seeds).size, 20);
    for (const one of seeds) assert.match(one, /^[A-Z2-7]{32}$/);
  });
});

describe('totpUri()', () => {
  test('tells an app everything, with the host as the issuer', async () => {
    const uri = new URL(await totpUri(seed, { issuer: 'social.example:8080', username: 'alice_1' }));
    assert.equal(uri.protocol, 'otpauth:');
    assert.equal(decodeURIComponent(uri.pathname), '/social.example:8080:alice_1');
    assert.deepEqual(Object.fromEntries(uri.searchParams), {
      issuer: 'social.example:8080',
      secret: seed,
      algorithm: 'SHA1',
      digits: '6',
      period: '30',
    });
  });
});

describe('readTotpCode()', () => {
  test('takes the digits and groups that apps show and keyboards write', () => {
    for (const typed of [
      '123456',
      ' 123 456 ',
      '123-456',
      '123\u00a0456',
      '١٢٣٤٥٦',
      '۱۲۳۴۵۶',
      '１２３４５６',
      '\u200e123456',
    ]) {
      assert.equal(readTotpCode(typed), '123456', typed);
    }
  });

  test('takes nothing else', () => {
    for (const typed of ['', '12345', '1234567', '12345x', '0x1234', '-12345', '1e5000', '𝟏', '9'.repeat(100_000)]) {
      assert.equal(readTotpCode(typed), undefined, typed.slice(0, 20));
    }
  });
});
