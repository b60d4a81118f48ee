import type { News } from '../../social/ports.ts';

/** Who wants to hear what happened. */
export class NewsDesk {
  readonly #listeners = new Set<{ readonly hear: (news: News) => void }>();

  /** Each call is a subscription of its own, also of one function. */
  listen(hear: (news: News) => void): () => void {
    const listener = { hear };
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Whoever is told may subscribe or unsubscribe meanwhile; what a listener throws reaches nobody else. */
  tell(news: News): void {
    for (const listener of [...this.#listeners]) {
      if (!this.#listeners.has(listener)) continue;
      try {
        listener.hear(news);
      } catch (error) {
        process.emitWarning('A listener of news failed', { detail: error instanceof Error ? error.stack : undefined });
      }
    }
  }
}
