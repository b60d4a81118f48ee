/** A request as a runtime hands it over. */
export interface RequestSource {
  /** As it was sent. */
  readonly method: string;
  /** Without the query, as it was sent. */
  readonly path: string;
  /** What follows the question mark; empty where there is none. */
  readonly search: string;
  /** As a Request; its body may have been read. */
  readonly raw: Request;
  /** What the runtime hands over beside the request: with Node, its `incoming` and `outgoing`. */
  readonly environment: unknown;
  /** The names of all headers, in lower case. */
  readonly headerNames: Iterable<string>;
  /** A `:name` part of the route's path, percent-decoded; empty where the path has none. */
  part(name: string): string;
  /** @param name in lower case; the values of a repeated one are joined by commas */
  header(name: string): string | undefined;
  /**
   * The whole body.
   * @param most bytes; a longer body is not read to its end
   * @throws BodyTooLarge, and whatever the runtime throws for a body that ended early
   */
  bytes(most: number): Promise<Uint8Array<ArrayBuffer>>;
}
