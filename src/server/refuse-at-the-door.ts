import type { IncomingMessage } from 'node:http';
import type { ClientAddress } from '../library/client-address.ts';

/** What no route should meet: a request that names two hosts, or that came in plain where https is promised. */
export function refuseAtTheDoor(
  incoming: IncomingMessage,
  publicUrl: string,
  clients: ClientAddress,
): Response | undefined {
  // RFC 9112 §3.2: more than one Host header must be refused. Node joins or drops them; the raw lines still tell.
  const hosts = incoming.rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host').length;
  if (hosts > 1) return Response.json({ error: 'The request names more than one host' }, { status: 400 });
  if (publicUrl.startsWith('https:') && clients.cameByPlainHttp(incoming)) {
    return new Response(null, { status: 301, headers: { Location: `${publicUrl}${pathOf(incoming.url ?? '/')}` } });
  }
  return undefined;
}

/** Path and query of a request's target, which may name a whole URL (RFC 9112 §3.2.2) that must not become our host's tail. */
function pathOf(target: string): string {
  if (target.startsWith('/')) return target;
  const path = /^[a-z]+:\/\/[^/?]*(\/.*)$/i.exec(target)?.[1];
  return path ?? '/';
}
