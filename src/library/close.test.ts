import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { startTestHost } from './test-host.ts';

const here = (file: string) => JSON.stringify(new URL(file, import.meta.url).href);

/** What a process of a host says and how it ends, which it must do by itself. */
async function run(
  script: string,
  folder = mkdtempSync(join(tmpdir(), 'mastodoor-close-')),
): Promise<{ readonly code: number | null; readonly said: string }> {
  const preface = `
    import { createAuthServer } from ${here('./create-auth-server.ts')};
    import { openSqliteStore } from ${here('../storage/sqlite/open-sqlite-store.ts')};
    const store = await openSqliteStore({ path: ${JSON.stringify(join(folder, 'test.db'))} });
    const alice = { id: '1', username: 'alice' };
    const auth = await createAuthServer({
      issuer: 'https://host.example', store, secretKey: 'k'.repeat(32),
      accounts: { find: () => alice, authenticate: () => alice, profile: () => ({}) },
    });
    const ask = async () => (await auth.fetch(new Request('https://host.example/api/v1/accounts/1'))).status;
    console.log(await ask());
  `;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', preface + script]);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text));
  const impatience = setTimeout(() => child.kill(), 20_000);
  const [code] = (await once(child, 'close')) as [number | null];
  clearTimeout(impatience);
  rmSync(folder, { recursive: true });
  return { code, said: said.trim() };
}

test('A process ends by itself after close(), which may be called twice and answers what comes late', async () => {
  const ended = await run('await auth.close(); await auth.close(); console.log(await ask()); await store.close();');
  assert.deepEqual(ended, { code: 0, said: '200\n200' });
});

test('A process that forgets close() ends by itself as well', async () => {
  assert.deepEqual(await run('await store.close();'), { code: 0, said: '200' });
});

test('close() lets resource servers go that listen to revocations, and leaves the store to the host', async () => {
  const { auth, request, store } = await startTestHost({ housekeeping: true });
  const { app, clientSecret } = await auth.admin.createApp({
    name: 'API',
    redirectUris: ['urn:ietf:wg:oauth:2.0:oob'],
    resourceServer: true,
  });
  const credentials = Buffer.from(`${app.clientId}:${clientSecret}`).toString('base64');
  const stream = await request('/oauth/introspect/revocations', { headers: { Authorization: `Basic ${credentials}` } });
  assert.equal(stream.status, 200);
  const end = stream.text();
  await auth.close();
  assert.equal(typeof (await end), 'string');
  await store.ping();
  assert.equal((await auth.admin.listApps()).length, 1);
});
