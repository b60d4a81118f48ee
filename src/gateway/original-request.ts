/** The request that a proxy asks about, as it told it. */
export type OriginalRequest =
  | { readonly kind: 'told'; readonly method: string; readonly target: string }
  | { readonly kind: 'refused'; readonly reason: string };

const refused = (reason: string) => ({ kind: 'refused', reason }) as const;

const untold =
  'The gateway was not told which request it is asked about. The proxy must set X-Original-Method and X-Original-URI ' +
  '(nginx), or X-Forwarded-Method and X-Forwarded-Uri (Caddy, Traefik)';

/** By these, some frameworks are told another method or path than the one that was judged. */
const overriding = [
  'x-http-method-override',
  'x-http-method',
  'x-method-override',
  'x-original-url',
  'x-rewrite-url',
] as const;

/**
 * Reads which request a sub-request is about: from nginx's headers (`X-Original-Method`, `X-Original-URI`) or from those of
 * Caddy and Traefik (`X-Forwarded-Method`, `X-Forwarded-Uri`). A proxy sets one family and passes the other on as the
 * client sent it, so two that disagree mean that one came from outside, and half a family is not to be completed from the other.
 */
export function readOriginalRequest(header: (name: string) => string | undefined): OriginalRequest {
  const original = { method: header('x-original-method'), target: header('x-original-uri') };
  const forwarded = { method: header('x-forwarded-method'), target: header('x-forwarded-uri') };
  const told = [original, forwarded].find(({ method, target }) => method !== undefined && target !== undefined);
  if (told?.method === undefined || told.target === undefined) return refused(untold);
  for (const family of [original, forwarded]) {
    if ((family.method ?? told.method) !== told.method || (family.target ?? told.target) !== told.target) {
      return refused('X-Original-* and X-Forwarded-* name different requests: the client sent one of them');
    }
  }
  // Repeated headers reach us joined by a comma and a blank, and no method or target holds a blank.
  if (/\s/.test(told.method + told.target)) return refused('The original method or path holds blanks, or came twice');
  if (overriding.some((name) => header(name) !== undefined)) {
    return refused('The request names another method or path than the one that is judged');
  }
  return { kind: 'told', method: told.method, target: told.target };
}
