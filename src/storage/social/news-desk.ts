import type { News, NewsOrigin } from '../../social/ports.ts';

type Hear = (news: News, from: NewsOrigin) => void;

/** Who wants to hear what happened. */
export class NewsDesk {
  readonly #listeners = new Set<{ readonly hear: Hear }>();

  /** Each call is a subscription of its own, also of one function. */
  listen(hear: Hear): () => void {
    const listener = { hear };
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Whoever is told may subscribe or unsubscribe meanwhile; what a listener throws reaches nobody else. */
  tell(news: News, from: NewsOrigin): void {
    for (const listener of [...this.#listeners]) {
      if (!this.#listeners.has(listener)) continue;
      try {
        listener.hear(news, from);
      } catch (error) {
        process.emitWarning('A listener of news failed', { detail: error instanceof Error ? error.stack : undefined });
      }
    }
  }
}
