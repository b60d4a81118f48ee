/** `mastodoor copy`: a server that grew on SQLite moves to PostgreSQL and back, and nobody notices. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { testDatabases, withPostgres } from '../../src/storage/postgres/testing/test-databases.ts';
import { Inhabitants } from '../support/inhabitants.ts';
import { RunningServer } from '../support/running-server.ts';
import { onSqlite } from '../support/test-stores.ts';

const databases = testDatabases();

describe('a server that moves to PostgreSQL', withPostgres, () => {
  let server: RunningServer;

  before(async () => {
    server = await RunningServer.start({}, 'localhost');
  });
  after(() => server?.dispose());

  test('signs nobody out, and can move back', onSqlite, async () => {
    const people = await Inhabitants.moveInto(server);
    const file = `sqlite:${server.databasePath}`;
    const url = await databases.newEmptyDatabase();

    const tooEarly = await server.command('copy', '--from', file, '--to', url);
    assert.equal(tooEarly.ending?.code, 1);
    assert.match(tooEarly.stderr, /^The copy was not made\. Another process has \S+ open\. Stop the server first\.\n$/);

    await server.stop();
    const move = await server.command('copy', '--from', file, '--to', url);
    assert.deepEqual([move.ending?.code, move.stderr], [0, '']);
    const keyPath = join(dirname(server.databasePath), 'secret.key');
    assert.ok(move.stdout.includes(`Its SECRET_KEY must be what is in ${keyPath}, on every node.\n`));
    const key = (await readFile(keyPath, 'utf8')).trim();
    assert.equal(move.stdout.includes(key), false);

    await server.restart({ DATABASE_URL: url, SECRET_KEY: key });
    await people.goOn();
    assert.match((await server.command('app', 'list')).stdout, /Client test/);

    const back = join(server.folder, 'back', 'mastodoor.db');
    const busy = await server.command('copy', '--from', url, '--to', `sqlite:${back}`);
    assert.match(
      busy.stderr,
      /^The copy was not made\. A server is connected to postgres:\S+\. Stop all of them first\.\n$/,
    );
    await server.stop();
    assert.equal((await server.command('copy', '--from', url, '--to', `sqlite:${back}`)).ending?.code, 0);
    await server.restart({ DATABASE_URL: `sqlite:${back}` });
    assert.match((await server.command('app', 'list')).stdout, /Client test/);
    await people.areSignedIn();
  });
});
