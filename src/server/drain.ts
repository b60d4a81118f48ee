import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** How long running requests may take to finish; below the ten seconds after which containers are killed. */
const LONGEST_REQUEST = 8000;

/** How long a connection may take to begin a request; browsers open some in advance and never use them. */
const LONGEST_SILENCE = 1000;

/**
 * Prepares a server for its end. The function that this returns stops listening and resolves when all connections are
 * closed: idle ones at once, busy ones with their answer, which says so, and stubborn ones when patience ends.
 */
export function makeDrainable(server: Server<typeof IncomingMessage>): () => Promise<void> {
  const connections = new Set<Socket>();
  const owed = new Set<ServerResponse>();
  server.on('connection', (socket: Socket) => {
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
  });
  server.prependListener('request', (_incoming, outgoing) => {
    if (!server.listening) outgoing.shouldKeepAlive = false;
    owed.add(outgoing);
    outgoing.once('close', () => owed.delete(outgoing));
  });
  const closeSilent = () => {
    const busy = new Set([...owed].map((outgoing) => outgoing.socket));
    for (const socket of connections) if (!busy.has(socket)) socket.destroy();
  };
  return () =>
    new Promise((resolve) => {
      const deadlines = [
        setTimeout(closeSilent, LONGEST_SILENCE),
        setTimeout(() => server.closeAllConnections(), LONGEST_REQUEST),
      ];
      server.close(() => {
        for (const deadline of deadlines) clearTimeout(deadline);
        resolve();
      });
      for (const outgoing of owed) outgoing.shouldKeepAlive = false;
    });
}
