import { execFileSync } from 'node:child_process';
import autocannon from 'autocannon';
import type { Figure } from './job.ts';
import { cpuTimeOf } from './process-usage.ts';
import { loadByWrk } from './wrk.ts';

/** A request as it is sent. */
export interface BenchRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What a tool has sent. */
export interface Sent {
  readonly requests: number;
  readonly perSecond: number;
  readonly failed: number;
}

/** How many connections send at once. */
export const CONNECTIONS = 32;

/** Whether `wrk` is there. */
export const hasWrk: boolean = (() => {
  try {
    execFileSync('wrk', ['--version'], { stdio: 'ignore' });
    return true;
  } catch (error) {
    // wrk exits with 1 after printing its version; only its absence counts.
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
})();

/** The tool that makes the load. */
export const loadTool: string = hasWrk ? 'wrk' : 'autocannon';

/** Sends a list of requests in turn, again and again, for some seconds; over 32 connections unless it says otherwise. */
export async function load(
  target: { readonly url: string; readonly pid: number | undefined },
  requests: readonly BenchRequest[],
  how: { readonly seconds: number; readonly folder: string; readonly connections?: number },
): Promise<Figure & { readonly requests: number }> {
  const { connections = CONNECTIONS } = how;
  const before = cpuTimeOf(target.pid);
  const sent = hasWrk
    ? await loadByWrk(target.url, requests, { ...how, connections })
    : await loadByAutocannon(target.url, requests, how.seconds, connections);
  const after = cpuTimeOf(target.pid);
  const cpu = before === undefined || after === undefined ? undefined : (after - before) / sent.requests;
  return { value: sent.perSecond, requests: sent.requests, failed: sent.failed, cpu };
}

async function loadByAutocannon(
  url: string,
  requests: readonly BenchRequest[],
  seconds: number,
  connections: number,
): Promise<Sent> {
  const result = await autocannon({
    url,
    connections,
    duration: seconds,
    requests: requests.map((request) => ({ ...request, headers: { ...request.headers } })),
  });
  const { total, average } = result.requests;
  return { requests: total, perSecond: average, failed: result.non2xx + result.errors };
}
