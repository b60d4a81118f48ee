import type { IncomingMessage, ServerResponse } from 'node:http';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import type { Hono } from 'hono';
import type { Person } from '../protocol/person.ts';
import { closeAfterBody } from './after-body.ts';
import type { DirectRoutes } from './direct-routes.ts';
import type { ApiOpening } from './open-to-other-origins.ts';

/** A request as Express and its like hand it on: they keep the whole path, and perhaps a body that they have read. */
type FrameworkRequest = IncomingMessage & { readonly originalUrl?: string; readonly body?: unknown };

/**
 * Answers requests of `node:http`, and of frameworks that hand on its requests and responses. What is not this server's to
 * answer goes to `next`; without one it is a 404. Never throws; a promise resolves when it is answered.
 */
export type NodeListener = (
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  next?: (error?: unknown) => void,
) => void | Promise<void>;

/**
 * Makes the listener of an app.
 * @param issuer whose host stands in for the one that an HTTP/1.0 client need not name
 * @param direct answers what it can without the app; undefined where every request must go through it
 */
export function createNodeListener<P extends Person>(
  hono: Hono,
  opening: ApiOpening,
  issuer: string,
  direct: DirectRoutes<P> | undefined,
): NodeListener {
  const answer = getRequestListener(
    (request, bindings) => hono.fetch(withParsedBody(request, (bindings as HttpBindings).incoming), bindings),
    // A process that mounts this keeps its classes: with others, nothing that fetch() answers would be a Response.
    { hostname: new URL(issuer).host, overrideGlobalObjects: false },
  );
  return (incoming, outgoing, next) => {
    const { originalUrl } = incoming as FrameworkRequest;
    const url = originalUrl ?? incoming.url ?? '/';
    const answered = direct?.answer(incoming, outgoing, url);
    if (answered !== undefined) return answered;
    if (next !== undefined) {
      const path = pathOf(hono, url);
      if (!answers(hono, incoming.method ?? 'GET', path)) {
        opening.prepare(path, outgoing);
        return next();
      }
    }
    // A framework that mounts a part of itself below a path cuts that path off; routes here know the whole.
    incoming.url = url;
    closeAfterBody(incoming, outgoing);
    return answer(incoming, outgoing);
  };
}

/** Whether a path is one of the app's, by the way that it matches paths itself. */
function answers(hono: Hono, method: string, path: string): boolean {
  const [handlers] = hono.router.match(method === 'HEAD' ? 'GET' : method, path);
  return handlers.length > 0;
}

/**
 * The path of a request's target as the app will read it, however it is spelt; the target itself where it is no URL at all
 * (RFC 9112 §3.2): anyone can send anything.
 */
function pathOf(hono: Hono, target: string): string {
  const url = URL.parse(target.startsWith('/') ? `http://any.example${target}` : target);
  return url === null ? target : hono.getPath(new Request(`http://any.example${url.pathname}`));
}

/**
 * A body that a framework has read already, such as by `express.json()`, is given once more. Mount the listener before such
 * parsers where you can: they answer what they cannot read in their own way.
 */
function withParsedBody(request: Request, incoming: FrameworkRequest): Request {
  const { body } = incoming;
  if (!incoming.readableDidRead || body === undefined || body === null || request.body === null) return request;
  const headers = new Headers(request.headers);
  headers.delete('content-length');
  const type = headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  const again = (text: string | Uint8Array<ArrayBuffer> | URLSearchParams) =>
    new Request(request.url, { method: request.method, headers, body: text });
  if (typeof body === 'string' || body instanceof Uint8Array) return again(body as string | Uint8Array<ArrayBuffer>);
  if (type !== 'application/x-www-form-urlencoded' && type !== 'multipart/form-data')
    return again(JSON.stringify(body));
  // A form of parts has a boundary in its type, which its fields are given again without.
  headers.delete('content-type');
  return again(formOf(body));
}

/** A form as it was before a parser made an object of it; `a[b]` may have become an object, and a repeated name a list. */
function formOf(fields: object): URLSearchParams {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) {
    for (const one of [value].flat()) {
      if (typeof one !== 'object' || one === null) form.append(name, String(one));
      else for (const [part, text] of Object.entries(one)) form.append(`${name}[${part}]`, String(text));
    }
  }
  return form;
}
