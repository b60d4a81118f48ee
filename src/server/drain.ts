import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';

/** How long running requests may take to finish; below the ten seconds after which containers are killed. */
const LONGEST_REQUEST = 8000;

/** How long a connection may take to begin a request; browsers open some in advance and never use them. */
const LONGEST_SILENCE = 1000;

/**
 * Between the end of listening and that of what is idle. On a connection that is used again and again a request may be on its
 * way that nobody has read yet: closed at that moment, its client sees a broken connection, and a proxy must not send it twice.
 */
const CALM = 100;

/** The end of a server, in two steps. */
export interface Drain {
  /** From now on each answer ends its connection, so that clients and proxies look elsewhere. */
  announce(): void;
  /**
   * Stops listening and resolves when all connections are closed: idle ones after a moment, in which whoever was just about
   * to ask still does, busy ones with their answer, which says so, and stubborn ones when patience ends.
   */
  finish(): Promise<void>;
}

/**
 * Prepares a server for its end.
 * @param calm resolves when idle connections may be closed
 */
export function makeDrainable(
  server: Server<typeof IncomingMessage>,
  calm: () => Promise<unknown> = () => sleep(CALM),
): Drain {
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
    finish: async () => {
      // Right after the turn in which the system handed over who had come: whoever still waits in its queue is turned away.
      await nextTurn();
      // Not that of HTTP, which ends idle connections in the same moment; its own part is done below.
      const closed = new Promise<void>((resolve) => NetServer.prototype.close.call(server, () => resolve()));
      announce();
      await calm();
      server.close();
      const deadlines = [
        setTimeout(closeSilent, LONGEST_SILENCE),
        setTimeout(() => server.closeAllConnections(), LONGEST_REQUEST),
      ];
      await closed;
      for (const deadline of deadlines) clearTimeout(deadline);
    },
  };
}
