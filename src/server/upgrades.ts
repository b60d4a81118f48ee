import { type IncomingMessage, type Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** Answers a request that asks to become something else, if it is its own. */
export type Upgrade = (incoming: IncomingMessage, socket: Duplex, head: Buffer) => boolean;

/**
 * Lets requests become WebSockets. All others are answered as if they had not asked (RFC 9110 §7.8): a proxy that asks the gateway
 * about a WebSocket of somebody else repeats the headers of that one.
 */
export function takeUpgrades(server: Server<typeof IncomingMessage>, upgrade: Upgrade): void {
  server.on('upgrade', (incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
    // From here on Node does not end what stands still: somebody who was refused could keep the connection for good.
    socket.on('timeout', () => socket.destroy());
    if (upgrade(incoming, socket, head)) return;
    const outgoing = new ServerResponse(incoming);
    outgoing.shouldKeepAlive = false;
    outgoing.assignSocket(socket as Socket);
    socket.on('error', () => socket.destroy());
    outgoing.once('finish', () => socket.end());
    server.emit('request', incoming, outgoing);
  });
}
