import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** A network between a server and its database, which a test cuts. */
export class TcpProxy {
  readonly #target: number;
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  #server: Server;
  #port = 0;
  #isSilent = false;

  private constructor(target: number) {
    this.#target = target;
    this.#server = this.#makeServer();
  }

  /** @param target a port of this machine */
  static async to(target: number): Promise<TcpProxy> {
    const proxy = new TcpProxy(target);
    await proxy.#listen();
    return proxy;
  }

  get port(): number {
    return this.#port;
  }

  /** Breaks all connections and refuses new ones. */
  async cut(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#breakAll();
    await closed;
  }

  /** Lets nothing through any more and tells nobody: packets are lost, connections stay. */
  silence(): void {
    this.#isSilent = true;
    for (const pair of this.#pairs) for (const socket of pair) socket.pause();
  }

  /** Connects again what was cut, or lets through what was held. */
  async restore(): Promise<void> {
    if (!this.#server.listening) {
      this.#server = this.#makeServer();
      await this.#listen();
    }
    this.#isSilent = false;
    for (const pair of this.#pairs) for (const socket of pair) socket.resume();
  }

  async close(): Promise<void> {
    this.#breakAll();
    if (!this.#server.listening) return;
    this.#server.close();
    this.#breakAll();
    await once(this.#server, 'close');
  }

  #breakAll(): void {
    for (const pair of this.#pairs) for (const socket of pair) socket.resetAndDestroy();
  }

  async #listen(): Promise<void> {
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    if (typeof address === 'object' && address !== null) this.#port = address.port;
  }

  #makeServer(): Server {
    return createServer((near) => {
      const far = connect(this.#target, '127.0.0.1');
      const pair = [near, far] as const;
      this.#pairs.add(pair);
      const forward = (from: Socket, to: Socket) => {
        from.on('data', (bytes) => to.write(bytes));
        from.on('end', () => to.end());
        from.on('error', () => {});
        from.on('close', () => {
          this.#pairs.delete(pair);
          to.destroy();
        });
        if (this.#isSilent) from.pause();
      };
      forward(near, far);
      forward(far, near);
    });
  }
}
