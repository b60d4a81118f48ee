import { readdirSync, readFileSync } from 'node:fs';

const KIBIBYTES_PER_MEBIBYTE = 1024;

/** What a process holds now. Linux only. */
export interface ProcessFigures {
  /** Resident memory in MiB. */
  readonly memory: number;
  /** Open files, connections among them. */
  readonly files: number;
}

/** Looks at a process in `/proc`. */
export function figuresOf(pid: number): ProcessFigures {
  const kibibytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return { memory: Number(kibibytes) / KIBIBYTES_PER_MEBIBYTE, files: readdirSync(`/proc/${pid}/fd`).length };
}

/** The value below which `share` of the values are. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** A figure as reports show it. */
export function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
