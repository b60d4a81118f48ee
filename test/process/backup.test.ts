/** `mastodoor backup` while the server works, and the way back that docs/deploying.md describes. */
import assert from 'node:assert/strict';
import { copyFile, mkdir, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Inhabitants, newAppToken, revoke, statusOfApp } from '../support/inhabitants.ts';
import { register } from '../support/register.ts';
import { RunningServer } from '../support/running-server.ts';
import { onSqlite } from '../support/test-stores.ts';

/** Workers that issue and revoke without a pause while the backup is made. */
const AT_ONCE = 12;

describe('a backup of a server at work', onSqlite, () => {
  let server: RunningServer;

  before(async () => {
    server = await RunningServer.start({}, 'localhost');
  });
  after(() => server?.dispose());

  test('goes back to the moment of the backup: everybody goes on, and what was ended before it stays ended', async () => {
    const people = await Inhabitants.moveInto(server);
    const { app } = people;
    const living: string[] = [];
    const dead: string[] = [];
    let working = true;
    const work = async (number: number) => {
      while (working) {
        const token = await newAppToken(server, app);
        if (number % 2 === 0) living.push(token);
        else {
          await revoke(server, app, token);
          dead.push(token);
        }
      }
    };
    const workers = Array.from({ length: AT_ONCE }, (_, number) => work(number));
    while (living.length < 50 || dead.length < 50) await Promise.race([...workers, new Promise(setImmediate)]);
    const [livingBefore, deadBefore] = [living.length, dead.length];

    const backup = join(server.folder, 'backup.db');
    const command = await server.command('backup', '--to', backup, '--with-key');
    const issuedMeanwhile = living.length - livingBefore;
    assert.deepEqual([command.ending?.code, command.stderr], [0, '']);
    assert.match(command.stdout, /^The database was copied and verified: .*\nThe secret key is in .*\n$/);
    assert.ok(issuedMeanwhile > 0, 'the server went on working');
    const lost = await register(server, { redirect_uris: 'https://lost.example/', scopes: 'read' });
    working = false;
    await Promise.all(workers);
    const tooLate = await newAppToken(server, app);
    const [first = '', ...others] = living.slice(0, livingBefore);
    await revoke(server, app, first);

    await server.stop();
    const folder = dirname(server.databasePath);
    await rm(folder, { recursive: true });
    await mkdir(folder, { mode: 0o700 });
    await copyFile(backup, server.databasePath);
    await copyFile(`${backup}.key`, join(folder, 'secret.key'));
    await server.restart();

    for (const token of others) assert.equal(await statusOfApp(server, token), 200, 'answered before the backup');
    for (const token of dead.slice(0, deadBefore))
      assert.equal(await statusOfApp(server, token), 401, 'revoked before it');
    assert.equal(await statusOfApp(server, tooLate), 401, 'what came after the backup is not there');
    assert.equal(await statusOfApp(server, first), 200, 'what was revoked after it lives again, as the guide warns');
    await people.goOn();

    const next = await register(server, { redirect_uris: 'https://next.example/', scopes: 'read' });
    assert.ok(BigInt(next.id) > BigInt(lost.id), 'no id is given out that somebody had after the backup');
    assert.equal((await server.command('doctor')).ending?.code, 0);

    const asked = await server.command('account', 'sign-out-everybody');
    assert.equal(asked.ending?.code, 1);
    assert.equal(await statusOfApp(server, first), 200, 'nobody said yes');
    const ended = await server.command('account', 'sign-out-everybody', '--yes', '--json');
    const counts = JSON.parse(ended.stdout) as Readonly<Record<string, number>>;
    assert.ok(counts.accounts === 3 && (counts.sessions ?? 0) >= 3 && (counts.grants ?? 0) >= 1, ended.stdout);
    assert.ok((counts.app_tokens ?? 0) > others.length, ended.stdout);
    assert.equal(await statusOfApp(server, first), 401, 'the running server knows at once');
    for (const token of others) assert.equal(await statusOfApp(server, token), 401);
    await people.areSignedOut();
  });

  test('is readable by its owner alone, and so is the key, which it holds only when it was asked for', async () => {
    const backup = join(server.folder, 'closed.db');
    const alone = await server.command('backup', '--to', backup);
    assert.equal(alone.ending?.code, 0);
    assert.match(alone.stderr, /^The secret key is not in it\. Keep \S+secret\.key as well, /);
    const key = await readFile(join(dirname(server.databasePath), 'secret.key'), 'utf8');
    assert.equal((await readFile(backup, 'latin1')).includes(key.trim()), false);
    assert.equal((await stat(backup)).mode & 0o777, 0o600);

    const again = await server.command('backup', '--to', backup, '--with-key');
    assert.deepEqual([again.ending?.code, again.stdout], [1, '']);
    assert.match(again.stderr, /^No backup was made\. \S+closed\.db is there already\. Name a new file\.\n$/);
    await assert.rejects(stat(`${backup}.key`), { code: 'ENOENT' });

    const nowhere = await server.command('backup', '--to', join(server.folder, 'nowhere', 'backup.db'));
    assert.deepEqual(
      [nowhere.ending?.code, nowhere.stderr.split('.')[0]],
      [1, `There is no folder ${server.folder}/nowhere`],
    );

    const pair = join(server.folder, 'pair.db');
    assert.equal((await server.command('backup', '--to', pair, '--with-key', '--json')).ending?.code, 0);
    assert.equal(await readFile(`${pair}.key`, 'utf8'), key);
    assert.equal((await stat(`${pair}.key`)).mode & 0o777, 0o600);
  });
});
