import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { dialect } from './dialect.ts';

const root = join(import.meta.dirname, '..', '..');
const isFile = (path: string) => statSync(join(root, path), { throwIfNoEntry: false })?.isFile() === true;

test('each departure has a page name of its own', () => {
  const ids = dialect.map(({ id }) => id);
  assert.deepEqual([...new Set(ids)], ids);
  for (const id of ids) assert.match(id, /^[a-z]+(?:-[a-z]+)*$/);
});

for (const { id, where, tests } of dialect) {
  describe(`the departure ${id}`, () => {
    test('names files that are there', () => {
      assert.ok(where.length > 0);
      assert.deepEqual(
        where.filter((path) => !isFile(path)),
        [],
      );
    });

    test('is proven by tests that are there', () => {
      assert.ok(tests.length > 0);
      assert.deepEqual(
        tests.filter((path) => !isFile(path) || !/\.test\.ts$|^test\/journey-suite\//.test(path)),
        [],
      );
    });
  });
}
