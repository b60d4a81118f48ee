import { Agent, get } from 'node:http';

/** Answers of checks in the order in which they were sent; times in milliseconds. */
export interface Timed {
  readonly times: readonly number[];
  readonly failed: number;
}

/**
 * Checks tokens over a few connections, each of which waits for its answer before it sends the next: the time of one
 * answer, with next to no queue.
 * @param pause milliseconds between an answer and the next check of a connection
 */
export async function checkOneByOne(
  port: number,
  secrets: Iterable<string>,
  { connections = 1, pause = 0 }: { connections?: number; pause?: number } = {},
): Promise<Timed> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const times: number[] = [];
  let failed = 0;
  const waiting = secrets[Symbol.iterator]();
  const work = async () => {
    for (let next = waiting.next(); next.done !== true; next = waiting.next()) {
      const from = performance.now();
      if ((await check(port, next.value, agent)) !== 200) failed += 1;
      times.push(performance.now() - from);
      if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
    }
  };
  await Promise.all(Array.from({ length: connections }, work));
  agent.destroy();
  return { times, failed };
}

function check(port: number, secret: string, agent: Agent): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const options = {
      ...{ host: '127.0.0.1', port, agent, path: '/api/v1/apps/verify_credentials' },
      headers: { Authorization: `Bearer ${secret}` },
    };
    get(options, (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode));
    }).once('error', reject);
  });
}
