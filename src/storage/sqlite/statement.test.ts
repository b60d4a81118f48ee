import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import { Statement } from './statement.ts';

const prepared = (sql: string) => new Statement(new DatabaseSync(':memory:', { readBigInts: true }).prepare(sql));

describe('Statement', () => {
  test('gives rows by the names of their columns, whatever these look like', () => {
    const statement = prepared(
      `select 1 as id, 'x' as "a b", null as "it's", x'00ff' as "ü\\" union all select 2, 'y', 3, 4.5`,
    );
    const first = { id: 1n, 'a b': 'x', "it's": null, 'ü\\': new Uint8Array([0, 255]) };
    assert.deepEqual(statement.get(), first);
    assert.deepEqual(statement.all(), [first, { id: 2n, 'a b': 'y', "it's": 3n, 'ü\\': 4.5 }]);
    assert.ok(statement.returnsRows);
  });

  test('gives no row where there is none, and the last of two columns of one name', () => {
    assert.equal(prepared('select 1 as one where 1 = ?').get(2n), undefined);
    assert.deepEqual(prepared('select 1 as one where 1 = ?').all(2n), []);
    assert.deepEqual(prepared('select 1 as one, 2 as one').get(), { one: 2n });
  });

  test('counts the rows that it changed, where it gives none', () => {
    const database = new DatabaseSync(':memory:');
    database.exec('create table t (n); insert into t values (1), (2)');
    const statement = new Statement(database.prepare('update t set n = ? where n > ?'));
    assert.equal(statement.returnsRows, false);
    assert.equal(statement.run(5n, 0n), 2n);
  });

  test('gives the same rows where no code may be made from text', () => {
    const source = `
      import { DatabaseSync } from 'node:sqlite';
      import { Statement } from ${JSON.stringify(import.meta.resolve('./statement.ts'))};
      const statement = new Statement(new DatabaseSync(':memory:').prepare("select 1 as id, 'x' as name"));
      console.log(JSON.stringify([statement.get(), statement.all()]));
    `;
    const flags = ['--disallow-code-generation-from-strings', '--input-type=module-typescript', '--eval', source];
    const { stdout } = spawnSync(process.execPath, flags, { encoding: 'utf8' });
    assert.deepEqual(JSON.parse(stdout), [{ id: 1, name: 'x' }, [{ id: 1, name: 'x' }]]);
  });
});
