import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { SecretKeys } from '../../library/secret-keys.ts';
import { openOfferedSeed, openSeed, sealOfferedSeed, sealSeed } from './sealed-seed.ts';

const keys = new SecretKeys(['a key of the tests that everybody may know']);
const seed = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const HOUR = 60 * 60_000;

describe('a sealed seed', () => {
  test('opens for its own account only, and does not show what it holds', () => {
    const sealed = sealSeed(keys, '7', seed);
    assert.equal(openSeed(keys, '7', sealed), seed);
    assert.ok(!sealed.includes(seed));
    assert.ok(!Buffer.from(sealed.split('.').at(-1) ?? '', 'base64url').includes(seed));
    assert.throws(() => openSeed(keys, '8', sealed), /another account/);
  });

  test('is no offer, and an offer is no stored seed', () => {
    assert.equal(openOfferedSeed(keys, '7', sealSeed(keys, '7', seed), 0), undefined);
    assert.throws(() => openSeed(keys, '7', sealOfferedSeed(keys, { accountId: '7', seed, at: 0 })));
  });
});

describe('an offered seed', () => {
  const sealed = sealOfferedSeed(keys, { accountId: '7', seed, at: 1000 });

  test('waits an hour for its first code', () => {
    assert.equal(openOfferedSeed(keys, '7', sealed, 1000 + HOUR - 1), seed);
    assert.equal(openOfferedSeed(keys, '7', sealed, 1000 + HOUR), undefined);
  });

  test('is nobody else’s, and cannot be made up', () => {
    assert.equal(openOfferedSeed(keys, '8', sealed, 1000), undefined);
    for (const forged of ['', 'x', sealed.slice(0, -2), `${sealed}A`, JSON.stringify(['7', seed, 1000])]) {
      assert.equal(openOfferedSeed(keys, '7', forged, 1000), undefined, forged);
    }
  });
});
