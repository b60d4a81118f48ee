import type { AuthorizationServer } from './introspection-client.ts';
import { EventReader, type HasEnded, readRevocation } from './revocation-event.ts';

/** Milliseconds without any sign of life after which a stream counts as broken; the server sends one every 15 seconds. */
const LONGEST_SILENCE = 40_000;

const SHORTEST_PAUSE = 500;
const LONGEST_PAUSE = 30_000;
/** Where there is no stream, or none for this client: it may be configured one day. */
const PAUSE_WHEN_REFUSED = 300_000;

/** Characters of one event beyond which the other side does not speak this language. */
const LONGEST_EVENT = 64 * 1024;

interface Hearers {
  /** Events come from now on. What ended before was not heard. */
  readonly onBegin: () => void;
  readonly onRevocation: (hasEnded: HasEnded) => void;
  /** No events come any more. */
  readonly onLost: () => void;
}

/** Listens to what ends at the authorization server, and comes back when the stream breaks. */
export class RevocationListener {
  readonly #server: AuthorizationServer;
  readonly #hearers: Hearers;
  readonly #stopped = new AbortController();
  #started = false;

  constructor(server: AuthorizationServer, hearers: Hearers) {
    this.#server = server;
    this.#hearers = hearers;
  }

  /** Begins to listen, once. */
  start(): void {
    if (this.#started) return;
    this.#started = true;
    void this.#listen();
  }

  stop(): void {
    this.#stopped.abort();
  }

  async #listen(): Promise<void> {
    let pause = SHORTEST_PAUSE;
    while (!this.#stopped.signal.aborted) {
      const outcome = await this.#listenOnce();
      if (outcome === 'heard') pause = SHORTEST_PAUSE;
      // Many resource servers lose one authorization server at once and should not come back as one.
      await this.#sleep(outcome === 'refused' ? PAUSE_WHEN_REFUSED : pause * (0.5 + Math.random() / 2));
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    }
  }

  async #listenOnce(): Promise<'heard' | 'refused' | 'out of reach'> {
    const silence = new Watchdog(LONGEST_SILENCE);
    let began = false;
    try {
      const response = await this.#server.fetch(`${this.#server.issuer}/oauth/introspect/revocations`, {
        headers: { Authorization: this.#server.authorization, Accept: 'text/event-stream' },
        redirect: 'manual',
        signal: AbortSignal.any([this.#stopped.signal, silence.signal]),
      });
      const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') ?? false;
      if (!response.ok || !isStream || response.body === null) {
        await response.body?.cancel();
        return response.ok || [401, 403, 404].includes(response.status) ? 'refused' : 'out of reach';
      }
      const reader = new EventReader();
      for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
        silence.reset();
        if (!began) this.#hearers.onBegin();
        began = true;
        for (const data of reader.read(text)) this.#hearers.onRevocation(readRevocation(data));
        if (reader.unread > LONGEST_EVENT) break;
      }
    } catch {
      // Broken, silent or stopped: what follows is the same.
    } finally {
      silence.stop();
      if (began) this.#hearers.onLost();
    }
    return began ? 'heard' : 'out of reach';
  }

  #sleep(milliseconds: number): Promise<void> {
    const { signal } = this.#stopped;
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      letProcessEnd(timer);
      signal.addEventListener('abort', done);
    });
  }
}

/** Aborts its signal unless it is reset in time. */
class Watchdog {
  readonly #patience: number;
  readonly #controller = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(patience: number) {
    this.#patience = patience;
    this.reset();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  reset(): void {
    this.stop();
    this.#timer = setTimeout(() => this.#controller.abort(), this.#patience);
    letProcessEnd(this.#timer);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}

/** Where timers are numbers, as in browsers, there is nothing to let go. */
function letProcessEnd(timer: unknown): void {
  (timer as { readonly unref?: () => void }).unref?.();
}
