import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import pg from 'pg';
import { StoreUnavailable } from '../../flows/ports.ts';
import { asStoreError, isSpent, metAnother, overNetwork, wasRefused } from './postgres-errors.ts';

function errorOf(code: string, severity = 'ERROR'): pg.DatabaseError {
  const error = new pg.DatabaseError('what happened', 10, 'error');
  return Object.assign(error, { code, severity, detail: 'Key (digest)=(secret)', where: 'secret', hint: 'secret' });
}

/** Appendix A of PostgreSQL's manual names the codes. */
const passing = {
  'connection failure': '08006',
  'read only': '25006',
  'wrong password': '28P01',
  'no such database': '3D000',
  'could not serialize': '40001',
  deadlock: '40P01',
  'disk full': '53100',
  'out of memory': '53200',
  'too many connections': '53300',
  'lock timeout': '55P03',
  'statement timeout': '57014',
  'shut down by its administrator': '57P01',
  'shut down by a crash': '57P02',
  'starting up': '57P03',
  'input or output failed': '58030',
  damaged: 'XX001',
};

for (const [name, code] of Object.entries(passing)) {
  test(`an error that may pass is StoreUnavailable and repeats no value: ${name} (${code})`, () => {
    const error = asStoreError(errorOf(code));
    assert.ok(error instanceof StoreUnavailable);
    assert.doesNotMatch(
      JSON.stringify({ ...error, message: error.message, cause: { ...(error.cause as Error) } }),
      /secret/,
    );
  });
}

for (const [name, code] of Object.entries({
  'not unique': '23505',
  'no such table': '42P01',
  'not permitted': '42501',
})) {
  test(`an error that will not pass stays what it is, and repeats no value: ${name} (${code})`, () => {
    const error = asStoreError(errorOf(code));
    assert.ok(error instanceof pg.DatabaseError);
    assert.equal(error.code, code);
    assert.doesNotMatch(JSON.stringify(error), /secret/);
  });
}

describe('errors of pg itself', () => {
  test('are StoreUnavailable when they come from the network, and others are not', async () => {
    const error = new Error('Connection terminated unexpectedly');
    await assert.rejects(overNetwork(Promise.reject(error)), error);
    assert.ok(asStoreError(error) instanceof StoreUnavailable);
    const other = new TypeError('A mistake of ours');
    assert.equal(asStoreError(other), other);
    assert.ok(isSpent(error) && !isSpent(other));
  });
});

test('only work that surely left nothing counts as refused', () => {
  for (const code of ['23505', '40001', '53100', '57014']) assert.ok(wasRefused(errorOf(code)), code);
  for (const code of ['57P01', '08006', '58030', 'XX000']) assert.equal(wasRefused(errorOf(code)), false, code);
  assert.equal(wasRefused(errorOf('53100', 'FATAL')), false);
  assert.equal(wasRefused(new Error('Connection terminated')), false);
});

test('work is run anew only when it met other work', () => {
  assert.ok(metAnother(errorOf('40001')) && metAnother(errorOf('40P01')));
  assert.equal(metAnother(errorOf('23505')), false);
});
