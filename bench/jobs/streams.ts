import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { Job } from '../job.ts';
import { addPerson } from '../people.ts';
import { memoryOf } from '../process-usage.ts';
import type { Stand } from '../stand.ts';
import { readingToken } from './home.ts';

const STREAMS = 1000;

/** Streams that one token may have open. */
const OF_TOKEN = 25;

const MIB = 1024;

/** What a stream that is open and silent takes of the memory. */
export const streamMemory: Job = {
  name: 'stream-memory',
  title: 'memory of one of 1,000 open streams',
  unit: 'KiB',
  rounds: 1,
  prepare: async (stand) => async () => {
    const before = memoryOf(stand.server.pid).now;
    const sockets = await openStreams(stand);
    const after = memoryOf(stand.server.pid).now;
    for (const socket of sockets) socket.terminate();
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
      const sockets = await openStreams(stand);
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

async function openStreams({ store, ours }: Stand): Promise<readonly WebSocket[]> {
  const sockets: WebSocket[] = [];
  const listener = await addPerson(store, `listener${performance.now().toFixed(0)}`);
  for (let number = 0; number < STREAMS; number += OF_TOKEN) {
    const token = await readingToken(store, listener);
    const url = `${ours.url.replace('http', 'ws')}/api/v1/streaming?stream=public:local`;
    const some = Array.from({ length: OF_TOKEN }, () => new WebSocket(url, [token]));
    await Promise.all(some.map((socket) => once(socket, 'open')));
    sockets.push(...some);
  }
  return sockets;
}
