import type { Revocation } from '../flows/ports.ts';

type Listener = (revocation: Revocation) => void;

/** Who wants to hear what ends. Others' changes are watched only while somebody listens. */
export class Revocations {
  readonly #watchOthers: (changed: Listener) => () => void;
  readonly #listeners = new Set<{ readonly hear: Listener }>();
  #stopWatching: (() => void) | undefined;
  #ended = false;

  constructor(watchOthers: (changed: Listener) => () => void) {
    this.#watchOthers = watchOthers;
  }

  /** Each call is a subscription of its own, also of one function. */
  listen(hear: Listener): () => void {
    if (this.#ended) return () => {};
    const listener = { hear };
    this.#listeners.add(listener);
    this.#stopWatching ??= this.#watchOthers((revocation) => this.tell(revocation));
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#stop();
    };
  }

  /** Whoever is told may subscribe or unsubscribe meanwhile. */
  tell(revocation: Revocation): void {
    for (const listener of [...this.#listeners]) {
      if (this.#listeners.has(listener)) hearSafely(listener.hear, revocation);
    }
  }

  /** Nothing is watched any more; what this store still does is told. */
  end(): void {
    this.#ended = true;
    this.#stop();
  }

  #stop(): void {
    this.#stopWatching?.();
    this.#stopWatching = undefined;
  }
}

/** An async function is a listener too, and its rejection would end the process. */
async function hearSafely(hear: Listener, revocation: Revocation): Promise<void> {
  try {
    await hear(revocation);
  } catch (error) {
    process.emitWarning('A listener of revocations failed', {
      detail: error instanceof Error ? error.stack : undefined,
    });
  }
}
