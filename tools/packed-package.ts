/**
 * Proves the package as others get it: built, packed, installed into an empty project outside the clone, its command
 * run there. Run by `npm run check`.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'mastodoor-packed-'));
const run = (command: string, arguments_: readonly string[], cwd: string) =>
  execFileSync(command, arguments_, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });

try {
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  run('npm', ['run', '--silent', 'build'], root);
  run(join(root, 'node_modules/.bin/publint'), ['--strict'], root);
  run('npm', ['pack', '--silent', '--pack-destination', folder], root);
  const [tarball] = readdirSync(folder);
  if (tarball === undefined) throw new Error('npm pack made no file');
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true, type: 'module' }));
  run('npm', ['install', '--silent', '--no-audit', '--no-fund', join(folder, tarball)], folder);
  const bin = join(folder, 'node_modules/.bin/mastodoor');
  const help = run(process.execPath, [bin, '--help'], folder);
  if (!help.includes('serve')) throw new Error(`The installed command does not offer to serve:\n${help}`);
  await proveItServes(bin);
  process.stdout.write('The packed package installs, explains itself and serves.\n');
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function proveItServes(bin: string): Promise<void> {
  const port = 20_000 + (process.pid % 20_000);
  const child = spawn(process.execPath, [bin, 'serve'], {
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
