/**
 * Proves the package as others get it: built, packed, installed into an empty project outside the clone, compiled by a
 * strict TypeScript project, used by a JavaScript one, its command run there. Run by `npm run check`.
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { costOf } from './package/measure.ts';

const root = join(import.meta.dirname, '..');
const bin = (name: string) => join(root, 'node_modules/.bin', name);
const folder = mkdtempSync(join(tmpdir(), 'mastodoor-packed-'));
const run = (command: string, arguments_: readonly string[], cwd: string) =>
  execFileSync(command, arguments_, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
const say = (words: string) => process.stdout.write(`${words}\n`);
const demand = (holds: boolean, words: string) => {
  if (!holds) throw new Error(words);
};

try {
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  run('npm', ['run', '--silent', 'build'], root);
  run(bin('publint'), ['--strict'], root);
  const [packed] = JSON.parse(run('npm', ['pack', '--json', '--pack-destination', folder], root)) as [
    { filename: string; size: number; unpackedSize: number; files: { path: string }[] },
  ];
  const tarball = join(folder, packed.filename);
  checkFiles(packed.files.map(({ path }) => path));
  checkSubpaths();
  run(bin('attw'), ['--profile', 'esm-only', '--no-emoji', '--format', 'table-flipped', tarball], root);
  install(tarball);
  compile();
  run(process.execPath, ['consumer.mjs', join(folder, 'consumer.db')], folder);
  const command = join(folder, 'node_modules/.bin/mastodoor');
  demand(run(process.execPath, [command, '--help'], folder).includes('serve'), 'The command does not offer to serve');
  await proveItServes(command);
  proveOldNodeIsTold(command);
  report(packed);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function checkFiles(paths: readonly string[]): void {
  const stray = paths.filter((path) => /\.test\.|\/test-|\/testing\/|fixtures|mastodon\/dialect/.test(path));
  demand(stray.length === 0, `The package holds what is only for tests: ${stray.join(', ')}`);
  const top = new Set(paths.map((path) => path.split('/')[0]));
  const expected = ['CHANGELOG.md', 'LICENSE', 'README.md', 'dist', 'package.json'];
  demand(String([...top].sort()) === String(expected), `The package holds ${[...top].sort().join(', ')}`);
}

/** Each entry point is a subpath, and each subpath is there. */
function checkSubpaths(): void {
  const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    exports: Record<string, unknown>;
  };
  const declared = Object.keys(exports).filter((path) => path !== './package.json');
  const files = globSync('*.ts', { cwd: join(root, 'src/exports') })
    .filter((file) => !file.endsWith('.test.ts'))
    .map((file) => (file === 'index.ts' ? '.' : `./${file.slice(0, -3)}`));
  demand(String(declared.sort()) === String(files.sort()), `Subpaths ${declared} are not the entry points ${files}`);
}

function install(tarball: string): void {
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true, type: 'module' }));
  run('npm', ['install', '--silent', '--no-audit', '--no-fund', tarball, 'hono'], folder);
  demand(!existsSync(join(folder, 'node_modules/pg')), 'The optional peer pg was installed');
}

function compile(): void {
  for (const file of ['consumer.ts', 'consumer.mjs'])
    copyFileSync(join(root, 'tools/package', file), join(folder, file));
  const compilerOptions = {
    target: 'es2024',
    module: 'nodenext',
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    verbatimModuleSyntax: true,
    noEmit: true,
    // The types of Node, as such a project has them.
    typeRoots: [join(root, 'node_modules/@types')],
    types: ['node'],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['consumer.ts'] }));
  run(bin('tsc'), ['-p', '.'], folder);
}

async function proveItServes(command: string): Promise<void> {
  const port = 20_000 + (process.pid % 20_000);
  const child = spawn(process.execPath, [command, 'serve'], {
    cwd: folder,
    env: { ...process.env, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  try {
    for (let tries = 0; tries < 100; tries += 1) {
      const response = await fetch(`http://127.0.0.1:${port}/api/v2/instance`).catch(() => undefined);
      if (response?.ok) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('The installed server did not answer');
  } finally {
    child.kill('SIGTERM');
    await new Promise((resolve) => child.once('exit', resolve));
  }
}

/** With the oldest Node that this machine has, or with one that only says so. */
function proveOldNodeIsTold(command: string): void {
  const old = (process.env.PATH ?? '')
    .split(':')
    .map((path) => join(path, 'node'))
    .find((path) => existsSync(path) && Number(run(path, ['-p', 'process.versions.node.split(".")[0]'], folder)) < 24);
  const pretend = 'data:text/javascript,Object.defineProperty(process.versions,"node",{value:"20.0.0"})';
  const words = old === undefined ? ['--import', pretend, command, 'serve'] : [command, 'serve'];
  const { status, stderr } = spawnSync(old ?? process.execPath, words, { cwd: folder, encoding: 'utf8' });
  demand(
    status === 1 && stderr.trim().split('\n').length === 1,
    `An old Node is told this, with status ${status}:\n${stderr}`,
  );
  say(`An old Node (${old ?? 'pretended'}) is told: ${stderr.trim()}`);
}

function report(packed: { readonly size: number; readonly unpackedSize: number }): void {
  const packages = run('npm', ['ls', '--all', '--parseable'], folder).trim().split('\n').length - 1;
  const megabytes = Number(run('du', ['-sk', join(folder, 'node_modules')], folder).split('\t')[0]) / 1000;
  const nothing = costOf('0', folder);
  const core = costOf("await import('mastodoor')", folder);
  const hono = costOf("await import('hono')", folder);
  say(
    `Packed ${kilo(packed.size)}, unpacked ${kilo(packed.unpackedSize)}; installed ${megabytes.toFixed(1)} MB in ${packages} packages.`,
  );
  say(
    `Importing the core: ${core.milliseconds.toFixed(0)} ms (${(core.milliseconds / hono.milliseconds).toFixed(1)} × hono alone), ` +
      `${(core.megabytes - nothing.megabytes).toFixed(0)} MB over an empty process (hono alone ${(hono.megabytes - nothing.megabytes).toFixed(0)}).`,
  );
}

function kilo(bytes: number): string {
  return `${(bytes / 1000).toFixed(0)} kB`;
}
