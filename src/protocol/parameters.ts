/**
 * The parameters of one request, whatever encoding they came in: form, multipart, JSON or query string. Names are
 * looked up in a Map, so `__proto__` is a name like any other.
 */

/** One value as it was sent: text, an element of an array (`name[]=…` or JSON), or something that is no text at all. */
type Entry = { readonly kind: 'text' | 'element'; readonly text: string } | { readonly kind: 'composite' };

/** More parameters than any request of this API has. Beyond it a request is an attack on the parser. */
export const MAX_PARAMETERS = 1000;

/** A request's parameters cannot be understood. Becomes `invalid_request` (RFC 6749 §5.2) or a plain 400. */
export class MalformedParameters extends Error {
  override readonly name = 'MalformedParameters';
}

/** What a request sent, by name. */
export class Parameters {
  readonly #entries: ReadonlyMap<string, readonly Entry[]>;

  private constructor(entries: ReadonlyMap<string, readonly Entry[]>) {
    this.#entries = entries;
  }

  static readonly none: Parameters = new Parameters(new Map());

  /** From a form or a query string. A value that is no text (a file part) may be anything else. */
  static fromPairs(pairs: Iterable<readonly [string, unknown]>): Parameters {
    const collector = new Collector();
    for (const [key, value] of pairs) {
      const bracket = key.indexOf('[');
      const name = bracket > 0 ? key.slice(0, bracket) : key;
      if (typeof value !== 'string') collector.add(name, { kind: 'composite' });
      else if (bracket <= 0) collector.add(name, { kind: 'text', text: value });
      else if (key.slice(bracket) === '[]') collector.add(name, { kind: 'element', text: value });
      else {
        // `user[email]`: no text for `user`, but the sign-in form asks for it by its whole name.
        collector.add(name, { kind: 'composite' });
        collector.add(key, { kind: 'text', text: value });
      }
    }
    return new Parameters(collector.entries);
  }

  /**
   * From a JSON body, which must be an object. `null` counts as absent; numbers and booleans as their text. What stands in
   * an object is found by the name that a form has for it, such as `user[email]` or `fields[0][name]`.
   */
  static fromJson(body: unknown): Parameters {
    if (typeof body !== 'object' || body === null || Array.isArray(body)) {
      throw new MalformedParameters('The JSON body must be an object');
    }
    const collector = new Collector();
    for (const [name, value] of Object.entries(body)) addJson(collector, name, value, 0);
    return new Parameters(collector.entries);
  }

  /** These parameters, and those of `others` whose names are not here. */
  or(others: Parameters): Parameters {
    return new Parameters(new Map([...others.#entries, ...this.#entries]));
  }

  /** Whether the parameter was sent, in whatever shape. */
  has(name: string): boolean {
    return this.#entries.has(name);
  }

  /**
   * The one text value of a parameter; undefined when it was not sent.
   * @throws MalformedParameters when it was sent twice (RFC 6749 §3.1), or is an array or object
   */
  one(name: string): string | undefined {
    const entries = this.#entries.get(name);
    const first = entries?.[0];
    if (entries === undefined) return undefined;
    if (first === undefined || entries.some((entry) => entry.kind !== 'text')) {
      throw new MalformedParameters(`The parameter ${name} must be a single string`);
    }
    if (entries.length > 1) throw new MalformedParameters(`The parameter ${name} is repeated`);
    // No value of this API has one, and some databases cannot hold it.
    if (first.kind === 'text' && first.text.includes('\0')) {
      throw new MalformedParameters(`The parameter ${name} contains a NUL character`);
    }
    return first.kind === 'composite' ? undefined : first.text;
  }

  /** As {@link one}, and an empty or blank value counts as absent (RFC 6749 §3.1). */
  oneOrBlank(name: string): string | undefined {
    const value = this.one(name);
    return value === undefined || value.trim() === '' ? undefined : value;
  }

  /** Whether the parameter was sent exactly once, and as text. */
  isSingleText(name: string): boolean {
    const entries = this.#entries.get(name);
    return entries?.length === 1 && entries[0]?.kind === 'text';
  }

  /** Every text value of a parameter, sent once, repeatedly, as `name[]` or as a JSON array; others are left out. */
  all(name: string): readonly string[] {
    const entries = this.#entries.get(name) ?? [];
    return entries.flatMap((entry) => (entry.kind === 'composite' ? [] : [entry.text]));
  }

  /** What stands in brackets behind a name, each once, in the order in which it was sent: `0` and `1` of `a[0][b]` and `a[1][b]`. */
  keysOf(name: string): readonly string[] {
    const keys = [...this.#entries.keys()].flatMap((key) => {
      const end = key.indexOf(']', name.length);
      return key.startsWith(`${name}[`) && end !== -1 ? [key.slice(name.length + 1, end)] : [];
    });
    return [...new Set(keys)];
  }

  /** Whether the parameter is, in whole or in part, an object or a file where text belongs. */
  isComposite(name: string): boolean {
    return this.#entries.get(name)?.some((entry) => entry.kind === 'composite') ?? false;
  }
}

class Collector {
  readonly entries = new Map<string, Entry[]>();
  #count = 0;

  addEmpty(name: string): Entry[] {
    let list = this.entries.get(name);
    if (list === undefined) {
      list = [];
      this.entries.set(name, list);
    }
    return list;
  }

  add(name: string, entry: Entry): void {
    this.#count += 1;
    if (this.#count > MAX_PARAMETERS) throw new MalformedParameters('The request has too many parameters');
    this.addEmpty(name).push(entry);
  }
}

/** Deeper than this nothing of the API is. */
const DEEPEST = 3;

function addJson(collector: Collector, name: string, value: unknown, depth: number): void {
  if (value === null || value === undefined) return;
  const text = scalarText(value);
  if (text !== undefined) {
    collector.add(name, { kind: 'text', text });
    return;
  }
  if (!Array.isArray(value)) {
    collector.add(name, { kind: 'composite' });
    if (depth < DEEPEST) {
      for (const [key, inner] of Object.entries(value)) addJson(collector, `${name}[${key}]`, inner, depth + 1);
    }
    return;
  }
  collector.addEmpty(name);
  for (const [index, element] of value.entries()) {
    const elementText = scalarText(element);
    collector.add(name, elementText === undefined ? { kind: 'composite' } : { kind: 'element', text: elementText });
    if (elementText === undefined && depth < DEEPEST && typeof element === 'object' && element !== null) {
      for (const [key, inner] of Object.entries(element)) {
        addJson(collector, `${name}[${index}][${key}]`, inner, depth + 2);
      }
    }
  }
}

function scalarText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return undefined;
}
