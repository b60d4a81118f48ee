/**
 * Builds the container's image by hand, where no engine runs: each stage of the Dockerfile in a clean folder of its own,
 * with its own copies and commands; then starts what the image starts, asks by its own health check, and stops it as an
 * engine does. Run by `npm run check`.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, dirname, join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isInContext } from './container/build-context.ts';
import { execForm, type Instruction, readStages } from './container/read-dockerfile.ts';
import { freePort } from './package/command.ts';
import { demand, root, say } from './package/tools.ts';

const folder = mkdtempSync(join(tmpdir(), 'mastodoor-image-'));
const stages = readStages();

/** The Node of the clone, which a test keeps the same as the base's. What was fetched for the clone is not fetched again. */
const environment = {
  ...process.env,
  PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}`,
  npm_config_prefer_offline: 'true',
};

/** Where a path of a stage is on this machine. */
function inStage(stage: string, path: string): string {
  return join(folder, stage, path);
}

function copy({ flags, text }: Instruction, stage: string, workingFolder: string): void {
  const paths = text.split(/\s+/);
  const target = join(workingFolder, paths.pop() ?? '');
  for (const source of paths) {
    const from = flags.from === undefined ? join(root, source) : inStage(flags.from, source);
    // A folder is copied by its content, a file into the folder.
    const to = statSync(from).isDirectory() ? target : join(target, basename(source));
    const filter = (path: string) => flags.from !== undefined || isInContext(relative(root, path));
    cpSync(from, to, { recursive: true, filter });
    demand(to.startsWith(inStage(stage, '')), `${text} leaves its stage`);
  }
}

function build(stage: string, instructions: readonly Instruction[], isLast: boolean): string {
  let workingFolder = inStage(stage, '/');
  for (const instruction of instructions) {
    if (instruction.keyword === 'WORKDIR') {
      workingFolder = inStage(stage, instruction.text);
      mkdirSync(workingFolder, { recursive: true });
    } else if (instruction.keyword === 'COPY') {
      copy(instruction, stage, workingFolder);
    } else if (instruction.keyword === 'RUN' && instruction.text === 'npm ci --ignore-scripts') {
      // The clone has the very same from the very same lock.
      symlinkSync(join(root, 'node_modules'), join(workingFolder, 'node_modules'));
    } else if (instruction.keyword === 'RUN' && !isLast) {
      const { status } = spawnSync('sh', ['-c', instruction.text], {
        cwd: workingFolder,
        env: environment,
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      demand(status === 0, `RUN ${instruction.text} ended with ${status}`);
    }
  }
  return workingFolder;
}

function only(instructions: readonly Instruction[], keyword: string): string {
  const found = instructions.filter((instruction) => instruction.keyword === keyword);
  demand(found.length === 1, `The image has ${found.length} lines ${keyword}`);
  return found[0]?.text ?? '';
}

async function proveItRuns(image: readonly Instruction[], workingFolder: string): Promise<void> {
  const variables = image
    .filter(({ keyword }) => keyword === 'ENV')
    .map(({ text }) => [text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1)] as const);
  const env = {
    ...environment,
    ...Object.fromEntries(variables),
    HOST: '127.0.0.1',
    PORT: String(await freePort()),
    DATABASE_URL: `sqlite:${join(folder, 'data', 'mastodoor.db')}`,
  };
  const [program = '', ...words] = execForm(only(image, 'CMD')) ?? [];
  const [checker = '', ...question] = execForm(only(image, 'HEALTHCHECK').replace(/^CMD\s+/, '')) ?? [];
  const isHealthy = () => spawnSync(checker, question, { env, cwd: workingFolder }).status === 0;

  demand(!isHealthy(), 'The health check finds a server where none runs');
  const server = spawn(program, words, { cwd: workingFolder, env, stdio: 'ignore' });
  const ended = once(server, 'exit');
  try {
    const deadline = performance.now() + 30_000;
    while (!isHealthy()) {
      demand(server.exitCode === null, 'The server of the image ended at once');
      demand(performance.now() < deadline, 'The server of the image was not healthy within 30 seconds');
      await sleep(200);
    }
  } finally {
    server.kill('SIGTERM');
  }
  const [code] = await ended;
  demand(code === 0, `The server of the image ended with ${code}`);
}

try {
  let image = '';
  for (const [index, { name, instructions }] of stages.entries()) {
    image = build(name ?? 'image', instructions, index === stages.length - 1);
  }
  await proveItRuns(stages.at(-1)?.instructions ?? [], image);
  say('The image, built by hand, serves, is found healthy, and stops with 0');
} finally {
  rmSync(folder, { recursive: true, force: true });
}
