import assert from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { newSettings, runCommand, type Settings, startServer } from '../test-command.ts';
import type { Finding } from './finding.ts';

async function examine(settings: Settings) {
  const { code, stdout } = await runCommand(['doctor', '--json'], settings);
  const findings = JSON.parse(stdout) as Finding[];
  return { code, levelOf: (subject: string) => findings.find((finding) => finding.subject === subject)?.level };
}

test('doctor finds a running server in order', async () => {
  const { settings } = await startServer();
  await runCommand(['account', 'create', 'alice', '--email', 'a@example.org'], settings);
  const { code, stdout } = await runCommand(['doctor'], settings);
  assert.equal(code, 0, stdout);
  assert.match(stdout, /\n\n0 problems, [01] warnings?\.\n$/);
  const lines = stdout.split('\n\n')[0]?.split('\n') ?? [];
  // How fast the disk is depends on the machine.
  for (const line of lines.filter((one) => !one.includes('disk speed'))) assert.match(line, /^ok {7}\S.* \S/);
  for (const subject of ['disk space', 'disk speed', 'write-ahead log', 'limits', 'client address', 'large bodies']) {
    assert.ok(
      lines.some((line) => line.includes(subject)),
      subject,
    );
  }
});

test('doctor says that the server is not running and skips what needs it', async () => {
  const { code, levelOf } = await examine(newSettings({ PORT: '1' }));
  assert.equal(code, 0);
  assert.equal(levelOf('server'), 'skipped');
  assert.equal(levelOf('database'), 'warning');
});

test('doctor fails when a file that only the server may read is open to others', async () => {
  const { settings } = await startServer();
  chmodSync(join(settings.folder, 'secret.key'), 0o644);
  const { code, levelOf } = await examine(settings);
  assert.equal(code, 1);
  assert.equal(levelOf('secret key'), 'problem');
  assert.equal(levelOf('data folder'), 'ok');
});

test('doctor fails when PUBLIC_URL is not what the running server calls itself', async () => {
  const { settings, port } = await startServer();
  const { code, levelOf } = await examine({ ...settings, PUBLIC_URL: `http://localhost:${port}` });
  assert.equal(code, 1);
  assert.equal(levelOf('metadata'), 'problem');
});

test('doctor fails with every problem of the settings and goes no further', async () => {
  const { code, stdout } = await runCommand(['doctor'], newSettings({ PORT: 'x', LOG_LEVEL: 'loud' }));
  assert.equal(code, 1);
  assert.equal(stdout.match(/^problem +settings/gm)?.length, 2);
});
