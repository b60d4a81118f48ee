import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { OOB } from '../../src/protocol/redirect-uri.ts';
import { Person } from '../support/person.ts';
import { register } from '../support/register.ts';
import { RunningServer } from '../support/running-server.ts';
import { PASSWORD } from '../support/test-server.ts';
import { contentOf, engineOfRun, onSqlite } from '../support/test-stores.ts';

/** Every byte of the files beside the database, the write-ahead log included; on PostgreSQL every row. */
async function readAll(server: RunningServer): Promise<Buffer> {
  if (engineOfRun === 'postgres') {
    const rows = await contentOf(server.settings.DATABASE_URL ?? '');
    return Buffer.from(inspect(rows, { depth: null, maxArrayLength: null, maxStringLength: null }));
  }
  const folder = dirname(server.databasePath);
  const names = (await readdir(folder)).filter((name) => name !== 'secret.key');
  assert.ok(
    names.some((name) => name.endsWith('-wal')),
    'the write-ahead log is there to be read',
  );
  return Buffer.concat(await Promise.all(names.map((name) => readFile(join(folder, name)))));
}

test(
  'the database holds no cookie, code, token, pending id, client secret or password, only digests (decision 1)',
  onSqlite,
  async () => {
    const server = await RunningServer.start();
    try {
      await server.addAccount('alice');
      const alice = new Person(server, 'alice');
      const app = await register(server, { redirect_uris: OOB, scopes: 'read write' });
      const { client_id, client_secret } = app;
      const query = new URLSearchParams({ response_type: 'code', client_id, redirect_uri: OOB, scope: 'read' });
      const waiting = (await alice.browser.get(`/oauth/authorize?${query}`)).headers.get('location') ?? '';
      const code = await alice.approveAndCopyCode(`/oauth/authorize?${query}`);
      const token = await server.post('/oauth/token', {
        grant_type: 'authorization_code',
        client_id,
        client_secret,
        redirect_uri: OOB,
        code,
      });
      const { access_token } = (await token.json()) as { access_token: string };
      const spentLater = await alice.approveAndCopyCode(`/oauth/authorize?${query}`);
      const secrets: Readonly<Record<string, string | undefined>> = {
        password: PASSWORD,
        'client secret': client_secret,
        'pending id': new URL(waiting, server.origin).searchParams.get('authorization') ?? undefined,
        'spent code': code,
        'fresh code': spentLater,
        token: access_token,
        ...Object.fromEntries(alice.browser.cookies),
      };
      assert.equal(alice.browser.cookies.size, 3);
      const bytes = await readAll(server);
      assert.ok(bytes.includes(client_id), 'what may be stored is found, so the search works');
      for (const [name, secret] of Object.entries(secrets)) {
        assert.ok(secret !== undefined && secret.length > 20, name);
        assert.equal(bytes.includes(secret), false, `the ${name} lies in the database as it is`);
      }
    } finally {
      await server.dispose();
    }
  },
);
