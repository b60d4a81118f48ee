import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { addressKey } from './address-key.ts';

test('addressKey() is an IPv4 address itself (contract §1.6)', () => {
  assert.equal(addressKey('203.0.113.7'), '203.0.113.7');
  assert.notEqual(addressKey('203.0.113.8'), addressKey('203.0.113.7'));
});

test('addressKey() is the same for all of an IPv6 /64, however it is written (contract §1.6, CVE-2026-45364)', () => {
  const key = addressKey('2001:db8:1:2::1');
  assert.equal(key, '2001:db8:1:2::/64');
  assert.equal(addressKey('2001:db8:1:2:ffff:ffff:ffff:ffff'), key);
  assert.equal(addressKey('2001:0DB8:0001:0002:0000:0000:0000:0009'), key);
});

test('addressKey() differs between two IPv6 /64 (contract §1.6)', () => {
  assert.notEqual(addressKey('2001:db8:1:3::1'), addressKey('2001:db8:1:2::1'));
});

test('addressKey() takes an IPv4 address mapped into IPv6 for the IPv4 address (contract §1.6)', () => {
  assert.equal(addressKey('::ffff:203.0.113.7'), '203.0.113.7');
  assert.equal(addressKey('::FFFF:cb00:7107'), '203.0.113.7');
});

test('addressKey() has one key for what is no address, so that nonsense escapes no limit', () => {
  assert.equal(addressKey('unknown'), 'unknown');
  assert.equal(addressKey('::not::an::address::'), 'unknown');
});

test('addressKey() is the same for two IPv6 addresses exactly when their first 64 bits are (contract §1.6)', () => {
  const group = fc.integer({ min: 0, max: 0xffff });
  const half = fc.tuple(fc.integer({ min: 1, max: 0xffff }), group, group, group);
  const written = (groups: readonly number[]) => groups.map((part) => part.toString(16)).join(':');
  fc.assert(
    fc.property(half, half, half, half, (network, other, one, two) => {
      const key = addressKey(written([...network, ...one]));
      assert.equal(addressKey(written([...network, ...two])), key);
      assert.equal(addressKey(written([...other, ...two])) === key, written(other) === written(network));
    }),
  );
});
