import type { Person } from '../protocol/person.ts';
import type { Access, CallerOf } from './access.ts';
import type { Incoming } from './incoming.ts';
import type { Reply } from './reply.ts';

/** The methods that a route may have. */
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';

/**
 * Which part of the house a path belongs to; decides CORS, caching, security headers and the shape of an error.
 * - `api`: REST, `{"error": …}`, CORS, rate limits with headers
 * - `oauth`: endpoints that apps call, `{"error", "error_description"}`, CORS
 * - `oauth-direct`: the same, but never called by a web page (introspection), so without CORS
 * - `gateway`: what proxies ask before they let a request to the API through; its answer may reach the app as the API's
 * - `discovery`: public documents, CORS
 * - `page`: HTML for people
 * - `asset`: files that never change under one name
 */
export type Surface = 'api' | 'oauth' | 'oauth-direct' | 'gateway' | 'discovery' | 'page' | 'asset';

/** A method and path, who may call it, and what answers. */
export interface Route<P extends Person = Person> {
  readonly method: Method;
  /** With `:name` parts. A trailing slash is the same path. */
  readonly path: string;
  readonly surface: Surface;
  readonly access: Access;
  /** Answers a request that was counted and admitted. */
  readonly handle: (request: Incoming, caller: never) => Reply | Promise<Reply>;
  /** Only a type: the kind of person that the handler takes. */
  readonly takes?: (person: P) => void;
}

/**
 * Declares a route. The access comes before the handler because a route without it must not exist, and its kind decides
 * what the handler is given: a `user` route gets a person, a `public` one perhaps nobody.
 */
export function route<P extends Person, const A extends Access>(
  surface: Surface,
  method: Method,
  path: string,
  access: A,
  handle: (request: Incoming, caller: CallerOf<A, P>) => Reply | Promise<Reply>,
): Route<P> {
  return { surface, method, path, access, handle };
}
