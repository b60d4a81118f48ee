import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** What a round of checks gave; times in milliseconds. */
export interface Checked {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly failed: number;
}

/** Checks tokens in turn with wrk over some connections for some seconds. */
export async function checkTokens(
  url: string,
  secrets: readonly string[],
  { seconds, connections, folder }: { seconds: number; connections: number; folder: string },
): Promise<Checked> {
  const list = join(folder, 'secrets.txt');
  const script = join(folder, 'checks.lua');
  await writeFile(list, secrets.join('\n'));
  await writeFile(script, luaScript(list));
  const words = ['-t1', `-c${connections}`, `-d${seconds}s`, '-s', script, url];
  const { stdout } = await promisify(execFile)('wrk', words);
  const result = JSON.parse(/^RESULT (.*)$/m.exec(stdout)?.[1] ?? '{}') as Record<string, number>;
  const { requests = 0, duration = 1, p50 = 0, p99 = 0, failed = 0 } = result;
  return { perSecond: requests / (duration / 1e6), p50: p50 / 1000, p99: p99 / 1000, failed };
}

/**
 * Each round goes on where a clock says, so that rounds do not check the same tokens at their beginning. Each request is a
 * text of its own, even for the same token, so that wrk reads as much memory for few tokens as for many.
 */
const luaScript = (list: string) => `
local requests, i = {}, 0
init = function()
  for secret in io.lines(${JSON.stringify(list)}) do
    local headers = { Authorization = "Bearer " .. secret, ["User-Agent"] = string.format("bench/%08d", #requests) }
    requests[#requests + 1] = wrk.format("GET", "/api/v1/apps/verify_credentials", headers)
  end
  i = os.time() * 7919 % #requests
end
request = function() i = i % #requests + 1 return requests[i] end
done = function(summary, latency)
  local errors = summary.errors
  print(string.format('RESULT {"requests":%d,"duration":%d,"p50":%d,"p99":%d,"failed":%d}', summary.requests,
    summary.duration, latency:percentile(50), latency:percentile(99),
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
`;
