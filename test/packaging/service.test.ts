import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { systemdAnalyze } from '../support/programs.ts';

const root = join(import.meta.dirname, '..', '..');
const unit = readFileSync(join(root, 'packaging', 'mastodoor.service'), 'utf8');

/** The last value of a setting. */
function settingOf(name: string): string | undefined {
  return [...unit.matchAll(new RegExp(`^${name}=(.*)$`, 'gm'))].at(-1)?.[1];
}

describe('the systemd unit', systemdAnalyze.needed, () => {
  const folder = mkdtempSync(join(tmpdir(), 'mastodoor-unit-'));
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** What systemd says of the unit as it would be on this machine, where the clone lies elsewhere. */
  function analyze(...words: readonly string[]) {
    const path = join(folder, 'mastodoor.service');
    const here = unit
      .replace('/srv/mastodoor/node_modules/.bin/node', process.execPath)
      .replace('WorkingDirectory=/srv/mastodoor', `WorkingDirectory=${root}`);
    writeFileSync(path, here);
    const { status, stdout, stderr } = spawnSync(systemdAnalyze.path, [...words, path], { encoding: 'utf8' });
    return { status, said: `${stdout}${stderr}` };
  }

  test('has nothing that systemd complains of', () => {
    const { status, said } = analyze('verify');
    assert.deepEqual([status, said], [0, '']);
  });

  test('is exposed as little as systemd’s own measure of it allows beside a network and a compiler in memory', () => {
    // In tenths; a service without any hardening has 96.
    const { status, said } = analyze('security', '--offline=true', '--threshold=20', '--no-pager');
    assert.equal(status, 0, said);
  });

  test('gives the server longer to stop than its requests may take', () => {
    const drain = readFileSync(join(root, 'src', 'server', 'drain.ts'), 'utf8');
    const longest = Number(/LONGEST_REQUEST = (\d+)/.exec(drain)?.[1]);
    assert.ok(longest > 0);
    assert.ok(Number(settingOf('TimeoutStopSec')) * 1000 >= 2 * longest);
  });

  test('starts the server as the guide does: by the clone’s Node, from the build', () => {
    assert.equal(
      settingOf('ExecStart'),
      '/srv/mastodoor/node_modules/.bin/node --max-semi-space-size=8 --max-old-space-size=2000 dist/cli/main.js serve',
    );
    assert.equal(settingOf('WorkingDirectory'), '/srv/mastodoor');
  });
});
