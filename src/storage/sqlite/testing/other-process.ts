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
  const { signal } = await run(`${source}\nprocess.kill(process.pid, 'SIGKILL');`, args);
  if (signal !== 'SIGKILL') throw new Error('The process ended before its work was done');
}

/** For tests: runs a module in a process until nothing keeps it alive, and resolves to its exit code. */
export async function runToEnd(source: string, ...args: readonly string[]): Promise<number | null> {
  return (await run(source, args)).code;
}

async function run(source: string, args: readonly string[]) {
  const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', source, ...args], {
    stdio: 'inherit',
    timeout: 30_000,
  });
  const [code, signal] = await once(child, 'exit');
  return { code: code as number | null, signal: signal as NodeJS.Signals | null };
}

/**
 * For tests: a process that commits to a file without a pause until it is stopped. Each commit adds one number to the
 * settings under two keys, `writer-a-…` and `writer-b-…`. Stopping resolves to how many commits there were.
 */
export async function writeFromOtherProcess(path: string): Promise<{ readonly stop: () => Promise<number> }> {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', writeOnAndOn, path], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  await once(child.stdout, 'data');
  return {
    stop: async () => {
      const closed = once(child, 'close');
      child.stdin.end();
      await closed;
      return Number(said.trim().split('\n').at(-1));
    },
  };
}

const writeOnAndOn = `
  import { DatabaseSync } from 'node:sqlite';
  const database = new DatabaseSync(process.argv[1], { timeout: 5000 });
  const add = database.prepare('insert into settings (key, value) values (?, ?)');
  let number = 0;
  let ended = false;
  process.stdin.on('end', () => { ended = true; }).resume();
  const round = () => {
    database.exec('begin immediate');
    for (const half of ['a', 'b']) add.run('writer-' + half + '-' + number, String(number));
    database.exec('commit');
    number += 1;
    if (number === 1) console.log(number);
    if (!ended) return setImmediate(round);
    console.log(number);
    database.close();
  };
  round();
`;
