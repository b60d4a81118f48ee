import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ClientAddress } from '../library/client-address.ts';

/**
 * Answers what no route should meet: a request that names two hosts, or that came in plain where https is promised.
 * @returns whether it was one, and is answered
 */
export function refuseAtTheDoor(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  publicUrl: string,
  clients: ClientAddress,
): boolean {
  // RFC 9112 §3.2: more than one Host header must be refused. Node joins or drops them; the raw lines still tell.
  if (countHosts(incoming.rawHeaders) > 1) {
    const body = JSON.stringify({ error: 'The request names more than one host' });
    outgoing.writeHead(400, { 'Content-Type': 'application/json', 'Content-Length': body.length }).end(body);
    return true;
  }
  if (publicUrl.startsWith('https:') && clients.cameByPlainHttp(incoming)) {
    const location = `${publicUrl}${pathOf(incoming.url ?? '/')}`;
    outgoing.writeHead(301, { Location: location, 'Content-Length': 0 }).end();
    return true;
  }
  return false;
}

function countHosts(rawHeaders: readonly string[]): number {
  let hosts = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? '';
    if (name.length === 4 && name.toLowerCase() === 'host') hosts += 1;
  }
  return hosts;
}

/** Path and query of a request's target, which may name a whole URL (RFC 9112 §3.2.2) that must not become our host's tail. */
function pathOf(target: string): string {
  if (target.startsWith('/')) return target;
  const path = /^[a-z]+:\/\/[^/?]*(\/.*)$/i.exec(target)?.[1];
  return path ?? '/';
}
