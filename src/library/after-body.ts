import type { IncomingMessage, ServerResponse } from 'node:http';

/** How long a connection that is to be closed stays open for the rest of a body after its answer, in milliseconds. */
const PATIENCE = 2000;

/**
 * Answers a client that wants its connection closed before all of its body came, such as one that is too large, so that it
 * can read the answer (RFC 9112 §9.6). Node closes at once: what still arrives makes the system reset the connection, and
 * the client sees that instead. A proxy speaks so to the server behind it unless it is told otherwise.
 */
export function closeAfterBody(incoming: IncomingMessage, outgoing: ServerResponse): void {
  if (outgoing.shouldKeepAlive || incoming.complete) return;
  const { end } = outgoing;
  outgoing.end = function endLater(this: ServerResponse, ...given: unknown[]) {
    outgoing.end = end;
    if (incoming.complete || incoming.destroyed) return Reflect.apply(end, outgoing, given);
    const [chunk, encoding] = given;
    if (typeof chunk === 'string' || chunk instanceof Uint8Array) {
      outgoing.write(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8');
    } else outgoing.flushHeaders();
    const callback = given.find((one) => typeof one === 'function') as (() => void) | undefined;
    const finish = () => {
      clearTimeout(late);
      incoming.off('end', finish).off('close', finish);
      outgoing.end(callback);
    };
    const late = setTimeout(finish, PATIENCE).unref();
    // Who read it has answered, and would hold it up.
    incoming.removeAllListeners('data').once('end', finish).once('close', finish).resume();
    return outgoing;
  } as ServerResponse['end'];
}
