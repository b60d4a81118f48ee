import { execFile, execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import autocannon from 'autocannon';

export interface BenchRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Measured {
  readonly requestsPerSecond: number;
  readonly failed: number;
}

export const CONNECTIONS = 32;

const hasWrk = (() => {
  try {
    execFileSync('wrk', ['--version'], { stdio: 'ignore' });
    return true;
  } catch (error) {
    // wrk exits with 1 after printing its version; only its absence counts.
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
})();

export const loadTool: string = hasWrk ? 'wrk' : 'autocannon';

/** Sends a list of requests in turn, again and again, over 32 connections for some seconds. */
export async function load(
  url: string,
  requests: readonly BenchRequest[],
  seconds: number,
  folder: string,
): Promise<Measured> {
  return hasWrk ? loadByWrk(url, requests, seconds, folder) : loadByAutocannon(url, requests, seconds);
}

async function loadByWrk(
  url: string,
  requests: readonly BenchRequest[],
  seconds: number,
  folder: string,
): Promise<Measured> {
  const quote = (text: string) => `"${text.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\r', '\\r')}"`;
  const table = requests.map((request) => {
    const headers = Object.entries(request.headers).map(([name, value]) => `[${quote(name)}]=${quote(value)}`);
    return `wrk.format(${quote(request.method)}, ${quote(request.path)}, {${headers.join(',')}}, ${request.body === undefined ? 'nil' : quote(request.body)})`;
  });
  // Lua limits the constants of one function, so a long list is read line by line instead.
  const lines = join(folder, 'requests.txt');
  const script = join(folder, 'requests.lua');
  await writeFile(lines, table.map((line) => `return ${line}`).join('\n'));
  await writeFile(
    script,
    `local list, i = {}, 0
init = function() for line in io.lines(${quote(lines)}) do list[#list + 1] = loadstring(line)() end end
request = function() i = i % #list + 1 return list[i] end`,
  );
  const { stdout } = await promisify(execFile)('wrk', ['-t1', `-c${CONNECTIONS}`, `-d${seconds}s`, '-s', script, url]);
  const perSecond = /Requests\/sec:\s*([\d.]+)/.exec(stdout)?.[1];
  const failed = /Non-2xx or 3xx responses:\s*(\d+)/.exec(stdout)?.[1];
  return { requestsPerSecond: Number(perSecond), failed: Number(failed ?? 0) };
}

async function loadByAutocannon(url: string, requests: readonly BenchRequest[], seconds: number): Promise<Measured> {
  const result = await autocannon({
    url,
    connections: CONNECTIONS,
    duration: seconds,
    requests: requests.map((request) => ({ ...request, headers: { ...request.headers } })),
  });
  return { requestsPerSecond: result.requests.average, failed: result.non2xx };
}
