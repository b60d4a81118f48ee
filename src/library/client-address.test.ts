import assert from 'node:assert/strict';
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { test } from 'node:test';
import fc from 'fast-check';
import { ClientAddress } from './client-address.ts';

/** A request as Node hands it over: from a peer, with headers. */
function messageFrom(peer: string | undefined, headers: Readonly<Record<string, string>> = {}): IncomingMessage {
  const socket = new Socket();
  Object.defineProperty(socket, 'remoteAddress', { value: peer });
  const message = new IncomingMessage(socket);
  Object.assign(message.headers, headers);
  return message;
}

const addressOf = (trusted: readonly string[], peer: string | undefined, forwarded?: string) =>
  new ClientAddress(trusted).of(messageFrom(peer, forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }));

test('of() is the address of the connection where no proxy is trusted', () => {
  assert.equal(addressOf([], '203.0.113.7'), '203.0.113.7');
  assert.equal(addressOf([], '2001:0DB8::7'), '2001:db8::7');
});

test('of() takes an IPv4 address mapped into IPv6 for the IPv4 address', () => {
  assert.equal(addressOf([], '::ffff:203.0.113.7'), '203.0.113.7');
});

test('of() is unknown where the connection has no address', () => {
  assert.equal(addressOf([], undefined), 'unknown');
  assert.equal(addressOf(['10.0.0.1'], undefined, '203.0.113.7'), 'unknown');
});

const chains: readonly (readonly [string, readonly string[], string, string | undefined, string])[] = [
  ['believes a trusted proxy', ['10.0.0.1'], '10.0.0.1', '203.0.113.7', '203.0.113.7'],
  ['believes a proxy in a trusted range', ['10.0.0.0/8'], '10.9.8.7', '203.0.113.7', '203.0.113.7'],
  ['believes a trusted IPv6 proxy', ['2001:db8::/32'], '2001:db8::1', '203.0.113.7', '203.0.113.7'],
  ['believes an IPv4 proxy mapped into IPv6', ['10.0.0.1'], '::ffff:10.0.0.1', '203.0.113.7', '203.0.113.7'],
  ['believes any of several trusted proxies', ['::1', '10.0.0.1'], '10.0.0.1', '203.0.113.7', '203.0.113.7'],
  ['believes no proxy beside the trusted ones', ['10.0.0.1'], '10.0.0.2', '203.0.113.7', '10.0.0.2'],
  ['believes no proxy beside the trusted range', ['10.0.0.0/8'], '11.0.0.1', '203.0.113.7', '11.0.0.1'],
  ['does not take a trusted IPv4 range for IPv6', ['0.0.0.0/0'], '2001:db8::1', '203.0.113.7', '2001:db8::1'],
  ['is the proxy itself where it forwards for nobody', ['10.0.0.1'], '10.0.0.1', undefined, '10.0.0.1'],
  [
    'takes the last hop, not the first, which anyone can write',
    ['10.0.0.1'],
    '10.0.0.1',
    '1.1.1.1, 203.0.113.7',
    '203.0.113.7',
  ],
  [
    'walks past every trusted proxy',
    ['10.0.0.0/8'],
    '10.0.0.1',
    '1.1.1.1, 203.0.113.7, 10.2.2.2,10.3.3.3',
    '203.0.113.7',
  ],
  ['stops at the outermost where all are trusted', ['10.0.0.0/8'], '10.0.0.1', '10.2.2.2, 10.3.3.3', '10.2.2.2'],
  ['stops before what is no address', ['10.0.0.0/8'], '10.0.0.1', '203.0.113.7, unknown, 10.3.3.3', '10.3.3.3'],
  ['stops before an empty hop', ['10.0.0.1'], '10.0.0.1', '203.0.113.7, ', '10.0.0.1'],
  ['reads a hop with a port', ['10.0.0.1'], '10.0.0.1', '203.0.113.7:5678', '203.0.113.7'],
  ['reads an IPv6 hop in brackets with a port', ['10.0.0.1'], '10.0.0.1', '[2001:DB8::7]:5678', '2001:db8::7'],
  ['reads a bare IPv6 hop', ['10.0.0.1'], '10.0.0.1', '2001:db8::7', '2001:db8::7'],
  ['reads a mapped hop as IPv4', ['10.0.0.1'], '10.0.0.1', '::ffff:203.0.113.7', '203.0.113.7'],
];

for (const [what, trusted, peer, forwarded, expected] of chains) {
  test(`of() ${what}: ${peer} with ${forwarded ?? 'no header'} is ${expected} (decision 17)`, () => {
    assert.equal(addressOf(trusted, peer, forwarded), expected);
  });
}

for (const hop of [
  'x203.0.113.7:5678',
  '203.0.113.7:5678x',
  'x[2001:db8::7]',
  '[2001:db8::7]:5678x',
  '[203.0.113.7',
  '',
]) {
  test(`of() finds no address in the hop ${JSON.stringify(hop)} (decision 17)`, () => {
    assert.equal(addressOf(['10.0.0.1'], '10.0.0.1', hop), '10.0.0.1');
  });
}

const protocols: readonly (readonly [string, string | undefined, boolean])[] = [
  ['10.0.0.1', 'http', true],
  ['10.0.0.1', 'HTTP', true],
  ['10.0.0.1', 'https', false],
  ['10.0.0.1', undefined, false],
  ['203.0.113.7', 'http', false],
];

for (const [peer, protocol, expected] of protocols) {
  test(`cameByPlainHttp() is ${expected} when ${peer} forwards ${protocol ?? 'nothing'} (contract §1.3)`, () => {
    const message = messageFrom(peer, protocol === undefined ? {} : { 'x-forwarded-proto': protocol });
    assert.equal(new ClientAddress(['10.0.0.0/8']).cameByPlainHttp(message), expected);
  });
}

const header = fc.oneof(
  fc.string(),
  fc
    .array(fc.oneof(fc.ipV4(), fc.ipV6(), fc.constantFrom('10.0.0.1', '::1', 'unknown', '')), { maxLength: 5 })
    .map((hops) => hops.join(', ')),
);

test("of() is the peer's own address whatever an untrusted peer writes into the header (decision 17)", () => {
  const strangers = fc.oneof(fc.ipV4(), fc.ipV6()).filter((peer) => !/^(?:10\.|::1$|0*:)/.test(peer));
  const trusted = fc.subarray(['10.0.0.0/8', '::1', '0.0.0.0/32']);
  fc.assert(
    fc.property(trusted, strangers, header, (proxies, peer, forwarded) => {
      fc.pre(!peer.startsWith('0.'));
      assert.equal(addressOf(proxies, peer, forwarded), addressOf([], peer));
    }),
  );
});

test('of() is an address for every header, and one that the header or the connection named (decision 17)', () => {
  fc.assert(
    fc.property(header, (forwarded) => {
      const address = addressOf(['10.0.0.0/8', '::1'], '10.0.0.1', forwarded);
      assert.match(address, /^[0-9a-f.:]+(?:%\S+)?$/);
      const alone = forwarded.split(',').map((hop) => addressOf(['10.0.0.0/8', '::1'], '10.0.0.1', hop));
      assert.ok([...alone, '10.0.0.1'].includes(address));
    }),
  );
});

test('of() knows a trusted proxy that was written as an IPv4 address mapped into IPv6', () => {
  assert.equal(addressOf(['::ffff:10.0.0.1'], '10.0.0.1', '203.0.113.7'), '203.0.113.7');
});

test('cameByPlainHttp() asks the first of several proxies, which spoke with the client', () => {
  const clients = new ClientAddress(['10.0.0.1']);
  const says = (proto: string) => clients.cameByPlainHttp(messageFrom('10.0.0.1', { 'x-forwarded-proto': proto }));
  assert.deepEqual([says('http, https'), says('https, http'), says('HTTP')], [true, false, true]);
});
