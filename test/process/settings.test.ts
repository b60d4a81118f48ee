import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { CommandLine, freePort } from '../support/running-server.ts';

describe('a start that cannot be', { concurrency: true }, () => {
  let folder: string;
  let defaults: Readonly<Record<string, string>>;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mastodoor-'));
    defaults = {
      PORT: String(await freePort()),
      DATABASE_URL: `sqlite:${join(folder, 'data', 'mastodoor.db')}`,
      LOG_LEVEL: 'info',
    };
  });
  after(() => rm(folder, { recursive: true, force: true }));

  /** What it says on standard error before it ends with a failure. */
  async function refusal(settings: Readonly<Record<string, string>>): Promise<readonly string[]> {
    const process = new CommandLine(['serve'], { ...defaults, ...settings });
    const { code, signal } = await process.ended;
    assert.equal(signal, null);
    assert.ok(code !== null && code > 0, `exit code ${code}`);
    assert.doesNotMatch(process.stdout + process.stderr, /^\s+at /m, 'a stack is no explanation');
    return process.stderr.trimEnd().split('\n');
  }

  test('names the port that is in use', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    assert.ok(typeof address === 'object' && address !== null);
    try {
      const lines = await refusal({ PORT: String(address.port) });
      assert.equal(lines.length, 1, lines.join('\n'));
      assert.match(lines[0] ?? '', new RegExp(`${address.port} .*in use`));
    } finally {
      taken.close();
    }
  });

  test('names every setting that is wrong, and no secret', async () => {
    const lines = await refusal({
      PORT: 'eighty',
      PUBLIC_URL: 'https://social.example/path',
      SECRET_KEY: 'a key that is short',
      TRUSTED_PROXIES: 'the-proxy',
      RATE_LIMIT_FACTOR: '-1',
    });
    const [, ...problems] = lines;
    assert.deepEqual(problems.map((line) => /^ {2}(\w+): /.exec(line)?.[1]).sort(), [
      'PORT',
      'PUBLIC_URL',
      'RATE_LIMIT_FACTOR',
      'SECRET_KEY',
      'TRUSTED_PROXIES',
    ]);
    assert.doesNotMatch(lines.join('\n'), /a key that is short/);
  });

  for (const [name, path, pattern] of [
    ['a folder that cannot be', '/dev/null/data/mastodoor.db', /DATABASE_URL/],
    ['a folder in the place of the file', tmpdir(), /DATABASE_URL/],
  ] as const) {
    test(`says what is wrong with ${name}`, async () => {
      const lines = await refusal({ DATABASE_URL: `sqlite:${path}` });
      assert.equal(lines.length, 1, lines.join('\n'));
      assert.match(lines[0] ?? '', pattern);
    });
  }

  test('leaves a file alone that is no database', async () => {
    const path = join(folder, 'letter.db');
    const letter = 'Dear reader, this is a letter and not a database. '.repeat(100);
    await writeFile(path, letter);
    const lines = await refusal({ DATABASE_URL: `sqlite:${path}` });
    assert.equal(lines.length, 1, lines.join('\n'));
    assert.match(lines[0] ?? '', /no database/);
  });
});
