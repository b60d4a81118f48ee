import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Answer } from '../http/to-response.ts';
import { closeAfterBody } from './after-body.ts';

/** How long a body that nobody wants may go on after its answer, in milliseconds: a client reads its answer first. */
const PATIENCE = 500;

/** Sends an answer through `node:http`. */
export async function sendAnswer(
  { status, headers, cookies, body }: Answer,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  closeAfterBody(incoming, outgoing);
  if (!incoming.complete) outgoing.once('finish', () => letRunOut(incoming));
  if (body !== null && typeof body === 'object' && !(body instanceof Uint8Array)) {
    outgoing.writeHead(status, withCookies(headers, cookies)).flushHeaders();
    // Ends with the connection, and ends what is read with it; that a client went away is no failure.
    await pipeline(Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]), outgoing).catch(() => {});
    return;
  }
  const length = body === null ? 0 : Buffer.byteLength(body);
  const lines = withCookies(headers, cookies);
  // RFC 9110 §8.6: no length where there can be no content.
  if (status !== 204 && status !== 304) lines['Content-Length'] = String(length);
  outgoing.writeHead(status, lines);
  if (body === null) outgoing.end();
  // Text of as many bytes as characters is ASCII, which is written as it stands.
  else if (typeof body === 'string' && length === body.length) outgoing.end(body, 'latin1');
  else outgoing.end(body);
}

function withCookies(headers: Answer['headers'], cookies: Answer['cookies']): Record<string, string | string[]> {
  const lines: Record<string, string | string[]> = headers as Record<string, string>;
  if (cookies !== undefined && cookies.length > 0) lines['Set-Cookie'] = [...cookies];
  return lines;
}

/** Reads what is left of a body and forgets it; the connection ends where that takes long. */
function letRunOut(incoming: IncomingMessage): void {
  if (incoming.complete || incoming.destroyed) return;
  const end = setTimeout(() => incoming.destroy(), PATIENCE).unref();
  incoming.once('close', () => clearTimeout(end));
  incoming.resume();
}
