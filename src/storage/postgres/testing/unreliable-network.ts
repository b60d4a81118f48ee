import { once } from 'node:events';
import { createConnection, createServer, type Socket } from 'node:net';

/** For tests: a network between a store and its server that does what networks do. */
export interface UnreliableNetwork {
  /** Of the database, through this network. */
  readonly url: string;
  /** Breaks all connections. */
  cut(): void;
  /** Breaks new connections at once, until it is told not to. */
  refuse(refuses: boolean): void;
  /** Swallows whatever is sent, on connections that are there and on new ones. */
  swallow(): void;
  /** Delivers the next message that has the text, and then breaks that connection before the answer. */
  cutAfter(text: string): void;
  close(): Promise<void>;
}

/** Opens a network to a database. */
export async function openUnreliableNetwork(databaseUrl: string): Promise<UnreliableNetwork> {
  const target = new URL(databaseUrl);
  const pairs = new Set<readonly [Socket, Socket]>();
  let refuses = false;
  let swallows = false;
  let fatal: string | undefined;
  const server = createServer((near) => {
    near.on('error', () => {});
    if (refuses) return near.destroy();
    const far = createConnection(Number(target.port), target.hostname);
    const pair = [near, far] as const;
    pairs.add(pair);
    far.on('error', () => {});
    let deaf = false;
    near.on('data', (chunk) => {
      if (swallows) return;
      if (fatal !== undefined && chunk.includes(fatal)) {
        fatal = undefined;
        deaf = true;
        // Half closed: the server does what it was told, and then finds nobody to answer.
        far.end(chunk);
        near.destroy();
        return;
      }
      far.write(chunk);
    });
    far.on('data', (chunk) => {
      if (!swallows && !deaf) near.write(chunk);
    });
    near.on('close', () => {
      if (!deaf) far.destroy();
      pairs.delete(pair);
    });
    far.on('close', () => near.destroy());
    return undefined;
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The network has no port');
  const url = new URL(databaseUrl);
  url.port = String(address.port);
  const cut = () => {
    for (const [near] of pairs) near.destroy();
  };
  return {
    url: url.href,
    cut,
    refuse: (refusing) => {
      refuses = refusing;
    },
    swallow: () => {
      swallows = true;
    },
    cutAfter: (text) => {
      fatal = text;
    },
    close: async () => {
      server.close();
      cut();
      await once(server, 'close');
    },
  };
}
