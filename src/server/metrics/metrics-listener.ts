import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Metrics } from './metrics.ts';

/** Where metrics are read. */
export interface MetricsListener {
  /** The real port when the setting was 0. */
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Answers `GET /metrics` on a port of its own, so that what tells of the server is not in reach of those who use it. Scrapes
 * that come at once share one reading, and one that fails is told so without touching anything else.
 */
export async function listenForScrapes(
  metrics: Pick<Metrics, 'contentType' | 'render'>,
  where: { readonly host: string; readonly port: number },
): Promise<MetricsListener> {
  let reading: Promise<string> | undefined;
  const read = (): Promise<string> => {
    reading ??= metrics.render().finally(() => {
      reading = undefined;
    });
    return reading;
  };
  const server = createServer({ headersTimeout: 5000, requestTimeout: 5000, maxHeaderSize: 8192 }, (asked, answer) => {
    void respond(asked, answer, metrics.contentType, read);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(where.port, where.host, resolve);
  });
  return { port: portOf(server, where.port), close: () => close(server) };
}

async function respond(
  asked: IncomingMessage,
  answer: ServerResponse,
  contentType: string,
  read: () => Promise<string>,
): Promise<void> {
  asked.resume();
  const [path] = (asked.url ?? '').split('?', 1);
  if (path !== '/metrics') {
    answer.writeHead(404, { 'Content-Type': 'text/plain' }).end('The metrics are at /metrics\n');
    return;
  }
  if (asked.method !== 'GET' && asked.method !== 'HEAD') {
    answer.writeHead(405, { Allow: 'GET, HEAD' }).end();
    return;
  }
  try {
    const text = await read();
    answer.writeHead(200, { 'Content-Type': contentType, 'Cache-Control': 'no-store' }).end(text);
  } catch {
    answer.writeHead(503, { 'Content-Type': 'text/plain', 'Retry-After': '5' }).end('The metrics cannot be read\n');
  }
}

function portOf(server: Server, asked: number): number {
  const bound = server.address();
  return typeof bound === 'object' && bound !== null ? bound.port : asked;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
