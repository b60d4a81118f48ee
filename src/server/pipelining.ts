import type { IncomingMessage, RequestListener, Server } from 'node:http';
import type { Socket } from 'node:net';

/** How many requests of one connection may wait for their answers; no client of today sends a second one before the first answer. */
export const LONGEST_PIPELINE = 32;

/**
 * Cuts off who sends more and more requests on one connection and takes no answers: Node reads a whole packet of them, a
 * thousand or more, and each answer would wait in memory for its turn. Call it when the server has its listener.
 */
export function boundPipelining(server: Server<typeof IncomingMessage>): void {
  const listeners = server.listeners('request') as RequestListener[];
  server.removeAllListeners('request');
  const waiting = new WeakMap<Socket, number>();
  server.on('request', (incoming, outgoing) => {
    const { socket } = incoming;
    const count = (waiting.get(socket) ?? 0) + 1;
    waiting.set(socket, count);
    // What came in the same packet is still handed on, and dropped here.
    if (count > LONGEST_PIPELINE) return void socket.destroy();
    outgoing.once('close', () => waiting.set(socket, (waiting.get(socket) ?? 1) - 1));
    for (const listener of listeners) listener.call(server, incoming, outgoing);
  });
}
