import type { IncomingMessage } from 'node:http';
import type { Context } from 'hono';
import ipaddr from 'ipaddr.js';
import { ClientAddress } from './client-address.ts';
import { complain } from './safe-teller.ts';

/** How the client of a request is told, for limits and the audit. */
export interface AddressOptions {
  readonly trustedProxies?: readonly string[] | undefined;
  readonly clientAddress?: ((request: Request, environment: unknown) => string) | undefined;
}

/** What is known of a client of which nothing is known: all of them share their limits. */
export const UNKNOWN_ADDRESS = 'unknown';

/** Tells clients apart: by the host's own function, else by the connection and the proxies that are trusted. */
export class AddressReader {
  readonly #clients: ClientAddress;
  readonly #own: AddressOptions['clientAddress'];

  constructor({ trustedProxies = [], clientAddress }: AddressOptions) {
    this.#clients = new ClientAddress(trustedProxies);
    this.#own = clientAddress;
  }

  ofContext(context: Context): string {
    return this.ofRequest(context.req.raw, context.env);
  }

  ofRequest(request: Request, environment: unknown): string {
    if (this.#own !== undefined) return literal(this.#tell(request, environment));
    const { incoming } = (environment ?? {}) as { readonly incoming?: IncomingMessage };
    return incoming?.socket === undefined ? UNKNOWN_ADDRESS : this.#clients.of(incoming);
  }

  /** What cannot be told is unknown: a request must not fail for that. */
  #tell(request: Request, environment: unknown): unknown {
    try {
      return this.#own?.(request, environment);
    } catch (error) {
      complain('clientAddress threw', error);
      return undefined;
    }
  }

  ofIncoming(incoming: IncomingMessage): string {
    if (this.#own === undefined) return this.#clients.of(incoming);
    const headers = Object.entries(incoming.headers).flatMap(([name, value]) =>
      // HTTP/2 has names among them that are none of a header, such as `:path`.
      value === undefined || name.startsWith(':') ? [] : [[name, [value].flat().join(', ')] as [string, string]],
    );
    return this.ofRequest(new Request('http://host.invalid/', { headers }), { incoming });
  }
}

function literal(address: unknown): string {
  return typeof address === 'string' && ipaddr.isValid(address) ? ipaddr.process(address).toString() : UNKNOWN_ADDRESS;
}
