import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** An answer as it came over the wire. */
export interface RawAnswer {
  readonly status: number;
  /** By lower-case name; of a repeated header the last. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** A connection on which a test writes what no well-behaved client would. */
export class RawConnection {
  readonly #socket: Socket;
  received = '';
  #closed = false;
  #news = Promise.withResolvers<void>();

  constructor(port: number) {
    this.#socket = connect(port, '127.0.0.1');
    this.#socket.setEncoding('latin1').on('data', (text: string) => {
      this.received += text;
      this.#tell();
    });
    // A server that hangs up in the middle of a bad request does nothing wrong.
    this.#socket.on('error', () => {});
    this.#socket.on('close', () => {
      this.#closed = true;
      this.#tell();
    });
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Whether the other side may still read. */
  get writable(): boolean {
    return this.#socket.writable && !this.#closed;
  }

  /** How many bytes the system took. */
  get sent(): number {
    return this.#socket.bytesWritten;
  }

  write(text: string | Uint8Array): this {
    if (this.#socket.writable) this.#socket.write(text);
    return this;
  }

  /** Writes while the other side takes it; resolves when all is written or nobody reads any more. */
  async writeAll(bytes: Uint8Array, chunkSize = 64 * 1024): Promise<void> {
    for (let offset = 0; offset < bytes.length && this.#socket.writable && !this.#closed; offset += chunkSize) {
      if (this.#socket.write(bytes.subarray(offset, offset + chunkSize))) continue;
      const { signal, abort } = abortable();
      const either = [once(this.#socket, 'drain', { signal }), once(this.#socket, 'close', { signal })];
      await Promise.race(either).catch(() => {});
      abort();
    }
  }

  /** Waits until what was received matches, or the connection is closed. */
  async until(pattern: RegExp, patience = 10_000): Promise<string> {
    return this.#waitFor(() => this.#closed || pattern.test(this.received), patience);
  }

  /** Waits until the server closes the connection. */
  async untilClosed(patience = 10_000): Promise<string> {
    return this.#waitFor(() => this.#closed, patience);
  }

  /** Waits for the whole answers to `count` requests. */
  async answers(count = 1, patience = 10_000): Promise<readonly RawAnswer[]> {
    await this.#waitFor(() => this.#closed || parseAnswers(this.received).length >= count, patience);
    return parseAnswers(this.received);
  }

  close(): void {
    this.#socket.destroy();
  }

  #tell(): void {
    this.#news.resolve();
    this.#news = Promise.withResolvers();
  }

  async #waitFor(condition: () => boolean, patience: number): Promise<string> {
    const enough = new AbortController();
    const tooLate = sleep(patience, 'too late', { signal: enough.signal }).catch(() => undefined);
    try {
      while (!condition()) {
        if ((await Promise.race([tooLate, this.#news.promise])) !== 'too late') continue;
        throw new Error(`Nothing came in ${patience} ms but: ${this.received.slice(0, 2000)}`);
      }
      return this.received;
    } finally {
      enough.abort();
    }
  }
}

function abortable() {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}

/** Sends one request on a connection of its own and waits for its answer. */
export async function sendRaw(port: number, request: string | Uint8Array): Promise<RawAnswer> {
  const connection = new RawConnection(port);
  try {
    const [answer] = await connection.write(request).answers();
    if (answer === undefined) throw new Error(`There is no answer but: ${connection.received}`);
    return answer;
  } finally {
    connection.close();
  }
}

/** The whole answers in what was received; bodies by `Content-Length`, which is how this server sends them. */
export function parseAnswers(received: string): readonly RawAnswer[] {
  const answers: RawAnswer[] = [];
  let rest = received;
  for (;;) {
    const end = rest.indexOf('\r\n\r\n');
    if (end === -1) return answers;
    const [statusLine = '', ...lines] = rest.slice(0, end).split('\r\n');
    const headers = new Map(
      lines.map((line) => {
        const colon = line.indexOf(':');
        return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
      }),
    );
    const bodyEnd = end + 4 + Number(headers.get('content-length') ?? 0);
    if (rest.length < bodyEnd) return answers;
    const body = Buffer.from(rest.slice(end + 4, bodyEnd), 'latin1').toString('utf8');
    answers.push({ status: Number(statusLine.split(' ')[1]), headers, body });
    rest = rest.slice(bodyEnd);
  }
}
