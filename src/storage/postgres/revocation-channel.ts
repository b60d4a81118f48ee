import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Revocation } from '../../flows/ports.ts';
import { connectionSettings } from './connection-settings.ts';
import { keepAlive } from './keep-alive.ts';
import { overNetwork } from './postgres-errors.ts';
import { REVOCATION_CHANNEL, readNotice } from './revocation-notices.ts';

/** Milliseconds between proofs that notices still arrive. */
const HEARTBEAT = 1000;

/** Milliseconds after which an answer, or a notice, is missed. */
const LONGEST_DELAY = 2000;

/** Milliseconds between attempts to connect. Whoever keeps copies forgets them at each. */
const PAUSE = 500;

const UNKNOWN: Revocation = { kind: 'unknown' };

/**
 * Hears what other nodes end, over a connection of its own, while somebody wants to know. What a node ended is heard as
 * soon as the network carries it. Where that cannot be told, because the connection broke, is being made, or carries no
 * notices, "something ended" is told instead, again and again: at the latest {@link HEARTBEAT} and {@link LONGEST_DELAY}
 * after the network fell silent, and every {@link PAUSE} until it is well again.
 */
export class RevocationChannel {
  readonly #url: string;
  readonly #origin: string;
  #changed: ((revocation: Revocation) => void) | undefined;
  #ended: AbortController | undefined;
  #listening: Promise<void> | undefined;

  constructor(url: string, origin: string) {
    this.#url = url;
    this.#origin = origin;
  }

  /** @returns ends it */
  watch(changed: (revocation: Revocation) => void): () => void {
    const ended = new AbortController();
    this.#changed = changed;
    this.#ended = ended;
    const before = this.#listening;
    this.#listening = (async () => {
      await before;
      while (!ended.signal.aborted) {
        await this.#listen(ended.signal);
        if (ended.signal.aborted) return;
        changed(UNKNOWN);
        await sleep(PAUSE, undefined, { ref: false, signal: ended.signal }).catch(() => {});
      }
    })();
    return () => {
      ended.abort();
      if (this.#ended === ended) this.#changed = undefined;
    };
  }

  /** Something may have ended that nobody will tell. */
  assumeTheWorst(): void {
    this.#changed?.(UNKNOWN);
  }

  async close(): Promise<void> {
    this.#ended?.abort();
    await this.#listening;
  }

  /** Listens until the connection is of no use any more, or nobody wants to know. */
  async #listen(ended: AbortSignal): Promise<void> {
    const client = new pg.Client({
      ...connectionSettings(this.#url),
      connectionTimeoutMillis: LONGEST_DELAY,
      query_timeout: LONGEST_DELAY,
    });
    const { promise: broken, resolve } = Promise.withResolvers<void>();
    client.on('error', () => resolve());
    client.on('end', () => resolve());
    ended.addEventListener('abort', () => resolve(), { once: true });
    client.on('notification', ({ payload }) => {
      for (const revocation of readNotice(this.#origin, payload ?? '')) this.#changed?.(revocation);
    });
    try {
      await overNetwork(client.connect());
      keepAlive(client, false);
      await overNetwork(client.query(`listen ${REVOCATION_CHANNEL}`));
      // Copies may have been made of what ended before.
      this.#changed?.(UNKNOWN);
      const beating = setInterval(() => client.query('select 1').catch(() => resolve()), HEARTBEAT).unref();
      await broken;
      clearInterval(beating);
    } catch {
      // Whatever it was, the next attempt shows whether it passed.
    }
    await client.end().catch(() => {});
  }
}
