import type { Revocation, Store } from '../flows/ports.ts';
import type { Id } from '../protocol/app.ts';

/** Milliseconds of silence after which a sign of life is sent. */
const HEARTBEAT = 15_000;

/** How many resource servers may listen at once; each holds a connection. */
const MOST_LISTENERS = 100;

/** Unread bytes beyond which a listener does not keep up and is let go: it begins anew, with nothing kept. */
const MOST_UNREAD = 64 * 1024;

interface Listener {
  readonly appId: Id;
  readonly controller: ReadableStreamDefaultController<Uint8Array>;
}

/**
 * What ends, told to resource servers as server-sent events while it happens. A listener must take the end of its stream
 * for "anything may have ended": events are not kept, and none is sent again.
 */
export class RevocationFeed {
  readonly #store: Pick<Store, 'onRevocation' | 'findApp'>;
  readonly #listeners = new Set<Listener>();
  #unsubscribe: (() => void) | undefined;
  #heart: ReturnType<typeof setInterval> | undefined;
  #ended = false;

  constructor(store: Pick<Store, 'onRevocation' | 'findApp'>) {
    this.#store = store;
  }

  /** Whether the store can tell what ends at all. */
  get isOffered(): boolean {
    return this.#store.onRevocation !== undefined;
  }

  /**
   * Opens a stream for a resource server. It begins with a comment, so that the listener knows when it began.
   * @returns undefined when there are too many, or when the server is about to stop
   */
  open(appId: Id): ReadableStream<Uint8Array<ArrayBuffer>> | undefined {
    if (this.#ended || this.#listeners.size >= MOST_LISTENERS) return undefined;
    let listener: Listener | undefined;
    return new ReadableStream(
      {
        start: (controller) => {
          listener = { appId, controller };
          this.#add(listener);
          controller.enqueue(bytesOf(': listening\n\n'));
        },
        cancel: () => {
          if (listener !== undefined) this.#remove(listener);
        },
      },
      { highWaterMark: MOST_UNREAD, size: (chunk) => chunk.byteLength },
    );
  }

  /** Ends all streams and takes no more: a server that stops must not wait for them. */
  end(): void {
    this.#ended = true;
    for (const listener of [...this.#listeners]) this.#close(listener);
  }

  #add(listener: Listener): void {
    this.#listeners.add(listener);
    this.#unsubscribe ??= this.#store.onRevocation?.((revocation) => this.#tell(revocation));
    this.#heart ??= setInterval(() => this.#send(': \n\n'), HEARTBEAT);
  }

  #remove(listener: Listener): void {
    this.#listeners.delete(listener);
    if (this.#listeners.size > 0) return;
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
    clearInterval(this.#heart);
    this.#heart = undefined;
  }

  #close(listener: Listener): void {
    this.#remove(listener);
    try {
      listener.controller.close();
    } catch {
      // The other side was faster.
    }
  }

  #tell(revocation: Revocation): void {
    this.#send(`event: revocation\ndata: ${JSON.stringify(wireForm(revocation))}\n\n`);
    for (const listener of [...this.#listeners]) {
      if (revocation.kind === 'app' && revocation.appId === listener.appId) this.#close(listener);
      // Another process may have deleted the resource server itself.
      if (revocation.kind === 'unknown') void this.#closeIfGone(listener);
    }
  }

  async #closeIfGone(listener: Listener): Promise<void> {
    const app = await this.#store.findApp(listener.appId).catch(() => undefined);
    if (app?.resourceServer !== true) this.#close(listener);
  }

  #send(text: string): void {
    const bytes = bytesOf(text);
    for (const listener of [...this.#listeners]) {
      if ((listener.controller.desiredSize ?? 0) < bytes.byteLength) this.#close(listener);
      else listener.controller.enqueue(bytes);
    }
  }
}

const encoder = new TextEncoder();
const bytesOf = (text: string): Uint8Array<ArrayBuffer> => encoder.encode(text);

function wireForm(revocation: Revocation): Readonly<Record<string, string>> {
  switch (revocation.kind) {
    case 'token':
      return { kind: 'token', token_id: revocation.tokenId };
    case 'grant':
      return { kind: 'grant', grant_id: revocation.grantId };
    case 'account':
      return {
        kind: 'account',
        account_id: revocation.accountId,
        ...(revocation.appId === undefined ? {} : { app_id: revocation.appId }),
      };
    case 'app':
      return { kind: 'app', app_id: revocation.appId };
    case 'unknown':
      return { kind: 'unknown' };
  }
}
