import type { Context } from 'hono';
import { BodyTooLarge } from './body-too-large.ts';
import type { RequestSource } from './request-source.ts';

/** A request that Hono was given. */
export class FetchSource implements RequestSource {
  readonly #context: Context;

  constructor(context: Context) {
    this.#context = context;
  }

  get method(): string {
    return this.#context.req.method;
  }

  get path(): string {
    return this.#context.req.path;
  }

  get search(): string {
    const { url } = this.#context.req;
    const start = url.indexOf('?');
    return start === -1 ? '' : url.slice(start + 1);
  }

  /** Of the runtime's own class: what stands for one on Node has its ways, but `new Request()` takes only its copy. */
  get raw(): Request {
    const { raw } = this.#context.req;
    return raw.bodyUsed ? raw : raw.clone();
  }

  get environment(): unknown {
    return this.#context.env;
  }

  get headerNames(): Iterable<string> {
    return this.#context.req.raw.headers.keys();
  }

  part(name: string): string {
    return this.#context.req.param(name) ?? '';
  }

  header(name: string): string | undefined {
    return this.#context.req.header(name);
  }

  bytes(most: number): Promise<Uint8Array<ArrayBuffer>> {
    return readBytes(this.#context.req.raw, most);
  }
}

/** The body of a Request. A server lets no more through than was declared (RFC 9112 §6.3); what was not is counted as it arrives. */
export async function readBytes(request: Request, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const bounded = /^[0-9]+$/.test(request.headers.get('content-length') ?? '');
  const bytes = bounded ? new Uint8Array(await request.arrayBuffer()) : await readCounting(request.body, most);
  if (bytes.byteLength > most) throw new BodyTooLarge();
  return bytes;
}

async function readCounting(body: ReadableStream<Uint8Array> | null, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > most) throw new BodyTooLarge();
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}
