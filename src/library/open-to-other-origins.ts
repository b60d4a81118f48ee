import type { ServerResponse } from 'node:http';
import { Hono, type MiddlewareHandler } from 'hono';
import type { SurfaceHeaders } from '../http/surface-headers.ts';
import { addHeaders } from './add-headers.ts';

/** What lets the script of another site read an answer (contract §1.5). */
const crossOriginHeaders = ['Access-Control-Allow-Origin', 'Access-Control-Expose-Headers'] as const;

/**
 * Lets web apps read whatever the host itself answers below `/api`, its 404 included: without these headers they see a
 * broken network instead of an answer. What an answer says of itself stays.
 */
export class ApiOpening {
  readonly #headers: ReadonlyArray<readonly [string, string]>;
  readonly #prefix: string;

  constructor(surfaceHeaders: SurfaceHeaders, prefix: string) {
    this.#headers = crossOriginHeaders.flatMap((name) => {
      const value = surfaceHeaders.api[name];
      return value === undefined ? [] : [[name, value] as const];
    });
    this.#prefix = `${prefix}/api/`;
  }

  /** An app with the routes of another, to be mounted in the host's. */
  around(routes: Hono): Hono {
    const opening: MiddlewareHandler = async (context, next) => {
      await next();
      addHeaders(context, this.#headers);
    };
    return new Hono({ strict: false }).use(`${this.#prefix}*`, opening).route('/', routes);
  }

  /** The same for an answer of `node:http` that the host is about to give. */
  prepare(path: string, outgoing: ServerResponse): void {
    if (!path.startsWith(this.#prefix)) return;
    if (outgoing.headersSent) return;
    for (const [name, value] of this.#headers) outgoing.setHeader(name, value);
  }
}
