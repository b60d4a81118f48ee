import type { IncomingMessage, ServerResponse } from 'node:http';
import { TrieRouter } from 'hono/router/trie-router';
import { Incoming } from '../http/incoming.ts';
import { answerRequest, type MountOptions } from '../http/mount-routes.ts';
import type { Route } from '../http/route.ts';
import type { Person } from '../protocol/person.ts';
import { NodeSource } from './node-source.ts';
import { complain } from './safe-teller.ts';
import { sendAnswer } from './send-answer.ts';

/** A target of which every reader of URLs makes the same path and query. */
const plainTarget = /^[!"$-[\]-~]+$/;

/** A host that needs no reading. */
const plainHost = /^[a-z0-9.-]+(?::[0-9]{1,5})?$/;

/** What is needed to answer without Hono. */
export interface DirectOptions<P extends Person> extends Pick<MountOptions<P>, 'deps' | 'onAnswered' | 'newRequestId'> {
  readonly prefix: string;
  /** The client's address as an IP literal. */
  readonly addressOf: (incoming: IncomingMessage) => string;
}

/**
 * The short way to a route, for requests of `node:http` that name it just as it was declared: the same counting, admission,
 * handler and headers, without a Request, a Response and a search among all routes. Whatever is spelt in any other way goes
 * through Hono, which is where spellings are judged.
 */
export class DirectRoutes<P extends Person> {
  readonly #routes = new Map<string, Route<P>>();
  readonly #options: DirectOptions<P>;

  constructor(routes: readonly Route<P>[], options: DirectOptions<P>) {
    this.#options = options;
    const router = new TrieRouter<Route<P>>();
    for (const route of routes) router.add(route.method, options.prefix + route.path, route);
    for (const route of routes) {
      if (!isShort(route)) continue;
      const path = options.prefix + route.path;
      const [[first] = []] = router.match(route.method, path);
      // A route with parts that was declared before answers for this path too, and in Hono the first one does.
      if (first?.[0] === route) this.#routes.set(`${route.method} ${path}`, route);
    }
  }

  /**
   * Answers a request if it may go this way.
   * @param target path and query
   * @returns resolves when it is answered; undefined when it must go the long way
   */
  answer(incoming: IncomingMessage, outgoing: ServerResponse, target: string): Promise<void> | undefined {
    const query = target.indexOf('?');
    const path = query === -1 ? target : target.slice(0, query);
    const route = this.#routes.get(`${incoming.method} ${path}`);
    if (route === undefined || !isPlain(incoming, target)) return undefined;
    const source = new NodeSource(incoming, outgoing, { path, search: query === -1 ? '' : target.slice(query + 1) });
    return this.#answer(route, source);
  }

  async #answer(route: Route<P>, source: NodeSource): Promise<void> {
    const { addressOf, newRequestId } = this.#options;
    const { incoming, outgoing } = source.environment;
    const request = new Incoming(source, { address: addressOf(incoming), id: newRequestId() });
    try {
      await sendAnswer(await answerRequest(request, route, this.#options), incoming, outgoing);
    } catch (error) {
      complain(`${route.method} ${route.path} could not be answered, incident ${request.id}`, error);
      outgoing.destroy();
    }
  }
}

/** Pages may ask for the whole Request, and cost far more than the way to them. */
function isShort<P extends Person>({ surface, path, method }: Route<P>): boolean {
  return surface !== 'page' && surface !== 'asset' && method !== 'OPTIONS' && !/[:*{]/.test(path);
}

/** HTTP/1.1, a target and a host without anything to judge, and a body that nobody has read. */
function isPlain(incoming: IncomingMessage, target: string): boolean {
  const { host } = incoming.headers;
  return (
    incoming.httpVersion === '1.1' &&
    host !== undefined &&
    plainHost.test(host) &&
    plainTarget.test(target) &&
    !incoming.readableDidRead
  );
}
