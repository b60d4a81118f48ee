import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { loadSecretKeys } from './load-secret-keys.ts';

const ONE = '1'.repeat(32);
const TWO = '2'.repeat(32);

async function emptyFolder(context: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'secret-keys-'));
  context.after(() => rm(folder, { recursive: true }));
  return folder;
}

test('loadSecretKeys() makes a key once, readable by its owner alone, and finds it again (decisions, SECRET_KEY)', async (context) => {
  const folder = join(await emptyFolder(context), 'data');
  const database = join(folder, 'mastodoor.db');
  const made = await loadSecretKeys([], database);
  assert.deepEqual(await loadSecretKeys([], database), made);
  const kept = await readFile(join(folder, 'secret.key'), 'utf8');
  assert.match(kept, /^[A-Za-z0-9_-]{43}\n$/);
  assert.equal((await stat(join(folder, 'secret.key'))).mode & 0o777, 0o600);
  assert.equal((await stat(folder)).mode & 0o777, 0o700);
});

test('loadSecretKeys() reads the same from the key in the file as from that key in the settings', async (context) => {
  const folder = await emptyFolder(context);
  const [made] = await loadSecretKeys([], join(folder, 'x.db'));
  const key = (await readFile(join(folder, 'secret.key'), 'utf8')).trim();
  assert.equal(key, made);
});

test('loadSecretKeys() makes another key for another data folder', async (context) => {
  const folder = await emptyFolder(context);
  const one = await loadSecretKeys([], join(folder, 'one', 'x.db'));
  assert.notDeepEqual(await loadSecretKeys([], join(folder, 'two', 'x.db')), one);
});

test('loadSecretKeys() uses the configured keys and writes no file (decisions, SECRET_KEY)', async (context) => {
  const folder = await emptyFolder(context);
  assert.deepEqual(await loadSecretKeys([TWO, ONE], join(folder, 'x.db')), [TWO, ONE]);
  await assert.rejects(stat(join(folder, 'secret.key')), { code: 'ENOENT' });
});

test('loadSecretKeys() refuses an empty key file instead of taking nothing for a key', async (context) => {
  const folder = await emptyFolder(context);
  await writeFile(join(folder, 'secret.key'), '');
  await assert.rejects(loadSecretKeys([], join(folder, 'x.db')), /holds no key/);
});

test('loadSecretKeys() gives the same key to all that start at once', async (context) => {
  const folder = await emptyFolder(context);
  const loaded = await Promise.all(Array.from({ length: 10 }, () => loadSecretKeys([], join(folder, 'x.db'))));
  for (const one of loaded) assert.deepEqual(one, loaded[0]);
  assert.deepEqual(await readdir(folder), ['secret.key']);
});
