import { print, printable } from '../terminal.ts';
import { Masker } from './masker.ts';

/** What went wrong leaves nothing to go on with; its words are in the journal already. */
export class CannotGoOn extends Error {
  override readonly name = 'CannotGoOn';
}

/** Longer values are cut: a readable line matters more than the last scope of a long list. */
const LONGEST_LINE = 200;

/** Tells on standard output what happens, step by step. Every line goes through the masker. */
export class Journal {
  readonly masker = new Masker();
  readonly failures: string[] = [];
  #steps = 0;

  step(title: string): void {
    this.#steps += 1;
    print();
    this.#line(`${this.#steps}. ${title}`);
  }

  /** What is sent or received. */
  detail(text: string): void {
    this.#line(`     ${text}`);
  }

  note(words: string): void {
    this.#line(`   · ${words}`);
  }

  /** For the person to copy, so it is never cut. */
  link(url: string): void {
    print(`\n     ${printable(this.masker.mask(url))}\n`);
  }

  /** Notes whether an expectation holds, and goes on. */
  check(holds: boolean, expectation: string, seen = ''): boolean {
    const words = holds || seen === '' ? expectation : `${expectation}; but ${seen}`;
    this.#line(`   ${holds ? '✓' : '✗'} ${words}`);
    if (!holds) this.failures.push(printable(this.masker.mask(words)));
    return holds;
  }

  /** @throws CannotGoOn when an expectation does not hold on which the rest depends */
  demand(holds: boolean, expectation: string, seen = ''): asserts holds {
    if (!this.check(holds, expectation, seen)) throw new CannotGoOn(expectation);
  }

  #line(text: string): void {
    const safe = printable(this.masker.mask(text));
    print(safe.length > LONGEST_LINE ? `${safe.slice(0, LONGEST_LINE)} …` : safe);
  }
}
