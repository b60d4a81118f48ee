import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { openSqliteStore } from '../../src/storage/sqlite/open-sqlite-store.ts';
import type { FullStore } from '../../src/storage/store.ts';
import type { Job } from '../job.ts';
import { addPerson } from '../people.ts';
import { memoryOf } from '../process-usage.ts';
import { endProcess, startServer } from '../processes.ts';
import { readingToken } from './home.ts';

const STREAMS = 1000;

/** Streams that one token may have open. */
const OF_TOKEN = 25;

const MIB = 1024;

/** What a stream that is open and silent takes of the memory, in a server of its own: one that was at work has room left. */
export const streamMemory: Job = {
  name: 'stream-memory',
  title: 'memory of one of 1,000 open streams',
  unit: 'KiB',
  prepare: async (stand) => async (round) => {
    const folder = join(stand.folder, `streams-${round}`);
    await mkdir(folder);
    const server = await startServer(folder, join(folder, 'streams.db'));
    const store = await openSqliteStore({ path: join(folder, 'streams.db') });
    // What the first streams bring with them is not of each.
    const tokens = await tokensFor(store, 2 * STREAMS);
    const first = await openStreams(tokens.splice(0, STREAMS / OF_TOKEN), server.url);
    const before = memoryOf(server.pid).now;
    const more = await openStreams(tokens, server.url);
    const after = memoryOf(server.pid).now;
    for (const socket of [...first, ...more]) socket.terminate();
    await store.close();
    await endProcess(server);
    return { ours: { value: ((after - before) * MIB) / STREAMS } };
  },
};

/** From asking to post until the last of a thousand streams was told. */
export const streamDelay: Job = {
  name: 'stream-delay',
  title: 'a public status, until the last of 1,000 streams is told',
  unit: 'ms',
  prepare: async (stand) => {
    const token = await readingToken(stand.store, await addPerson(stand.store, 'speaker'));
    const post = () =>
      fetch(`${stand.ours.url}/api/v1/statuses`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${token}` },
        body: new URLSearchParams({ status: 'Hello, all' }),
      });
    return async () => {
      const sockets = await openStreams(await tokensFor(stand.store, STREAMS), stand.ours.url);
      const told = Promise.all(sockets.map((socket) => once(socket, 'message')));
      const from = performance.now();
      await (await post()).text();
      await told;
      const took = performance.now() - from;
      for (const socket of sockets) socket.terminate();
      return { ours: { value: took } };
    };
  },
};

/** Tokens for so many streams. What is written to the database beside the server makes it look at the tokens of all that are open. */
async function tokensFor(store: FullStore, streams: number): Promise<string[]> {
  const listener = await addPerson(store, `listener${performance.now().toFixed(0)}`);
  return Promise.all(Array.from({ length: streams / OF_TOKEN }, () => readingToken(store, listener)));
}

async function openStreams(tokens: readonly string[], server: string): Promise<readonly WebSocket[]> {
  const sockets: WebSocket[] = [];
  const url = `${server.replace('http', 'ws')}/api/v1/streaming?stream=public:local`;
  for (const token of tokens) {
    const some = Array.from({ length: OF_TOKEN }, () => new WebSocket(url, [token]));
    await Promise.all(some.map((socket) => once(socket, 'open')));
    sockets.push(...some);
  }
  return sockets;
}
