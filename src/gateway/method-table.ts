import type { Access } from '../http/access.ts';
import type { RequireAuthentication } from '../http/guard.ts';

/** The methods of HTTP by which an API is used; HEAD is judged as GET. */
export type Verb = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** A method of the API behind the gateway, and who may call it. */
export interface GatewayMethod {
  readonly method: Verb;
  /** Parts are literal, or `:name` for any one segment. */
  readonly path: string;
  readonly access: Access;
}

/** A method with what the server's setting demands of its callers. */
export interface JudgedMethod extends GatewayMethod {
  readonly demanded: RequireAuthentication;
}

/** What a table knows of a request. `unclear`: a backend with looser rules could take it for another method. */
export type Finding =
  | { readonly kind: 'found'; readonly method: JudgedMethod }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'unclear' };

interface Node {
  readonly literals: Map<string, Node>;
  parameter: Node | undefined;
  method: JudgedMethod | undefined;
}

const newNode = (): Node => ({ literals: new Map(), parameter: undefined, method: undefined });

/** Literal parts are of characters that no one needs to encode, so that an encoded segment can never be one. */
const pathPattern = /^(?:\/(?::[A-Za-z_][A-Za-z0-9_]*|[A-Za-z0-9\-._~]+))+$/;

/** Whether a path can be told from every other one, however it is spelt. */
export function isGatewayPath(path: string): boolean {
  return pathPattern.test(path) && !/\/\.{1,2}(?:\/|$)/.test(path);
}

/** The methods of an API by verb and path. The most specific fits: from left to right, literal parts before `:name`. */
export class MethodTable {
  readonly #roots = new Map<string, Node>();

  /**
   * @param methods of two with one shape, the later stands
   * @throws Error for a path that could not be told from another one
   */
  constructor(methods: Iterable<JudgedMethod>) {
    for (const method of methods) this.#add(method);
  }

  /** @param segments of a canonical path (`request-target.ts`): laxer ones would be judged by the wrong method */
  find(verb: string, segments: readonly string[]): Finding {
    const root = this.#roots.get(verb === 'HEAD' ? 'GET' : verb);
    const found = root && walk(root, segments, 0);
    if (found === undefined) return { kind: 'unknown' };
    return found === 'unclear' ? { kind: 'unclear' } : { kind: 'found', method: found };
  }

  /** Whether any verb is used with this path: what a browser's preflight may ask for. */
  knowsPath(segments: readonly string[]): boolean {
    return [...this.#roots.keys()].some((verb) => this.find(verb, segments).kind === 'found');
  }

  #add(method: JudgedMethod): void {
    if (!isGatewayPath(method.path)) {
      throw new Error(`${method.path} cannot be a path of the gateway: parts are plain words, or :name`);
    }
    let node = this.#roots.get(method.method) ?? newNode();
    this.#roots.set(method.method, node);
    for (const part of method.path.slice(1).split('/'))
      node = part.startsWith(':') ? parameterOf(node) : literalOf(node, part);
    node.method = method;
  }
}

function parameterOf(node: Node): Node {
  node.parameter ??= newNode();
  return node.parameter;
}

function literalOf(node: Node, text: string): Node {
  const known = node.literals.get(text) ?? newNode();
  node.literals.set(text, known);
  return known;
}

function walk(node: Node, segments: readonly string[], index: number): JudgedMethod | 'unclear' | undefined {
  const segment = segments[index];
  if (segment === undefined) return node.method;
  const literal = node.literals.get(segment);
  const specific = literal && walk(literal, segments, index + 1);
  if (specific !== undefined || node.parameter === undefined) return specific;
  const general = walk(node.parameter, segments, index + 1);
  return general !== undefined && isNearlyLiteral(node, segment) ? 'unclear' : general;
}

/**
 * Frameworks that ignore letter case, or that cut a format such as `.json` off, would route `Verify_Credentials` or
 * `verify_credentials.json` to another method than the one that takes any id in that place.
 */
function isNearlyLiteral({ literals }: Node, segment: string): boolean {
  if (literals.size === 0 || literals.has(segment)) return false;
  const folded = fold(decodeURIComponent(segment));
  const bare = folded.replace(/(?<=.)\..*$/s, '');
  return [...literals.keys()].some((literal) => fold(literal) === folded || fold(literal) === bare);
}

const fold = (text: string) => text.normalize('NFKC').trim().toLowerCase();
