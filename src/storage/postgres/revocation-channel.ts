import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Revocation } from '../../flows/ports.ts';
import type { News } from '../../social/ports.ts';
import { dispose, keepAlive } from './client-socket.ts';
import { connectionSettings, type Reach } from './connection-settings.ts';
import { overNetwork } from './postgres-errors.ts';
import { probeOf, REVOCATION_CHANNEL, readNotice } from './revocation-notices.ts';

/** Milliseconds between proofs that notices still arrive. */
const HEARTBEAT = 1000;

/** Milliseconds after which an answer, or a notice, is missed. */
const LONGEST_DELAY = 2000;

/** Milliseconds between attempts to connect. "Something ended" is told at each. */
const PAUSE = 500;

const UNKNOWN: Revocation = { kind: 'unknown' };

/**
 * Hears what other nodes end, over a connection of its own, while somebody wants to know. What a node ended is heard as
 * soon as the network carries it. Where that cannot be told, because the connection broke, is being made, or carries no
 * notices, "something ended" is told instead: at once when it breaks, within three seconds after the network fell silent,
 * and then again and again, at least every three seconds, until it is well again and once more.
 */
export class RevocationChannel {
  readonly #reach: Reach;
  readonly #origin: string;
  readonly #send: (notice: string) => Promise<void>;
  #changed: ((revocation: Revocation) => void) | undefined;
  #hear: ((news: News) => void) | undefined;
  #ended: AbortController | undefined;
  #listening: Promise<void> | undefined;

  /**
   * @param origin by which the node knows its own notices
   * @param send sends a notice over another connection
   */
  constructor(reach: Reach, origin: string, send: (notice: string) => Promise<void>) {
    this.#reach = reach;
    this.#origin = origin;
    this.#send = send;
  }

  /** @returns ends it */
  watch(changed: (revocation: Revocation) => void, hear: (news: News) => void): () => void {
    const ended = new AbortController();
    this.#changed = changed;
    this.#hear = hear;
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
      if (this.#ended !== ended) return;
      this.#changed = undefined;
      this.#hear = undefined;
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
      ...connectionSettings(this.#reach),
      connectionTimeoutMillis: LONGEST_DELAY,
      query_timeout: LONGEST_DELAY,
    });
    const { promise: broken, resolve } = Promise.withResolvers<void>();
    client.on('error', () => resolve());
    client.on('end', () => resolve());
    const stop = () => resolve();
    ended.addEventListener('abort', stop);
    const probe = probeOf(this.#origin);
    const probed = Promise.withResolvers<void>();
    client.on('notification', ({ payload }) => {
      if (payload === probe) probed.resolve();
      const { ends, news } = readNotice(this.#origin, payload ?? '');
      for (const revocation of ends) this.#changed?.(revocation);
      for (const one of news) this.#hear?.(one);
    });
    try {
      await overNetwork(client.connect());
      keepAlive(client, false);
      await overNetwork(client.query(`listen ${REVOCATION_CHANNEL}`));
      await this.#send(probe);
      if (!(await arrives(probed.promise, ended))) return warnOfSilence();
      // Copies may have been made of what ended before.
      this.#changed?.(UNKNOWN);
      const beating = setInterval(() => client.query('select 1').catch(() => resolve()), HEARTBEAT).unref();
      await broken;
      clearInterval(beating);
    } catch {
      // Whatever it was, the next attempt shows whether it passed.
    } finally {
      ended.removeEventListener('abort', stop);
      await dispose(client);
    }
  }
}

/** Whether something arrives in time, or it does not matter any more. */
async function arrives(something: Promise<void>, ended: AbortSignal): Promise<boolean> {
  const late = sleep(LONGEST_DELAY, false, { ref: false, signal: ended }).catch(() => true);
  return Promise.race([something.then(() => true), late]);
}

let warned = false;

function warnOfSilence(): void {
  if (warned) return;
  warned = true;
  process.emitWarning('Notices of PostgreSQL do not arrive, so copies of tokens are kept for moments only', {
    detail: 'A pooler that gives each transaction another connection loses them: connect to the server itself.',
  });
}
