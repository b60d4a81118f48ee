import { readFile } from 'node:fs/promises';
import type { IncomingMessage, Server } from 'node:http';

/** What one connection may take: its time in milliseconds, its headers in bytes. */
export const connectionLimits = {
  /** From the connection, or the end of the answer before, to the last line of the headers. */
  headersTimeout: 10_000,
  /** The same to the last byte of the body. */
  requestTimeout: 30_000,
  /** How often these two are looked after. */
  connectionsCheckingInterval: 2000,
  /** Between an answer and the next request; longer than the minute for which proxies keep theirs. */
  keepAliveTimeout: 65_000,
  /** Of all headers of a request together. */
  maxHeaderSize: 16_384,
} as const;

/** A connection on which nothing moves for so long is let go, such as that of a client that never reads its answers. */
const LONGEST_STILLNESS = 120_000;

/** Files that the server needs beside connections of clients: the database, the log, mail servers, name resolution. */
const OWN_FILES = 256;

/** Between two warnings, in milliseconds. */
const LONGEST_QUIET = 60_000;

/**
 * Keeps a server from running out of files, after which it could open none for its own work: connections beyond what the system
 * allows it are closed as soon as they come.
 * @param onRefused is told from time to time how many were, since it was told last
 */
export async function boundConnections(
  server: Server<typeof IncomingMessage>,
  onRefused: (count: number) => void,
): Promise<void> {
  server.setTimeout(LONGEST_STILLNESS);
  const files = await openFilesAllowed();
  if (files !== undefined) server.maxConnections = mostConnections(files);
  let refused = 0;
  let told = Number.NEGATIVE_INFINITY;
  server.on('drop', () => {
    refused += 1;
    if (performance.now() - told < LONGEST_QUIET) return;
    told = performance.now();
    onRefused(refused);
    refused = 0;
  });
}

/** How many connections a process takes that may open so many files; half of them where they are few. */
export function mostConnections(files: number): number {
  return Math.max(files - OWN_FILES, Math.floor(files / 2));
}

/** Node raises the soft limit to the hard one when it starts. Undefined where the system does not say. */
async function openFilesAllowed(): Promise<number | undefined> {
  const limits = await readFile('/proc/self/limits', 'utf8').catch(() => '');
  const files = /^Max open files +(\d+)/m.exec(limits)?.[1];
  return files === undefined ? undefined : Number(files);
}
