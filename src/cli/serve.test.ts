import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newSettings, runCommand, startServer } from './test-command.ts';

test('serve prints where it listens and the link for the account of the owner, logs JSON, and ends with 0 on SIGTERM and SIGINT', async () => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    const { command, origin } = await startServer();
    const [link = ''] = await command.says(/http\S+\/auth\/setup\?token=\S+/);
    assert.equal((await fetch(link)).status, 200);
    assert.equal((await fetch(`${origin}/health`)).status, 200);
    command.kill(signal);
    const { code, stdout, stderr } = await command.ended;
    assert.equal(code, 0, stderr);
    assert.match(stderr, new RegExp(`^Mastodoor listens on ${origin} `));
    assert.match(stderr, new RegExp(`^Stopping \\(${signal}\\)`, 'm'));
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { route?: string });
    assert.ok(lines.some(({ route }) => route === '/health'));
    assert.ok(!stdout.includes(new URL(link).searchParams.get('token') ?? ''));
  }
});

test('serve prints no link once there is an owner, and a command can make that account while it runs', async () => {
  const { settings, command } = await startServer();
  const words = ['account', 'create', 'alice', '--email', 'a@example.org', '--role', 'owner'];
  assert.equal((await runCommand(words, settings)).code, 0);
  const [link = ''] = await command.says(/http\S+\/auth\/setup\?token=\S+/);
  const form = { token: new URL(link).searchParams.get('token') ?? '', username: 'eve', email: 'e@example.org' };
  const late = await fetch(link.replace(/\?.*/, ''), { method: 'POST', body: new URLSearchParams(form) });
  assert.notEqual(late.status, 302);
  command.kill('SIGTERM');
  await command.ended;
  const again = await startServer({ DATABASE_URL: settings.DATABASE_URL ?? '' });
  again.command.kill('SIGTERM');
  assert.doesNotMatch((await again.command.ended).stderr, /setup/);
});

test('serve says in one line that its port is in use, that its address is not here, that its folder is not its own', async () => {
  const { port, command } = await startServer();
  const cases = [
    [{ PORT: String(port) }, /^Port \d+ on 127\.0\.0\.1 is in use\. .*\n$/],
    [{ PORT: '0', HOST: '192.0.2.1' }, /^This machine has no address 192\.0\.2\.1\. .*\n$/],
    [{ PORT: '0', DATABASE_URL: 'sqlite:/dev/null/m.db' }, /^\S+ cannot be used: DATABASE_URL must name a file.*\n$/],
  ] as const;
  for (const [more, sentence] of cases) {
    const { code, stderr } = await runCommand(['serve'], newSettings(more));
    assert.equal(code, 1, stderr);
    assert.match(stderr, sentence);
  }
  command.kill('SIGTERM');
  await command.ended;
});

test('serve warns when PUBLIC_URL is plain http for other machines', async () => {
  const { command } = await startServer({ PUBLIC_URL: 'http://social.example' });
  await command.says(/Warning: PUBLIC_URL is plain http/);
  command.kill('SIGTERM');
  assert.equal((await command.ended).code, 0);
});
