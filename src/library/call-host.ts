import { Overloaded, StoreUnavailable } from '../flows/ports.ts';
import { ApiError } from '../http/api-error.ts';
import { HostFailure } from '../http/host-failure.ts';
import { TooManyRequests } from '../http/rate-limiter.ts';
import { ModerationRefused } from '../mastodon/moderation.ts';
import { FollowRefused } from '../mastodon/people.ts';

/** Calls functions of the host, none of which can be trusted to answer. */
export class HostCaller {
  readonly #timeout: number;

  /** @param timeout milliseconds after which a call counts as failed */
  constructor(timeout: number) {
    this.#timeout = timeout;
  }

  /**
   * What a function of the host answers.
   * @param name names the function in the log
   * @param secrets what the function was given and must not be logged, should the host put it into an error
   * @throws HostFailure; what the functions may throw by agreement passes as it is
   */
  async call<T>(name: string, call: () => T | Promise<T>, secrets: readonly string[] = []): Promise<T> {
    let deadline: NodeJS.Timeout | undefined;
    try {
      const answer = call();
      if (!isThenable(answer)) return answer;
      const late = new Promise<never>((_, reject) => {
        deadline = setTimeout(() => reject(this.#tooLate(name)), this.#timeout);
      });
      return await Promise.race([answer, late]);
    } catch (error) {
      throw isAgreed(error) ? error : failureOf(name, error, secrets);
    } finally {
      clearTimeout(deadline);
    }
  }

  /**
   * The same for a function that answers at once, or never.
   * @throws HostFailure; what the functions may throw by agreement passes as it is
   */
  callNow<T>(name: string, call: () => T): T {
    try {
      return call();
    } catch (error) {
      throw isAgreed(error) ? error : failureOf(name, error, []);
    }
  }

  #tooLate(name: string): HostFailure {
    return new HostFailure(503, `${name} did not answer within ${this.#timeout} ms`);
  }
}

/** Promises of any make: query builders and other realms have their own. */
function isThenable<T>(answer: T | Promise<T>): answer is Promise<T> {
  return typeof (answer as { readonly then?: unknown } | undefined | null)?.then === 'function';
}

/** What a function of the host throws on purpose. */
function isAgreed(error: unknown): boolean {
  return [HostFailure, ApiError, TooManyRequests, FollowRefused, ModerationRefused, Overloaded, StoreUnavailable].some(
    (kind) => error instanceof kind,
  );
}

function failureOf(name: string, thrown: unknown, secrets: readonly string[]): HostFailure {
  const spelt = secrets.filter((secret) => secret !== '').flatMap(spellingsOf);
  const hide = (text: string) => spelt.reduce((left, secret) => left.replaceAll(secret, '[redacted]'), text);
  const failure = new HostFailure(500, `${name} threw ${hide(textOf(thrown))}`);
  // The host's trace leads to the mistake; ours does not.
  if (thrown instanceof Error && typeof thrown.stack === 'string')
    failure.stack = `${failure.name}: ${failure.message}\n${hide(thrown.stack)}`;
  return failure;
}

/** A secret as errors repeat it: as it is, in JSON or as a literal of a language, in a URL, in a form. The longest first. */
function spellingsOf(secret: string): readonly string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const literals = [json, json.replaceAll('\\"', '"').replaceAll("'", "\\'")];
  // encodeURIComponent() refuses a lone surrogate, which a password can hold.
  const encoded = encodeURIComponent(secret.toWellFormed());
  const form = new URLSearchParams({ '': secret }).toString().slice(1);
  const spellings = new Set([secret, ...literals, encoded, encodeURI(secret.toWellFormed()), form]);
  return [...spellings].sort((one, other) => other.length - one.length);
}

/** Anything can be thrown, also what cannot be written. */
function textOf(thrown: unknown): string {
  try {
    return String(thrown);
  } catch {
    return 'what cannot be written';
  }
}
