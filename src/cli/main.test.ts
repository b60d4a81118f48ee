import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Starts the program as if this Node were another one. */
function runAs(node: string) {
  const script = `
    Object.defineProperty(process.versions, 'node', { value: '${node}' });
    process.argv = [process.argv[0], 'mastodoor', '--version'];
    import('./main.ts');`;
  return run(process.execPath, ['--input-type=module', '-e', script], { cwd: import.meta.dirname });
}

test('mastodoor refuses an old Node in one line', async () => {
  await assert.rejects(runAs('18.19.0'), (error: Error & { readonly code: number; readonly stderr: string }) => {
    assert.equal(error.code, 1);
    assert.match(error.stderr, /^Mastodoor needs Node\.js 24 or newer, and this is 18\.19\.0: .*\n$/);
    return true;
  });
});

test('mastodoor starts on a newer Node', async () => {
  const { stdout, stderr } = await runAs('26.0.0');
  assert.match(stdout, /^\d+\.\d+\.\d+/);
  assert.equal(stderr, '');
});

test('mastodoor keeps what was compiled beside its own code, where nobody else can write', async () => {
  const script = `
    process.argv = [process.argv[0], 'mastodoor', '--version'];
    await import('./main.ts');
    process.once('exit', () => console.log(process.getBuiltinModule('node:module').getCompileCacheDir()));`;
  const { NODE_COMPILE_CACHE: _, ...env } = process.env;
  const options = { cwd: import.meta.dirname, env };
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], options);
  const folder = await realpath(join(import.meta.dirname, '../../node_modules/.cache/mastodoor'));
  assert.ok((await realpath(stdout.trim().split('\n').at(-1) ?? '')).startsWith(folder), stdout);
});
