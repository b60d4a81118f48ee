import ipaddr from 'ipaddr.js';

/**
 * The key under which limits count an address: an IPv4 address, or the /64 of an IPv6 address, because one household or
 * attacker holds at least that many (contract §1.6). An IPv4 address mapped into IPv6 is the IPv4 address.
 */
export function addressKey(address: string): string {
  if (!address.includes(':')) return address;
  if (!ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv4) return parsed.toString();
  return `${parsed.parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':')}::/64`;
}
