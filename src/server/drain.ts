import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** How long running requests may take to finish; below the ten seconds after which containers are killed. */
const LONGEST_REQUEST = 8000;

/** How long a connection may take to begin a request; browsers open some in advance and never use them. */
const LONGEST_SILENCE = 1000;

/** The end of a server, in two steps. */
export interface Drain {
  /** From now on each answer ends its connection, so that clients and proxies look elsewhere. */
  announce(): void;
  /**
   * Stops listening and resolves when all connections are closed: idle ones at once, busy ones with their answer, which says
   * so, and stubborn ones when patience ends.
   */
  finish(): Promise<void>;
}

/** Prepares a server for its end. */
export function makeDrainable(server: Server<typeof IncomingMessage>): Drain {
  const connections = new Set<Socket>();
  const owed = new Set<ServerResponse>();
  let isAnnounced = false;
  server.on('connection', (socket: Socket) => {
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
  });
  server.prependListener('request', (_incoming, outgoing) => {
    if (isAnnounced) outgoing.shouldKeepAlive = false;
    owed.add(outgoing);
    outgoing.once('close', () => owed.delete(outgoing));
  });
  const closeSilent = () => {
    const busy = new Set([...owed].map((outgoing) => outgoing.socket));
    for (const socket of connections) if (!busy.has(socket)) socket.destroy();
  };
  const announce = () => {
    isAnnounced = true;
    for (const outgoing of owed) outgoing.shouldKeepAlive = false;
  };
  return {
    announce,
    finish: () =>
      new Promise((resolve) => {
        announce();
        const deadlines = [
          setTimeout(closeSilent, LONGEST_SILENCE),
          setTimeout(() => server.closeAllConnections(), LONGEST_REQUEST),
        ];
        server.close(() => {
          for (const deadline of deadlines) clearTimeout(deadline);
          resolve();
        });
      }),
  };
}
