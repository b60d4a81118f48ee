import { readdirSync, readFileSync } from 'node:fs';

/** Processor time that a process has used with all its threads, in microseconds; undefined where there is no `/proc`. */
export function cpuTimeOf(pid: number | undefined): number | undefined {
  if (pid === undefined) return undefined;
  try {
    let nanoseconds = 0;
    // The scheduler counts in nanoseconds, where /proc/PID/stat has hundredths of a second.
    for (const thread of readdirSync(`/proc/${pid}/task`)) {
      nanoseconds += Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ', 1)[0]);
    }
    return nanoseconds / 1000;
  } catch {
    return undefined;
  }
}

/** Memory of a process in MiB: what is resident now, and what was at most. */
export function memoryOf(pid: number): { readonly now: number; readonly peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const read = (name: string) => Number(new RegExp(`^${name}:\\s*(\\d+) kB`, 'm').exec(status)?.[1]) / 1024;
  return { now: read('VmRSS'), peak: read('VmHWM') };
}
