import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import ipaddr from 'ipaddr.js';
import { type Network, readAddress, readNetwork } from './network.ts';

/** Tells who a request came from. Only trusted proxies may speak for a client; anyone can write a header. */
export class ClientAddress {
  readonly #peers = new WeakMap<Socket, string>();
  readonly #trusted: readonly Network[];

  /** @param trustedProxies addresses and CIDR ranges; what is neither is nobody */
  constructor(trustedProxies: readonly string[]) {
    this.#trusted = trustedProxies.flatMap((text) => readNetwork(text) ?? []);
  }

  /** The client's address: of the forwarded chain, the last one that no trusted proxy has. */
  of(message: IncomingMessage): string {
    let address = this.#peerOf(message.socket);
    if (this.#trusted.length === 0 || !this.#isTrusted(address)) return address;
    const forwarded = [message.headers['x-forwarded-for'] ?? []].flat().join(',').split(',');
    for (const hop of forwarded.reverse()) {
      const next = normalize(hop.trim());
      if (next === undefined) break;
      address = next;
      if (!this.#isTrusted(address)) break;
    }
    return address;
  }

  /** Whether a trusted proxy says that the client came by plain http. */
  cameByPlainHttp(message: IncomingMessage): boolean {
    if (!this.#isTrusted(this.#peerOf(message.socket))) return false;
    // Of a chain of proxies, the first spoke with the client.
    const [scheme] = [message.headers['x-forwarded-proto'] ?? []].flat().join(',').split(',');
    return scheme?.trim().toLowerCase() === 'http';
  }

  /** A connection's address never changes, and reading it asks the system. */
  #peerOf(socket: Socket): string {
    let peer = this.#peers.get(socket);
    if (peer === undefined) {
      peer = normalize(socket.remoteAddress ?? '') ?? 'unknown';
      this.#peers.set(socket, peer);
    }
    return peer;
  }

  #isTrusted(address: string): boolean {
    if (this.#trusted.length === 0 || !ipaddr.isValid(address)) return false;
    const parsed = ipaddr.parse(address);
    return this.#trusted.some(
      (network) => network.address.kind() === parsed.kind() && parsed.match(network.address, network.bits),
    );
  }
}

/** An IP literal without port or brackets; an IPv4 address mapped into IPv6 as IPv4. */
function normalize(text: string): string | undefined {
  const bare = text.replace(/^\[(.*)\](?::\d+)?$/, '$1').replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1');
  const address = readAddress(bare);
  if (address === undefined) return undefined;
  return (
    address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress() ? address.toIPv4Address() : address
  ).toString();
}
