import type { Person } from '../protocol/person.ts';
import type { HttpDeps } from './http-deps.ts';
import { pathOf } from './paths.ts';
import type { Reply } from './reply.ts';

/**
 * A page whose policy lets one script of this server run, and that script ask this server. Everything else stays forbidden:
 * other scripts, inline ones, other hosts.
 * @param path of the script, below the issuer
 */
export function allowScript<P extends Person>(
  { issuer, surfaceHeaders }: Pick<HttpDeps<P>, 'issuer' | 'surfaceHeaders'>,
  reply: Reply,
  path: string,
): Reply {
  const policy = surfaceHeaders.page['Content-Security-Policy'] ?? '';
  const source = new URL(pathOf(issuer, path), issuer).href;
  const allowed = policy.replace("script-src 'none'", `script-src ${source}; connect-src 'self'`);
  return { ...reply, headers: { ...reply.headers, 'Content-Security-Policy': allowed } };
}
