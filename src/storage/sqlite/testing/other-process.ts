import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** For tests: a process that holds the write lock of a file until it is released. */
export async function lockFromOtherProcess(path: string): Promise<{ readonly release: () => Promise<void> }> {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', holdLock, path], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return {
    release: async () => {
      const exit = once(child, 'exit');
      child.stdin.end();
      await exit;
    },
  };
}

const holdLock = `
  import { DatabaseSync } from 'node:sqlite';
  const database = new DatabaseSync(process.argv[1]);
  database.exec('begin immediate');
  process.stdout.write('locked');
  process.stdin.on('end', () => database.exec('rollback')).resume();
`;

/** For tests: runs a module in a process that kills itself at the end, without closing anything. */
export async function runAndKill(source: string, ...args: readonly string[]): Promise<void> {
  const script = `${source}\nprocess.kill(process.pid, 'SIGKILL');`;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', script, ...args], {
    stdio: 'inherit',
  });
  const [, signal] = await once(child, 'exit');
  if (signal !== 'SIGKILL') throw new Error('The process ended before its work was done');
}
