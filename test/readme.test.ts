import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { readConfig, settingNames } from '../src/server/config.ts';
import { Person } from './support/person.ts';
import { RunningServer } from './support/running-server.ts';

const readme = readFileSync(join(import.meta.dirname, '..', 'README.md'), 'utf8');

/** The shell lines of the README, in order. */
const blocks = [...readme.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, text = '']) => text);

test('the README leads from nothing to a token and its end by the lines as they are written', async (t) => {
  const server = await RunningServer.start();
  t.after(() => server.dispose());
  await server.addAccount('alice');
  // What the reader pastes; every placeholder of the README must be one of these.
  const pasted = { CLIENT_ID: '', CLIENT_SECRET: '', TOKEN: '', CODE: '' };

  const run = async (block: string | undefined) => {
    assert.ok(block !== undefined, 'the README has fewer blocks than its walk has steps');
    const lines = block
      .replaceAll('http://localhost:3000', server.origin)
      .replaceAll(/^([A-Z_]+)=paste\S*$/gm, (line, name: string) =>
        name in pasted ? `${name}=${pasted[name as keyof typeof pasted]}` : line,
      );
    assert.doesNotMatch(lines, /=paste/, 'a placeholder that nobody explained');
    const { stdout } = await promisify(execFile)('bash', ['-euc', lines], { env: { ...process.env, ...pasted } });
    return stdout;
  };
  const [register, credentials, appToken, verifyApp, link, redeem, verifyPerson, revoke, ...more] = blocks;
  assert.deepEqual(more, [], 'a block that this test does not run');

  const app = JSON.parse(await run(register));
  assert.equal(app.name, 'Test Application');
  pasted.CLIENT_ID = app.client_id;
  pasted.CLIENT_SECRET = app.client_secret;
  await run(credentials);

  const own = JSON.parse(await run(appToken));
  assert.equal(own.scope, 'read');
  pasted.TOKEN = own.access_token;
  assert.equal(JSON.parse(await run(verifyApp)).name, 'Test Application');

  pasted.CODE = await new Person(server, 'alice').approveAndCopyCode((await run(link)).trim());
  const token = JSON.parse(await run(redeem));
  assert.equal(token.scope, 'read write push');
  pasted.TOKEN = token.access_token;
  assert.equal(JSON.parse(await run(verifyPerson)).username, 'alice');

  assert.equal(await run(revoke), '{}');
  const after = await fetch(`${server.origin}/api/v1/accounts/verify_credentials`, {
    headers: { Authorization: `Bearer ${pasted.TOKEN}` },
  });
  assert.equal(after.status, 401);
});

test('the README names every setting, and no other', () => {
  const table = readme.slice(readme.indexOf('## Settings'), readme.indexOf('## Behind a proxy'));
  const named = [...table.matchAll(/`([A-Z][A-Z_]+)`/g)].map(([, name]) => name);
  assert.deepEqual(new Set(named), new Set(settingNames));
});

test('the README gives the defaults that the settings have', () => {
  const config = readConfig({});
  for (const value of [config.port, config.host, config.title, config.logLevel]) {
    assert.ok(readme.includes(`\`${value}\``), `the default ${value} is not in the README`);
  }
  assert.equal(config.database.engine, 'sqlite');
  assert.ok(readme.includes(`\`sqlite:${config.database.path}\``));
  assert.ok(readme.includes(`\`${config.databasePoolSize}\``));
});
