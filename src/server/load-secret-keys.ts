import { randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SHORTEST_KEY } from '../library/secret-keys.ts';

/** The configured keys, or the one in `secret.key` beside the database: made at the first start, mode 0600. */
export async function loadSecretKeys(configured: readonly string[], databasePath: string): Promise<readonly string[]> {
  if (configured.length > 0) return configured;
  const path = secretKeyPath(databasePath);
  const known = await readSecretKey(path);
  if (known !== undefined) return [known];
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  // Written aside and then linked, so that nobody ever reads half a key; of several that start at once one wins.
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx', flush: true });
  try {
    await link(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await unlink(draft);
  }
  return [(await readSecretKey(path)) ?? ''];
}

/** The file of a server's own key, beside its database. */
export function secretKeyPath(databasePath: string): string {
  return join(dirname(databasePath), 'secret.key');
}

/** The key that a file holds; undefined where there is no file. Rejects where it holds no key. */
export async function readSecretKey(path: string): Promise<string | undefined> {
  let key: string;
  try {
    key = (await readFile(path, 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  if (key.length < SHORTEST_KEY) {
    throw new Error(`${path} holds no key. Restore it from a backup, or remove it to have a new one made`);
  }
  return key;
}
