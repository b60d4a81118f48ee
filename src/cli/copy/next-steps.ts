import { dirname, resolve } from 'node:path';
import { readSecretKey, secretKeyPath } from '../../server/load-secret-keys.ts';
import type { DatabaseLocation } from '../../storage/database-location.ts';

/** What is left to do for the operator after a copy, a line each. The key itself is never said. */
export async function nextSteps(from: DatabaseLocation, to: DatabaseLocation): Promise<readonly string[]> {
  return [
    'Now start the server with DATABASE_URL set to the copy, and never one on the old database again: what it writes would be missing here.',
    ...(await keyStep(from, to)),
  ];
}

/** The copy's encrypted values can be read with the old key only. */
async function keyStep(from: DatabaseLocation, to: DatabaseLocation): Promise<readonly string[]> {
  const keyPath = from.engine === 'sqlite' ? secretKeyPath(from.path) : undefined;
  if (keyPath === undefined || (await readSecretKey(keyPath)) === undefined) {
    return ['Its SECRET_KEY must be the one that the old server had: it encrypted the keys of authenticator apps.'];
  }
  if (to.engine === 'postgres') return [`Its SECRET_KEY must be what is in ${resolve(keyPath)}, on every node.`];
  if (dirname(keyPath) === dirname(to.path)) return [];
  return [`Its key must be the old one. Run: cp -p ${keyPath} ${secretKeyPath(to.path)}`];
}
