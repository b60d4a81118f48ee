import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a request looked like when it reached the API behind the gateway. */
export interface Echo {
  readonly method: string;
  readonly url: string;
  /** Names in lower case, as they came; several of one name are several pairs. */
  readonly headers: ReadonlyArray<readonly [string, string]>;
  readonly body: string;
}

/** An API in another process, as far as the gateway is concerned: it tells what reached it. */
export class EchoBackend {
  readonly seen: Echo[] = [];
  readonly #server: Server;

  private constructor() {
    this.#server = createServer(async (incoming, outgoing) => {
      let body = '';
      for await (const chunk of incoming.setEncoding('utf8')) body += chunk;
      const echo = this.#note(incoming, body);
      outgoing.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(echo));
    });
    this.#server.on('upgrade', (incoming, socket) => {
      const text = JSON.stringify(this.#note(incoming, ''));
      socket.end(`HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n${text}`);
    });
  }

  static async start(): Promise<EchoBackend> {
    const backend = new EchoBackend();
    await once(backend.#server.listen(0, '127.0.0.1'), 'listening');
    return backend;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #note(incoming: IncomingMessage, body: string): Echo {
    const { rawHeaders, method = '', url = '' } = incoming;
    const headers = rawHeaders.flatMap((name, index) =>
      index % 2 === 0 ? [[name.toLowerCase(), rawHeaders[index + 1] ?? ''] as const] : [],
    );
    const echo = { method, url, headers, body };
    this.seen.push(echo);
    return echo;
  }
}
