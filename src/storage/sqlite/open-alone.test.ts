import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CopyRefused } from '../copy/copy-end.ts';
import { openAlone } from './open-alone.ts';
import { openSqliteStore } from './open-sqlite-store.ts';
import { runAndKill } from './testing/other-process.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

const { newPath } = temporaryFolder();

describe('openAlone()', () => {
  test('finds out that a server has the file open, also one that does nothing', async () => {
    const path = newPath();
    const store = await openSqliteStore({ path });
    await assert.rejects(openAlone(path), new CopyRefused(`Another process has ${path} open. Stop the server first`));
    await store.close();
    await (await openAlone(path)).close();
  });

  test('keeps everybody else out until it is closed', async () => {
    const path = newPath();
    await (await openSqliteStore({ path })).close();
    const alone = await openAlone(path);
    await assert.rejects(openSqliteStore({ path }), { name: 'StoreUnavailable' });
    await assert.rejects(openAlone(path), CopyRefused);
    await alone.close();
    await (await openSqliteStore({ path })).close();
  });

  test('is hindered by no process that is dead', async () => {
    const path = newPath();
    const source = `
      import { openSqliteStore } from ${JSON.stringify(import.meta.resolve('./open-sqlite-store.ts'))};
      const store = await openSqliteStore({ path: process.argv[1] });
      await store.claimSetting('answered', 'yes');
    `;
    await runAndKill(source, path);
    const { db, close } = await openAlone(path);
    const row = await db.selectFrom('settings').select('value').where('key', '=', 'answered').executeTakeFirst();
    assert.equal(row?.value, 'yes');
    await close();
  });
});
