import type { Departure } from '../flows/answer-authorization.ts';
import type { Instant } from '../protocol/app.ts';

/** Longer than any double click, far shorter than a code lives; in milliseconds. */
const REMEMBERED = 10 * 1000;

/**
 * The answers of the last seconds, in memory. A browser that sends the same form twice, as a double click does, drops the
 * first answer and shows the second: it must be the same one, or the app would never get its code.
 */
export class RecentAnswers {
  readonly #answers = new Map<string, { readonly answer: Departure; readonly until: Instant }>();

  remember(key: string, answer: Departure, now: Instant): void {
    for (const [old, { until }] of this.#answers) {
      if (until > now) break;
      this.#answers.delete(old);
    }
    this.#answers.set(key, { answer, until: now + REMEMBERED });
  }

  find(key: string, now: Instant): Departure | undefined {
    const found = this.#answers.get(key);
    return found !== undefined && found.until > now ? found.answer : undefined;
  }
}
