import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readNetwork } from './network.ts';

const shown = (text: string) => {
  const network = readNetwork(text);
  return network === undefined ? undefined : `${network.address}/${network.bits}`;
};

test('readNetwork() reads addresses and ranges of both versions', () => {
  assert.equal(shown('10.0.0.1'), '10.0.0.1/32');
  assert.equal(shown('10.0.0.0/8'), '10.0.0.0/8');
  assert.equal(shown('2001:DB8::1'), '2001:db8::1/128');
  assert.equal(shown('2001:db8::/32'), '2001:db8::/32');
  assert.equal(shown('0.0.0.0/0'), '0.0.0.0/0');
});

test('readNetwork() takes IPv4 mapped into IPv6 for the IPv4 network, of addresses and of ranges', () => {
  assert.equal(shown('::ffff:10.0.0.1'), '10.0.0.1/32');
  assert.equal(shown('::ffff:10.0.0.0/104'), '10.0.0.0/8');
  assert.equal(shown('::ffff:0.0.0.0/96'), '0.0.0.0/0');
});

test('readNetwork() takes nothing that one reader understands as another address than the next', () => {
  for (const text of ['010.0.0.1', '10.1', '167772161', '0x0a.0.0.1', '10.0.0/8', '10.0.0.256', '10.0.0.1/33']) {
    assert.equal(readNetwork(text), undefined, text);
  }
  for (const text of ['', '/8', 'proxy.example', '10.0.0.1/', '10.0.0.1/-1', '::1/129', '::g', '[::1]']) {
    assert.equal(readNetwork(text), undefined, text);
  }
});
