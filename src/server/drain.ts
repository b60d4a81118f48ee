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
  // The last answer that each connection is owed. A set of answers would change its shape with every request, and each
  // shape that V8 leaves behind keeps the requests of its time alive: a third of the processor's time went into that.
  const connections = new Map<Socket, ServerResponse | undefined>();
  let isAnnounced = false;
  server.on('connection', (socket: Socket) => {
    connections.set(socket, undefined);
    socket.once('close', () => connections.delete(socket));
  });
  server.prependListener('request', ({ socket }, outgoing) => {
    if (isAnnounced) outgoing.shouldKeepAlive = false;
    connections.set(socket, outgoing);
    outgoing.once('close', () => {
      if (connections.get(socket) === outgoing) connections.set(socket, undefined);
    });
  });
  const closeSilent = () => {
    for (const [socket, owed] of connections) if (owed === undefined) socket.destroy();
  };
  const announce = () => {
    isAnnounced = true;
    for (const owed of connections.values()) if (owed !== undefined) owed.shouldKeepAlive = false;
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
