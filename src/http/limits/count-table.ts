import { hash, randomBytes } from 'node:crypto';

/** Three words tell which key it is, the fourth how many events it had; nobody is there where that is 0. */
const WORDS = 4;
const COUNT = 3;
/** A power of two, as every number of places is. */
const SMALLEST = 64;

/**
 * How many events each of many keys had, in one block of memory of 32 to 64 bytes a key. A `Map` would keep a text and a record of
 * each, which the garbage collector has to walk through while requests wait: with 100,000 keys that doubled how long the slowest of a
 * hundred took. A key is known by 96 bits of its SHA-256 with a secret of the table's own, so that no two keys share a count, and nobody
 * can choose keys that meet in one place (open addressing, linear probing).
 */
export class CountTable {
  readonly #secret = randomBytes(16).toString('latin1');
  #places = new Int32Array(SMALLEST * WORDS);
  #size = 0;

  /** How many keys are counted. */
  get size(): number {
    return this.#size;
  }

  /** How many places there are for keys; at least half of them are empty. */
  get places(): number {
    return this.#places.length / WORDS;
  }

  /** Counts one event more. @returns how many the key has now */
  add(key: string): number {
    const [first, second, third] = this.#wordsOf(key);
    let at = this.#find(first, second, third);
    const known = this.countAt(at);
    if (known === 0) {
      if (this.#size * 2 >= this.places) {
        this.#grow();
        at = this.#find(first, second, third);
      }
      this.#size += 1;
      this.#places.set([first, second, third], at * WORDS);
    }
    this.#places[at * WORDS + COUNT] = known + 1;
    return known + 1;
  }

  /** Counts one event less, if there was one. */
  takeBack(key: string): void {
    const at = this.#find(...this.#wordsOf(key));
    const known = this.countAt(at);
    if (known > 1) this.#places[at * WORDS + COUNT] = known - 1;
    else this.removeAt(at);
  }

  remove(key: string): void {
    this.removeAt(this.#find(...this.#wordsOf(key)));
  }

  /** How many events the key in a place had; 0 where there is none. */
  countAt(place: number): number {
    return this.#places[place * WORDS + COUNT] ?? 0;
  }

  /** Empties a place. Keys that stand behind it because it was taken move up, one of them perhaps into it. */
  removeAt(place: number): void {
    if (this.countAt(place) === 0) return;
    const last = this.places - 1;
    let empty = place;
    for (let next = (empty + 1) & last; this.countAt(next) !== 0; next = (next + 1) & last) {
      const wanted = (this.#places[next * WORDS] ?? 0) & last;
      if (((next - wanted) & last) < ((next - empty) & last)) continue;
      this.#places.copyWithin(empty * WORDS, next * WORDS, (next + 1) * WORDS);
      empty = next;
    }
    this.#places.fill(0, empty * WORDS, (empty + 1) * WORDS);
    this.#size -= 1;
  }

  #wordsOf(key: string): [number, number, number] {
    const digest = hash('sha256', this.#secret + key, 'binary');
    return [wordAt(digest, 0), wordAt(digest, 4), wordAt(digest, 8)];
  }

  /** The place of a key, or the empty one for it. */
  #find(first: number, second: number, third: number): number {
    const places = this.#places;
    const last = this.places - 1;
    for (let at = first & last; ; at = (at + 1) & last) {
      const word = at * WORDS;
      if (places[word + COUNT] === 0) return at;
      if (places[word] === first && places[word + 1] === second && places[word + 2] === third) return at;
    }
  }

  #grow(): void {
    const before = this.#places;
    this.#places = new Int32Array(before.length * 2);
    for (let word = 0; word < before.length; word += WORDS) {
      if (before[word + COUNT] === 0) continue;
      const kept = before.subarray(word, word + WORDS);
      const [first = 0, second = 0, third = 0] = kept;
      this.#places.set(kept, this.#find(first, second, third) * WORDS);
    }
  }
}

/** 32 bits of a text whose characters are bytes. */
function wordAt(text: string, at: number): number {
  const byte = (index: number) => text.charCodeAt(at + index);
  return byte(0) | (byte(1) << 8) | (byte(2) << 16) | (byte(3) << 24);
}
