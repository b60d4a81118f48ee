import { parse } from 'hono/utils/cookie';
import { Parameters } from '../protocol/parameters.ts';
import type { Tally } from './rate-limiter.ts';
import { type BodyWithFiles, MAX_BODY_BYTES, readBody, readBodyWithFiles } from './read-body.ts';
import type { RequestSource } from './request-source.ts';

/** One request, with what handlers ask of it. */
export class Incoming {
  readonly #source: RequestSource;
  #query: Parameters | undefined;
  #body: Promise<Parameters> | undefined;
  /** Client address as an IP literal, told by a trusted proxy or the connection. */
  readonly address: string;
  /** What limits have counted for this request; the tightest is shown in its answer. */
  readonly tallies: Tally[] = [];
  /** Also sent back as `X-Request-Id`, and in every log line. */
  readonly id: string;

  constructor(source: RequestSource, options: { readonly address: string; readonly id: string }) {
    this.#source = source;
    this.address = options.address;
    this.id = options.id;
  }

  /** The method as it was sent; HEAD is answered by GET's handler. */
  get method(): string {
    return this.#source.method;
  }

  /** Path without the query, as it was sent. */
  get path(): string {
    return this.#source.path;
  }

  /** A `:name` part of the route's path, percent-decoded. */
  part(name: string): string {
    return this.#source.part(name);
  }

  /** The request as the runtime gave it; its body may have been read. */
  get raw(): Request {
    return this.#source.raw;
  }

  /** What the runtime hands over beside the request: with Node, its `incoming` and `outgoing`. */
  get environment(): unknown {
    return this.#source.environment;
  }

  /** A header's value by its name in any letter case; repeated ones are joined by commas. */
  header(name: string): string | undefined {
    return this.#source.header(name.toLowerCase());
  }

  /** The names of all headers, in lower case. */
  get headerNames(): Iterable<string> {
    return this.#source.headerNames;
  }

  /** Whether the caller asks for JSON where people get a page. */
  get prefersJson(): boolean {
    return this.header('accept')?.startsWith('application/json') ?? false;
  }

  /** A cookie's value. */
  cookie(name: string): string | undefined {
    const sent = this.#source.header('cookie');
    return sent === undefined ? undefined : parse(sent, name)[name];
  }

  /** The query string's parameters. */
  get query(): Parameters {
    if (this.#query === undefined) {
      const { search } = this.#source;
      this.#query = search === '' ? Parameters.none : Parameters.fromPairs(new URLSearchParams(search));
    }
    return this.#query;
  }

  /**
   * The body's parameters, read once: form, multipart or JSON.
   * @throws MalformedParameters, BodyTooLarge
   */
  body(): Promise<Parameters> {
    this.#body ??= readBody(this.#source);
    return this.#body;
  }

  /** Whether the body may be longer than one without files: it says so, or not how long it is. */
  get hasLongBody(): boolean {
    const length = this.header('content-length');
    return length === undefined ? this.header('transfer-encoding') !== undefined : Number(length) > MAX_BODY_BYTES;
  }

  /**
   * The body's parameters with the files beside them, for the few routes that take any. Instead of {@link body}.
   * @param most bytes of the whole body
   * @throws MalformedParameters, BodyTooLarge
   */
  bodyWithFiles(most: number): Promise<BodyWithFiles> {
    return readBodyWithFiles(this.#source, most);
  }
}
