import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Revocation } from '../../flows/ports.ts';
import { lives, newApp, newDigest, signedIn, T0 } from '../contract/samples.ts';
import { openSqliteStore } from './open-sqlite-store.ts';
import { runAndKill, runToEnd } from './testing/other-process.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

const { newPath } = temporaryFolder();

const openPath = `
  import { openSqliteStore } from ${JSON.stringify(import.meta.resolve('./open-sqlite-store.ts'))};
  const store = await openSqliteStore({ path: process.argv[1] });
`;

/** Longer than two looks. */
const A_WHILE = 600;

describe('commits by others', () => {
  test('are told soon after another process made them, when they can be seen', async () => {
    const path = newPath();
    const store = await openSqliteStore({ path });
    const { token, digest } = await signedIn(store);
    const { promise, resolve } = Promise.withResolvers<{
      revocation: Revocation;
      lived: Promise<boolean>;
      at: number;
    }>();
    // Opening the file changes nothing in it, so the first thing that is told is the revocation.
    store.onRevocation?.((revocation) => {
      resolve({ revocation, lived: lives(store, digest), at: performance.now() });
    });
    await runAndKill(`${openPath} await store.revokeGrant(process.argv[2], 5);`, path, token.grantId);
    const ended = performance.now();
    const { revocation, lived, at } = await promise;
    assert.deepEqual(revocation, { kind: 'unknown' });
    assert.equal(await lived, false);
    assert.ok(at - ended < A_WHILE, `told ${at - ended} ms after the process ended`);
    await store.close();
  });

  test('are told of a second store in the same process, while somebody listens', async () => {
    const path = newPath();
    const [store, other] = [await openSqliteStore({ path }), await openSqliteStore({ path })];
    let told = 0;
    const end = store.onRevocation?.(() => told++);
    await other.deleteApp((await other.addApp(newApp())).id, T0);
    await sleep(A_WHILE);
    // A look may fall between the two commits.
    assert.ok(told === 1 || told === 2, `told ${told} times`);
    end?.();
    const before = told;
    await other.addApp(newApp());
    await sleep(A_WHILE);
    assert.equal(told, before);
    await Promise.all([store.close(), other.close()]);
  });

  test('are never mistaken for what the store does itself', async () => {
    const store = await openSqliteStore({ path: newPath() });
    const told: Revocation[] = [];
    store.onRevocation?.((revocation) => told.push(revocation));
    const began = performance.now();
    while (performance.now() - began < A_WHILE) {
      const { digest } = await signedIn(store);
      await store.findToken(digest);
      await store.findToken(newDigest());
    }
    await sleep(A_WHILE / 2);
    assert.deepEqual(told, []);
    await store.close();
  });

  test('keep no process alive that listens', async () => {
    const code = await runToEnd(`${openPath} store.onRevocation(() => {});`, newPath());
    assert.equal(code, 0);
  });
});
