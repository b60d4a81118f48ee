import { ApiError } from '../../http/api-error.ts';
import type { Incoming } from '../../http/incoming.ts';
import type { Reply } from '../../http/reply.ts';
import type { SocialDeps } from '../social-deps.ts';
import { admitStream } from './admit-stream.ts';
import type { Listener, StreamHub } from './stream-hub.ts';
import { askedStream, scopesOf, streamNamed } from './stream-names.ts';

/** Milliseconds between signs of life: proxies close what is silent for a minute. */
const HEARTBEAT = 15_000;

/** Unread bytes beyond which a listener does not keep up and is let go. */
const MOST_UNREAD = 1024 * 1024;

/** `GET /api/v1/streaming/…`: one stream as server-sent events. */
export const answerEventStream =
  (deps: SocialDeps, hub: StreamHub) =>
  async (request: Incoming): Promise<Reply> => {
    const name = streamNamed(askedStream(request.path, request.query));
    const caller = await admitStream(deps, request, name === undefined ? scopesOf('user') : scopesOf(name));
    if (name === undefined) throw new ApiError(404, 'Unknown stream type');
    const headers = {
      'Content-Type': 'text/event-stream; charset=utf-8',
      // The token may stand in the query, and nobody may keep what it opened.
      'Cache-Control': 'no-store',
      // Proxies that gather an answer before they pass it on would hold the events back.
      'X-Accel-Buffering': 'no',
    };
    // The body of a HEAD request is dropped unread, and its stream would never be let go.
    if (request.method === 'HEAD') return { status: 200, headers, body: null };
    return { status: 200, headers, body: open(hub, { ...caller, streams: new Set([name]) }) };
  };

function open(
  hub: StreamHub,
  caller: Pick<Listener, 'person' | 'token' | 'streams' | 'stillMay'>,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  let controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>;
  let heart: ReturnType<typeof setInterval> | undefined;
  let callOff = () => {};
  const stop = () => {
    clearInterval(heart);
    callOff();
    hub.remove(listener);
  };
  const end = () => {
    stop();
    try {
      controller.close();
    } catch {
      // The other side was faster.
    }
  };
  const send = (text: string) => {
    const bytes = encoder.encode(text);
    if ((controller.desiredSize ?? 0) >= bytes.byteLength) return controller.enqueue(bytes);
    stop();
    // What is unread would wait with its connection for a reader who may never come.
    controller.error(new Error('The client does not read its stream'));
  };
  const listener: Listener = {
    ...caller,
    tell: (_, { event, payload }) => send(`event: ${event}\ndata: ${payload}\n\n`),
    end,
  };
  const refused = hub.add(listener);
  if (refused !== undefined) throw refusalOf(refused);
  return new ReadableStream(
    {
      start: (given) => {
        controller = given;
        heart = setInterval(() => send(':thump\n'), HEARTBEAT);
        callOff = endAt(caller.token.expiresAt, end);
        send(':)\n');
      },
      cancel: stop,
    },
    { highWaterMark: MOST_UNREAD, size: (chunk) => chunk.byteLength },
  );
}

const encoder = new TextEncoder();

/** What an app is told that may not listen. */
export function refusalOf(reason: 'too many' | 'ending'): ApiError {
  return reason === 'too many'
    ? new ApiError(429, 'This token has too many streams open')
    : new ApiError(503, 'The server is about to stop', { headers: { 'Retry-After': '5' } });
}

/** Longer than this no timer can wait; what is left is then waited for. */
const LONGEST_WAIT = 2 ** 31 - 1;

/** Ends something when its token's time is over; the answer calls that off. */
export function endAt(expiresAt: number | undefined, end: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const wait = (until: number) => {
    const left = until - Date.now();
    timer = setTimeout(
      left > LONGEST_WAIT ? () => wait(until) : end,
      Math.min(Math.max(0, left), LONGEST_WAIT),
    ).unref();
  };
  if (expiresAt !== undefined) wait(expiresAt);
  return () => clearTimeout(timer);
}
