import type { Caller } from './caller.ts';
import type { Introspected } from './introspected.ts';

interface Entry {
  readonly introspected: Introspected;
  /** On a clock that never goes back. */
  readonly askedAt: number;
}

/**
 * What was answered lately, by the digest of the token. Dead and unknown tokens are kept apart from living ones, so that
 * whoever sends made-up tokens pushes nobody out.
 */
export class AnswerCache {
  readonly #living: Entries;
  readonly #others: Entries;
  readonly #maxAge: number;

  constructor(options: { readonly maxEntries: number; readonly maxAgeMs: number }) {
    this.#living = new Entries(options.maxEntries);
    this.#others = new Entries(Math.ceil(options.maxEntries / 10));
    this.#maxAge = options.maxAgeMs;
  }

  get size(): number {
    return this.#living.size + this.#others.size;
  }

  /** An answer that may still be used; one that is too old, or of a token that expired, is forgotten. */
  get(key: string): Introspected | undefined {
    const entries = this.#living.has(key) ? this.#living : this.#others;
    const entry = entries.take(key);
    if (entry === undefined) return undefined;
    const { introspected, askedAt } = entry;
    if (performance.now() - askedAt >= this.#maxAge) return undefined;
    if (introspected.kind === 'living' && (introspected.expiresAt ?? Number.POSITIVE_INFINITY) <= Date.now()) {
      return undefined;
    }
    entries.put(key, entry);
    return introspected;
  }

  /** @param askedAt when the question was sent: what ended since may not be in the answer */
  set(key: string, introspected: Introspected, askedAt: number): void {
    this.#living.take(key);
    this.#others.take(key);
    (introspected.kind === 'living' ? this.#living : this.#others).put(key, { introspected, askedAt });
  }

  /** Forgets the living tokens that ended. The dead stay dead. */
  drop(hasEnded: (caller: Caller) => boolean): void {
    this.#living.drop(({ introspected }) => introspected.kind === 'living' && hasEnded(introspected.caller));
  }

  clear(): void {
    this.drop(() => true);
    this.#others.drop(() => true);
  }
}

/** At most so many; the one that was not used for the longest time goes first. */
class Entries {
  readonly #max: number;
  readonly #entries = new Map<string, Entry>();

  constructor(max: number) {
    this.#max = max;
  }

  get size(): number {
    return this.#entries.size;
  }

  has(key: string): boolean {
    return this.#entries.has(key);
  }

  take(key: string): Entry | undefined {
    const entry = this.#entries.get(key);
    this.#entries.delete(key);
    return entry;
  }

  put(key: string, entry: Entry): void {
    this.#entries.set(key, entry);
    if (this.#entries.size <= this.#max) return;
    const [oldest] = this.#entries.keys();
    if (oldest !== undefined) this.#entries.delete(oldest);
  }

  drop(isOut: (entry: Entry) => boolean): void {
    for (const [key, entry] of this.#entries) if (isOut(entry)) this.#entries.delete(key);
  }
}
