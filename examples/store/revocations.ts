import type { Revocation } from 'mastodoor';

type Listener = (revocation: Revocation) => void;

/** Who wants to hear what ends. */
export class Revocations {
  readonly #listeners = new Set<{ readonly hear: Listener }>();

  listen(hear: Listener): () => void {
    const listener = { hear };
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(revocation: Revocation): void {
    for (const { hear } of [...this.#listeners]) {
      // Inside a promise neither what a listener throws nor what it rejects with reaches anybody else.
      new Promise((resolve) => resolve(hear(revocation))).catch((error: unknown) => {
        process.emitWarning(`A listener of revocations failed: ${error}`);
      });
    }
  }
}
