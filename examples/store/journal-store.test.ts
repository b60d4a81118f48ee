import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, describe, test } from 'node:test';
import { type App, type Digest, digestOf, type NewToken, type Store } from 'mastodoor';
import { describeFlowStore } from 'mastodoor/testing';
import { openJournalStore } from './journal-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'journal-'));
after(() => rmSync(folder, { recursive: true, force: true }));
let serial = 0;
const newPath = () => join(folder, `${serial++}.journal`);
const newDigest = () => digestOf(`sample ${serial++}`);

describeFlowStore('The journal store', () => openJournalStore({ path: newPath() }));

function addApp(store: Store, name = 'App'): Promise<App> {
  return store.addApp({
    clientId: newDigest(),
    secretDigest: undefined,
    confidential: false,
    resourceServer: false,
    name,
    website: undefined,
    redirectUris: ['https://app.example/cb'],
    scopes: ['read'],
    createdAt: 1,
  });
}

const newGrant = (app: App) => ({
  appId: app.id,
  accountId: 'alice',
  scopes: ['read'],
  redirectUri: undefined,
  createdAt: 1,
});

const newToken = (): NewToken => ({ digest: newDigest(), createdAt: 1, expiresAt: undefined });

/** Opens the store, and closes it whatever happens. */
async function inStore<T>(path: string, action: (store: Store) => Promise<T>): Promise<T> {
  const store = await openJournalStore({ path });
  try {
    return await action(store);
  } finally {
    await store.close();
  }
}

describe('A journal', () => {
  test('brings everything back as it was, again and again', async () => {
    const path = newPath();
    const store = await openJournalStore({ path });
    // A line separator, half of a pair and a line break: each would tear a careless journal.
    const app = await addApp(store, 'One\u2028two\nthree \ud83c');
    const deleted = await addApp(store);
    const pending = {
      digest: newDigest(),
      browserDigest: newDigest(),
      request: {
        appId: app.id,
        redirectUri: 'https://app.example/cb',
        scopes: ['read'],
        state: undefined,
        codeChallenge: undefined,
        responseMode: 'query',
        forceLogin: false,
        lang: undefined,
      },
      createdAt: 1,
      expiresAt: 2,
    } as const;
    await store.addPendingAuthorization(pending);
    const code = {
      digest: newDigest(),
      redirectUri: 'https://app.example/cb',
      codeChallenge: undefined,
      browserDigest: undefined,
      createdAt: 1,
      expiresAt: 2,
    };
    await store.approve({ pending: pending.digest, grant: newGrant(app), code });
    const samples = [newToken(), newToken(), newToken()];
    const digests = samples.map((sample) => sample.digest);
    const tokens = await Promise.all([
      ...samples.slice(0, 2).map((sample) => store.addGrantWithToken(newGrant(app), sample)),
      ...samples.slice(2).map((sample) => store.addGrantWithToken(newGrant(deleted), sample)),
    ]);
    await store.revokeToken(tokens[0]?.id ?? '', 5);
    await store.deleteApp(deleted.id, 6);
    const session = await store.addSession(
      {
        digest: newDigest(),
        accountId: 'alice',
        browserDigest: newDigest(),
        createdAt: 1,
        address: '::1',
        userAgent: '',
      },
      undefined,
    );
    await store.claimSetting('key', 'value');
    const read = async (store: Store) => ({
      app: await store.findApp(app.id),
      deleted: await store.findApp(deleted.id),
      pending: await store.findPendingAuthorization(pending.digest),
      code: await store.findCode(code.digest),
      tokens: await Promise.all(digests.map((digest) => store.findToken(digest))),
      session: await store.findSession(session.digest),
      grants: await store.listGrants('alice'),
      setting: await store.readSetting('key'),
    });
    const before = await read(store);
    assert.equal(before.tokens[2]?.revokedAt, 6);
    await store.close();
    for (let round = 0; round < 3; round++) assert.deepEqual(await inStore(path, read), before);
    const { id } = await inStore(path, (again) => addApp(again));
    assert.ok(BigInt(id) > BigInt(session.id), 'an id was given out twice');
  });

  test('keeps nothing of what was removed', async () => {
    const path = newPath();
    const digest = await inStore(path, async (store) => {
      const token = newToken();
      const added = await store.addGrantWithToken(newGrant(await addApp(store)), token);
      await store.revokeToken(added?.id ?? '', 5);
      await store.sweep('revoked grants', { before: 6, batch: 9, dryRun: false });
      return token.digest;
    });
    assert.ok(readFileSync(path, 'utf8').includes(digest));
    assert.equal(await inStore(path, (store) => store.findToken(digest)), undefined);
    assert.ok(!readFileSync(path, 'utf8').includes(digest));
  });

  test('writes what is asked for in one turn as one line, and nothing for what changes nothing', async () => {
    const path = newPath();
    await inStore(path, async (store) => {
      const app = await addApp(store);
      const lines = () => readFileSync(path, 'utf8').split('\n').length;
      const before = lines();
      await Promise.all(Array.from({ length: 50 }, () => store.addGrantWithToken(newGrant(app), newToken())));
      assert.equal(lines(), before + 1);
      await store.revokeGrant('1', 5);
      assert.equal(lines(), before + 1);
    });
  });

  test('is on disk before anybody can read it', async () => {
    const path = newPath();
    await inStore(path, async (store) => {
      const app = await addApp(store);
      for (let round = 0; round < 20; round++) {
        const token = newToken();
        const added = store.addGrantWithToken(newGrant(app), token);
        while ((await store.findToken(token.digest)) === undefined)
          await new Promise((resolve) => setImmediate(resolve));
        assert.ok(readFileSync(path, 'utf8').includes(token.digest));
        await added;
      }
    });
  });

  test('may be cut off anywhere in its last line, and loses only that', async () => {
    const path = newPath();
    const [app, last] = await inStore(
      path,
      async (store) => [await addApp(store), await addApp(store, 'Lätzte')] as const,
    );
    const whole = readFileSync(path);
    const start = whole.lastIndexOf('\n', whole.length - 2) + 1;
    assert.ok(whole.length - start > 100);
    for (let length = start; length < whole.length; length += 3) {
      writeFileSync(path, whole.subarray(0, length));
      await inStore(path, async (store) => {
        assert.deepEqual(await store.findApp(app.id), app);
        assert.equal(await store.findApp(last.id), undefined);
        // And goes on behind the cut.
        assert.ok(await addApp(store));
      });
      await inStore(path, async (store) => assert.equal((await store.listApps({ limit: 9 })).length, 2));
    }
  });

  test('is not opened, and not touched, when it is damaged elsewhere or is none', async () => {
    const path = newPath();
    await inStore(path, async (store) => {
      await addApp(store, 'First');
      await addApp(store, 'Second');
    });
    const damaged = readFileSync(path, 'utf8').replace('First', 'Fjrst');
    writeFileSync(path, damaged);
    await assert.rejects(openJournalStore({ path }), /damaged in line 2/);
    assert.equal(readFileSync(path, 'utf8'), damaged);
    for (const text of ['a letter', 'a letter\n', `a letter\n${damaged}`]) {
      writeFileSync(path, text);
      await assert.rejects(openJournalStore({ path }), /is no journal/);
      assert.equal(readFileSync(path, 'utf8'), text);
    }
  });

  test('is read by nobody else, and opened by one process at a time', async () => {
    const path = newPath();
    await inStore(path, async () => {
      assert.equal(statSync(path).mode & 0o777, 0o600);
      await assert.rejects(openJournalStore({ path }), /another process/);
    });
    await inStore(path, (store) => store.ping());
  });

  test('survives a crash while it was written anew', async () => {
    const path = newPath();
    const app = await inStore(path, (store) => addApp(store));
    writeFileSync(`${path}.new`, 'half a jour');
    assert.deepEqual(await inStore(path, (store) => store.findApp(app.id)), app);
  });
});

/** Runs a script that has a store and an app of its own, until it ends. Its lines of output are given to `hear`. */
async function runElsewhere(
  path: string,
  source: string,
  options: { readonly hear: (line: string, child: ReturnType<typeof spawn>) => void; readonly fileBlocks?: number },
): Promise<NodeJS.Signals | null> {
  const script = `
    import { openJournalStore } from ${JSON.stringify(import.meta.resolve('./journal-store.ts'))};
    import { createHash, randomUUID } from 'node:crypto';
    const store = await openJournalStore({ path: process.argv[1] });
    const app = await store.addApp({ clientId: randomUUID(), secretDigest: undefined, confidential: false,
      resourceServer: false, name: 'App', website: undefined, redirectUris: [], scopes: [], createdAt: 1 });
    const grant = { appId: app.id, accountId: 'alice', scopes: [], redirectUri: undefined, createdAt: 1 };
    const newToken = () => ({ digest: randomUUID(), createdAt: 1, expiresAt: undefined });
    ${source}
  `;
  const words = ['--input-type=module', '--eval', script, path];
  const limit = options.fileBlocks === undefined ? '' : `ulimit -f ${options.fileBlocks};`;
  const child = spawn('sh', ['-c', `${limit} exec "$@"`, 'sh', process.execPath, ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  createInterface({ input: child.stdout }).on('line', (line) => options.hear(line, child));
  const [, signal] = await once(child, 'close');
  return signal;
}

describe('What a journal store answered', () => {
  test('is there after its process was killed in the middle of its work', async () => {
    const path = newPath();
    const answered: string[] = [];
    for (let round = 1; round <= 4; round++) {
      const source = `
        for (;;) {
          await Promise.all(Array.from({ length: 5 }, async () => {
            const token = newToken();
            await store.addGrantWithToken(grant, token);
            process.stdout.write(token.digest + '\\n');
          }));
        }
      `;
      const enough = answered.length + 40 * round;
      const signal = await runElsewhere(path, source, {
        hear(line, child) {
          answered.push(line);
          if (answered.length === enough) child.kill('SIGKILL');
        },
      });
      assert.equal(signal, 'SIGKILL');
      await inStore(path, async (store) => {
        for (const digest of answered) assert.ok(await store.findToken(digest as Digest), digest);
      });
    }
    assert.ok(answered.length >= 40 * 4);
  });

  test('is all there is when the disk is full, and it goes on when there is room again', async () => {
    const path = newPath();
    const lines: string[] = [];
    const source = `
      let refused;
      while (refused === undefined) {
        const tokens = Array.from({ length: 12 }, newToken);
        await Promise.all(tokens.map(async (token) => {
          try {
            await store.addGrantWithToken(grant, token);
            console.log('kept ' + token.digest);
          } catch (error) {
            refused = error;
            console.log('refused ' + token.digest + ' ' + ((await store.findToken(token.digest)) !== undefined));
          }
        }));
      }
      console.log('error ' + refused.name + ' ' + refused.retryAfterSeconds);
      // What is small enough still fits: the rest of the long line was cut off again.
      await store.claimSetting('small', 'x').then(() => console.log('small'));
      await store.close();
    `;
    await runElsewhere(path, source, { hear: (line) => lines.push(line), fileBlocks: 48 });
    const wordsOf = (kind: string) =>
      lines.filter((line) => line.startsWith(`${kind} `)).map((line) => line.split(' '));
    assert.ok(wordsOf('kept').length >= 12 && wordsOf('refused').length === 12, lines.join('\n'));
    assert.deepEqual(wordsOf('error'), [['error', 'StoreUnavailable', '5']]);
    assert.ok(lines.includes('small'));
    await inStore(path, async (store) => {
      for (const [, digest] of wordsOf('kept')) assert.ok(await store.findToken(digest as Digest), digest);
      for (const [, digest, found] of wordsOf('refused')) {
        assert.equal(found, 'false');
        assert.equal(await store.findToken(digest as Digest), undefined);
      }
      assert.equal(await store.readSetting('small'), 'x');
      assert.ok(await store.addGrantWithToken(newGrant(await addApp(store)), newToken()));
    });
  });
});
