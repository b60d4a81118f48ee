import type { IncomingMessage, ServerResponse } from 'node:http';
import { BodyTooLarge } from '../http/body-too-large.ts';
import type { RequestSource } from '../http/request-source.ts';

/** A request of `node:http`, as it is: no Request is made of it unless somebody asks for one. */
export class NodeSource implements RequestSource {
  readonly environment: { readonly incoming: IncomingMessage; readonly outgoing: ServerResponse };
  readonly path: string;
  readonly search: string;
  readonly #incoming: IncomingMessage;

  /** @param target path and query, as they were sent */
  constructor(incoming: IncomingMessage, outgoing: ServerResponse, target: { readonly path: string; search: string }) {
    this.environment = { incoming, outgoing };
    this.path = target.path;
    this.search = target.search;
    this.#incoming = incoming;
  }

  get method(): string {
    return this.#incoming.method ?? 'GET';
  }

  /** Without a body, which is read by {@link bytes}. */
  get raw(): Request {
    const headers = new Headers();
    const { rawHeaders } = this.#incoming;
    for (let at = 0; at < rawHeaders.length; at += 2) headers.append(rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '');
    const scheme = 'encrypted' in this.#incoming.socket ? 'https' : 'http';
    const query = this.search === '' ? '' : `?${this.search}`;
    return new Request(`${scheme}://${this.#incoming.headers.host}${this.path}${query}`, {
      method: this.method,
      headers,
    });
  }

  get headerNames(): Iterable<string> {
    return this.#incoming.rawHeaders.filter((_, at) => at % 2 === 0).map((name) => name.toLowerCase());
  }

  /** What answers here has a path without parts. */
  part(): string {
    return '';
  }

  /** Read from the lines as they came: Node drops all but the first of some headers that come twice, and a proxy may not. */
  header(name: string): string | undefined {
    const { rawHeaders } = this.#incoming;
    let value: string | undefined;
    for (let at = 0; at < rawHeaders.length; at += 2) {
      const sent = rawHeaders[at] ?? '';
      if (sent.length !== name.length || sent.toLowerCase() !== name) continue;
      const more = rawHeaders[at + 1] ?? '';
      value = value === undefined ? more : `${value}${name === 'cookie' ? '; ' : ', '}${more}`;
    }
    return value;
  }

  bytes(most: number): Promise<Uint8Array<ArrayBuffer>> {
    const incoming = this.#incoming;
    return new Promise((resolve, reject) => {
      let ended = false;
      const tooEarly = () => {
        // Comes after each request too; an error that nobody sees takes time to make.
        if (!ended) reject(new Error('The connection was closed'));
      };
      if (incoming.destroyed) return tooEarly();
      const chunks: Buffer<ArrayBuffer>[] = [];
      let size = 0;
      incoming.on('data', (chunk: Buffer<ArrayBuffer>) => {
        size += chunk.byteLength;
        if (size <= most) chunks.push(chunk);
        else reject(new BodyTooLarge());
      });
      incoming.on('end', () => {
        ended = true;
        resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks));
      });
      incoming.on('error', tooEarly);
      incoming.on('close', tooEarly);
      return undefined;
    });
  }
}
