import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLog } from '../../src/server/log.ts';

test('a secret that gets into the log by mistake is blotted out, and the name of an error is not', () => {
  const lines: string[] = [];
  const log = createLog('info', { write: (line) => lines.push(line) });
  const err = Object.assign(new Error('No space'), { code: 'ENOSPC', token: 'secret' });
  log.main.error({ err, password: 'secret', request: { cookie: 'secret', body: { code: 'secret' } } }, 'failed');
  const [line = ''] = lines;
  assert.doesNotMatch(line, /"secret"/);
  assert.equal((JSON.parse(line) as { err: { code: string } }).err.code, 'ENOSPC');
});
