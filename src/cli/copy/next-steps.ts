import { dirname } from 'node:path';
import { readSecretKey, secretKeyPath } from '../../server/load-secret-keys.ts';
import type { SqliteLocation } from '../../storage/database-location.ts';

/** What is left to do for the operator after a copy, a line each. The key itself is never said. */
export async function nextSteps(from: SqliteLocation, to: SqliteLocation): Promise<readonly string[]> {
  return [
    'Now start the server with DATABASE_URL set to the copy, and never one on the old database again: what it writes would be missing here.',
    ...(await keyStep(from, to)),
  ];
}

/** The copy's encrypted values can be read with the old key only. */
async function keyStep(from: SqliteLocation, to: SqliteLocation): Promise<readonly string[]> {
  const keyPath = secretKeyPath(from.path);
  if ((await readSecretKey(keyPath)) === undefined) {
    return ['Its SECRET_KEY must be the one that the old server had: it encrypted the keys of authenticator apps.'];
  }
  if (dirname(from.path) === dirname(to.path)) return [];
  return [`Its key must be the old one. Run: cp -p ${keyPath} ${secretKeyPath(to.path)}`];
}
