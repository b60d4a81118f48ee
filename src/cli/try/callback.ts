import { createServer } from 'node:http';

/** Where the browser brings the answer: a port of this machine that lives as long as the question (RFC 8252 §7.3). */
export interface Callback {
  readonly redirectUri: string;
  /** The answer's parameters, when a browser brought them. */
  readonly arrival: Promise<URLSearchParams>;
  close(): void;
}

const page = (words: string) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>Mastodoor</title><p>${words}</p></html>`;

const headers = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': "default-src 'none'",
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
  Connection: 'close',
};

/** Opens a listener on the loopback interface only. */
export async function openCallback(): Promise<Callback> {
  const { promise: arrival, resolve } = Promise.withResolvers<URLSearchParams>();
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const isAnswer = pathname === '/' && (searchParams.has('code') || searchParams.has('error'));
    response.writeHead(isAnswer ? 200 : 404, headers);
    response.end(
      page(isAnswer ? 'The answer reached your terminal. You can close this page.' : 'Nothing here.'),
      () => {
        if (isAnswer) resolve(searchParams);
      },
    );
  });
  const port = await new Promise<number>((listening, failed) => {
    server.once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const bound = server.address();
      listening(typeof bound === 'object' && bound !== null ? bound.port : 0);
    });
  });
  return {
    redirectUri: `http://127.0.0.1:${port}/`,
    arrival,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
