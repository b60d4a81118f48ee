import ipaddr from 'ipaddr.js';

/** Addresses that begin with the same bits. */
export interface Network {
  readonly address: ipaddr.IPv4 | ipaddr.IPv6;
  readonly bits: number;
}

/**
 * Reads an address, or a range such as `10.0.0.0/8`; undefined for anything else. IPv4 is four decimal numbers and nothing
 * older: `010.0.0.1` is 8.0.0.1 to some and 10.0.0.1 to its writer, and whoever is trusted must be beyond doubt. IPv4 mapped
 * into IPv6 is the IPv4 network, since that is what connections are known by.
 */
export function readNetwork(text: string): Network | undefined {
  const [, literal = text, prefix] = /^(.+)\/(\d{1,3})$/.exec(text) ?? [];
  const address = readAddress(literal);
  if (address === undefined) return undefined;
  const length = address.kind() === 'ipv6' ? 128 : 32;
  const bits = prefix === undefined ? length : Number(prefix);
  if (bits > length) return undefined;
  if (address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress() && bits >= 96) {
    return { address: address.toIPv4Address(), bits: bits - 96 };
  }
  return { address, bits };
}

/** Reads an IP literal, IPv4 only as four decimal numbers. */
export function readAddress(text: string): Network['address'] | undefined {
  if (text.includes(':')) return ipaddr.IPv6.isValid(text) ? ipaddr.IPv6.parse(text) : undefined;
  return ipaddr.IPv4.isValidFourPartDecimal(text) ? ipaddr.IPv4.parse(text) : undefined;
}
