import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inspectPostgres } from './inspect-postgres.ts';
import { testDatabases, withPostgres } from './testing/test-databases.ts';

describe('inspectPostgres()', withPostgres, () => {
  const { newEmptyDatabase, administer } = testDatabases();

  test('tells how many connections the user may have: by the server, the role and the database, whichever are fewest', async () => {
    const url = new URL(await newEmptyDatabase());
    const database = url.pathname.slice(1);
    const role = `limited_${database.slice(-8)}`;
    await administer(`create role ${role} login password 'pw'`);
    try {
      url.username = role;
      url.password = 'pw';
      const limit = async () => (await inspectPostgres(url.href)).connectionLimit;
      const ofServer = await limit();
      assert.ok(ofServer > 40, `${ofServer}`);
      await administer(`alter role ${role} connection limit 20`);
      assert.equal(await limit(), 20);
      await administer(`alter database ${database} connection limit 7`);
      assert.equal(await limit(), 7);
    } finally {
      await administer(`drop role ${role}`);
    }
  });
});
