import { Agent, request as httpRequest } from 'node:http';
import type { BenchRequest } from './load.ts';

/** Requests a second: far from what a server can do, so that what is measured is how long one waits. */
const RATE = 100;

/**
 * Sends requests at an even pace, whether or not the ones before were answered, and resolves to how long 99 of 100 took at the
 * most, in milliseconds.
 */
export async function pacedP99(url: string, request: BenchRequest, seconds: number): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  const taken: number[] = [];
  const sent: Promise<void>[] = [];
  const start = performance.now();
  for (let index = 0; index < RATE * seconds; index += 1) {
    const due = start + (index * 1000) / RATE;
    const early = due - performance.now();
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
    // Counted from when it should have been sent, so that a late one is not forgiven.
    sent.push(send(url, request, agent).then(() => void taken.push(performance.now() - due)));
  }
  await Promise.all(sent);
  agent.destroy();
  return taken.toSorted((one, other) => one - other)[Math.floor(taken.length * 0.99)] ?? Number.NaN;
}

function send(url: string, { method, path, headers }: BenchRequest, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const sending = httpRequest(new URL(path, url), { method, headers: { ...headers }, agent }, (answer) => {
      if (answer.statusCode !== 200) reject(new Error(`${path} was answered with ${answer.statusCode}`));
      answer.resume().on('end', resolve);
    });
    sending.on('error', reject).end();
  });
}
