import { execFileSync } from 'node:child_process';

/** What a fresh process takes to run a line of JavaScript: the median of several. */
export interface Cost {
  readonly milliseconds: number;
  readonly megabytes: number;
}

const ROUNDS = 5;

/** Time and memory of importing something, in a folder where it is installed. */
export function costOf(line: string, folder: string): Cost {
  const program = `const from = performance.now(); ${line}; console.log(performance.now() - from, process.memoryUsage().rss / 1e6)`;
  const runs = Array.from({ length: ROUNDS }, () =>
    execFileSync(process.execPath, ['--input-type=module', '-e', program], { cwd: folder, encoding: 'utf8' })
      .split(' ')
      .map(Number),
  );
  const median = (index: number) =>
    runs.map((run) => run[index] ?? 0).sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0;
  return { milliseconds: median(0), megabytes: median(1) };
}
