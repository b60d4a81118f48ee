import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { BenchRequest, Sent } from './load.ts';

/** Sends a list of requests in turn with `wrk`. */
export async function loadByWrk(
  url: string,
  requests: readonly BenchRequest[],
  { seconds, folder, connections }: { readonly seconds: number; readonly folder: string; readonly connections: number },
): Promise<Sent> {
  // Lua limits the constants of one function, so a long list is read line by line.
  const lines = join(folder, 'requests.txt');
  await writeFile(lines, requests.map((request) => `return ${formatted(request)}`).join('\n'));
  const script = `local list, i = {}, 0
init = function() for line in io.lines(${quote(lines)}) do list[#list + 1] = loadstring(line)() end end
request = function() i = i % #list + 1 return list[i] end`;
  const printed = await runWrk(url, script, { seconds, folder, threads: 1, connections });
  return readSent(printed);
}

/** Runs a script of Lua for `wrk`, and resolves to what it printed. */
export async function runWrk(
  url: string,
  script: string,
  how: { readonly seconds: number; readonly folder: string; readonly threads: number; readonly connections: number },
): Promise<string> {
  const path = join(how.folder, 'wrk.lua');
  await writeFile(path, script);
  const counts = [`-t${how.threads}`, `-c${how.connections}`, `-d${how.seconds}s`];
  const { stdout } = await promisify(execFile)('wrk', [...counts, '-s', path, url]);
  return stdout;
}

/** Text as a literal of Lua. */
export function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\r', '\\r')}"`;
}

function formatted({ method, path, headers, body }: BenchRequest): string {
  const table = Object.entries(headers).map(([name, value]) => `[${quote(name)}]=${quote(value)}`);
  return `wrk.format(${quote(method)}, ${quote(path)}, {${table.join(',')}}, ${body === undefined ? 'nil' : quote(body)})`;
}

function readSent(printed: string): Sent {
  const number = (pattern: RegExp) => Number(pattern.exec(printed)?.[1] ?? 0);
  const broken = /Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)/.exec(printed)?.slice(1) ?? [];
  return {
    requests: number(/(\d+) requests in/),
    perSecond: number(/Requests\/sec:\s*([\d.]+)/),
    failed: number(/Non-2xx or 3xx responses:\s*(\d+)/) + broken.reduce((sum, count) => sum + Number(count), 0),
  };
}
