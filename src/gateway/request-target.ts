/** A request's target in the one spelling that the gateway lets through, or why it is refused. */
export type RequestTarget =
  | {
      readonly kind: 'canonical';
      readonly path: string;
      /** The path's parts between the slashes, as they were sent. */
      readonly segments: readonly string[];
      /** Without the question mark. */
      readonly query: string;
    }
  | { readonly kind: 'refused'; readonly reason: string };

const refused = (reason: string) => ({ kind: 'refused', reason }) as const;

/** RFC 3986 §3.3 without the semicolon, at which some servers end a segment. */
const segmentText = /^(?:[A-Za-z0-9\-._~!$&'()*+,=:@]|%[0-9A-Fa-f]{2})+$/;

/**
 * Reads path and query of a request (RFC 9112 §3.2). Between the gateway and the code that answers stand proxies and
 * frameworks, and each has its own idea of `//`, `..` or `%2F`: a path that any of them could read as another one would be
 * judged as one method and answered as another. So nothing is repaired here; what has a second spelling is refused.
 */
export function readRequestTarget(target: string): RequestTarget {
  if (!target.startsWith('/')) return refused('The request target must be a path that begins with a slash');
  const mark = target.indexOf('?');
  const path = mark === -1 ? target : target.slice(0, mark);
  const query = mark === -1 ? '' : target.slice(mark + 1);
  if (/[\0-\x20\x7f#]/.test(query)) {
    return refused('The query must hold neither blanks, nor control characters, nor a fragment');
  }
  const segments = path.slice(1).split('/');
  const fault = faultOf(segments);
  return fault === undefined ? { kind: 'canonical', path, segments, query } : refused(fault);
}

function faultOf(segments: readonly string[]): string | undefined {
  if (segments.at(-1) === '') return 'The path must not end with a slash';
  for (const segment of segments) {
    if (segment === '') return 'The path must not hold two slashes in a row';
    if (segment === '.' || segment === '..') return 'The path must not hold dot segments';
    if (!segmentText.test(segment)) return 'The path holds characters that must be percent-encoded, or a semicolon';
    const fault = segment.includes('%') ? encodingFaultOf(segment) : undefined;
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function encodingFaultOf(segment: string): string | undefined {
  for (const [, hex = ''] of segment.matchAll(/%([0-7][0-9A-Fa-f])/g)) {
    const character = String.fromCharCode(Number.parseInt(hex, 16));
    if (/[A-Za-z0-9\-._~]/.test(character)) return 'The path percent-encodes characters that need no encoding';
    // Decoded once more on the way, these would begin another segment, a parameter, a query, a fragment or an encoding.
    if (/[/\\;?#%]/.test(character)) return 'The path holds an encoded delimiter';
  }
  let decoded: string;
  try {
    decoded = decodeURIComponent(segment);
  } catch {
    return 'The path is not UTF-8';
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  return /[\u0000-\u001f\u007f-\u009f]/.test(decoded) ? 'The path holds control characters' : undefined;
}
