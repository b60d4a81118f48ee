import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { ApiError } from '../../http/api-error.ts';
import { type Tally, TooManyRequests } from '../../http/rate-limiter.ts';
import { Parameters } from '../../protocol/parameters.ts';
import type { SocialDeps } from '../social-deps.ts';
import { admitStream, type StreamCaller } from './admit-stream.ts';
import { endAt, refusalOf } from './event-stream.ts';
import type { Listener, StreamEvent, StreamHub } from './stream-hub.ts';
import { askedStream, type StreamName, scopesOf, scopesOfAny, streamNamed } from './stream-names.ts';

/** A message of an app names a stream and nothing else, in bytes. */
const LONGEST_MESSAGE = 4096;

/** Milliseconds between questions whether the other side is still there. */
const HEARTBEAT = 30_000;

/** Unread bytes beyond which a listener does not keep up and is let go. */
const MOST_UNREAD = 1024 * 1024;

/** Messages that one connection may send in the time of a heartbeat. */
const MOST_MESSAGES = 100;

/** Says to clients that they may come again soon (RFC 6455 §7.4, registered as "Service Restart"). */
const RESTART = 1012;

/** Answers requests to listen by WebSocket. */
export interface WebSockets {
  /**
   * Answers an upgrade of `node:http`, if it is one of streaming.
   * @param address the client's, as an IP literal
   * @returns whether it was
   */
  upgrade(incoming: IncomingMessage, socket: Duplex, head: Buffer, address: string): boolean;
}

/** @param prefix the path below which all routes are; empty, or like `/social` */
export function createWebSockets(deps: SocialDeps, hub: StreamHub, prefix: string): WebSockets {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: LONGEST_MESSAGE,
    perMessageDeflate: false,
    // The token, which a browser can carry nowhere else, must be answered as the protocol that was chosen.
    handleProtocols: (protocols) => [...protocols][0] ?? false,
  });
  const path = new RegExp(`^${prefix}/api/v1/streaming(?:/[a-z/]*)?$`);
  return {
    upgrade(incoming, socket, head, address) {
      const url = URL.parse(incoming.url ?? '', 'http://any.example');
      if (url === null || !path.test(url.pathname)) return false;
      // A connection that breaks meanwhile is no failure of the server's.
      socket.on('error', () => socket.destroy());
      void answer(url, incoming, socket, head, address);
      return true;
    },
  };

  async function answer(url: URL, incoming: IncomingMessage, socket: Duplex, head: Buffer, address: string) {
    try {
      const query = Parameters.fromPairs(url.searchParams);
      const tallies: Tally[] = [];
      const header = (name: string) => [incoming.headers[name]].flat()[0];
      const name = askedStream(url.pathname, query);
      const first = streamNamed(name);
      const scopes = first === undefined ? scopesOfAny : scopesOf(first);
      const caller = await admitStream(deps, { address, header, query, tallies }, scopes);
      if (name !== undefined && first === undefined) throw new ApiError(404, 'Unknown stream type');
      server.handleUpgrade(incoming, socket, head, (webSocket) => listen(webSocket, caller, first));
    } catch (error) {
      refuse(socket, error);
    }
  }

  function listen(webSocket: WebSocket, caller: StreamCaller, first: StreamName | undefined): void {
    const streams = new Set<StreamName>(first === undefined ? [] : [first]);
    let isAlive = true;
    let messages = 0;
    const heart = setInterval(() => {
      if (!isAlive) return webSocket.terminate();
      isAlive = false;
      messages = 0;
      webSocket.ping();
    }, HEARTBEAT);
    const sendBytes = (bytes: Buffer) => {
      if (webSocket.bufferedAmount > MOST_UNREAD) webSocket.terminate();
      else webSocket.send(bytes, { binary: false });
    };
    const send = (message: object) => sendBytes(Buffer.from(JSON.stringify(message)));
    const listener: Listener = {
      ...caller,
      streams,
      tell: (stream, event) => sendBytes(bytesOf(stream, event)),
      end: () => webSocket.close(RESTART),
    };
    const callOff = endAt(caller.token.expiresAt, () => webSocket.close(RESTART));
    webSocket.on('pong', () => {
      isAlive = true;
    });
    webSocket.on('error', () => webSocket.terminate());
    webSocket.on('close', () => {
      clearInterval(heart);
      callOff();
      hub.remove(listener);
    });
    webSocket.on('message', (data) => {
      messages += 1;
      if (messages > MOST_MESSAGES) return webSocket.terminate();
      const problem = obey(String(data), streams, caller.token.scopes);
      if (problem !== undefined) send(problem);
    });
    const refused = hub.add(listener);
    if (refused !== undefined) webSocket.close(refused === 'ending' ? RESTART : 1008, refusalOf(refused).message);
  }
}

const written = new WeakMap<StreamEvent, Map<StreamName, Buffer>>();

/** What all who listen to one stream are sent: written once, as there may be thousands. */
function bytesOf(stream: StreamName, event: StreamEvent): Buffer {
  const known = written.get(event) ?? new Map<StreamName, Buffer>();
  written.set(event, known);
  const bytes = known.get(stream) ?? Buffer.from(JSON.stringify({ stream: [stream], ...event }));
  known.set(stream, bytes);
  return bytes;
}

/** Does what a message says; the answer when it cannot be done. */
function obey(text: string, streams: Set<StreamName>, scopes: readonly string[]): object | undefined {
  const message = parse(text);
  const name = streamNamed(message?.stream);
  if (message === undefined || (message.type !== 'subscribe' && message.type !== 'unsubscribe')) {
    return { error: 'A message must be {"type":"subscribe","stream":NAME}, or "unsubscribe"', status: 400 };
  }
  if (name === undefined) return { error: 'Unknown stream type', status: 400 };
  if (message.type === 'unsubscribe') {
    streams.delete(name);
    return undefined;
  }
  if (!scopesOf(name).some((scope) => scopes.includes(scope))) {
    return { error: 'This action is outside the authorized scopes', status: 403 };
  }
  streams.add(name);
  return undefined;
}

function parse(text: string): { readonly type?: unknown; readonly stream?: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The same words as the methods have, before anything was upgraded. */
function refuse(socket: Duplex, error: unknown): void {
  const { status, message, headers } = judge(error);
  const body = JSON.stringify({ error: message });
  const lines = [
    `HTTP/1.1 ${status} ${status === 401 ? 'Unauthorized' : 'Refused'}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
}

function judge(error: unknown): { status: number; message: string; headers: Readonly<Record<string, string>> } {
  if (error instanceof ApiError) return error;
  if (error instanceof TooManyRequests) return { status: 429, message: 'Too many requests', headers: {} };
  return { status: 503, message: 'The server cannot answer now', headers: { 'Retry-After': '5' } };
}
