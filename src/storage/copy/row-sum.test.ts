import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RowSum } from './row-sum.ts';
import type { Row } from './rows.ts';

function sumOf(rows: readonly Row[]): RowSum {
  const sum = new RowSum();
  for (const row of rows) sum.add(row);
  return sum;
}

const first = { id: 1n, name: 'a', at: null };
const second = { id: 2n, name: '', at: 5n };

test('the same rows have the same sum, in any order of rows and of columns, and whichever engine read an integer', () => {
  assert.ok(sumOf([first, second]).equals(sumOf([second, first])));
  assert.ok(sumOf([first]).equals(sumOf([{ at: null, name: 'a', id: 1 }])));
});

test('a row less, a row twice, and any other value have another sum', () => {
  const others: readonly (readonly Row[])[] = [
    [first],
    [first, first],
    [first, second, second],
    [first, { ...second, name: ' ' }],
    [first, { ...second, name: null }],
    [first, { ...second, at: '5' }],
    [first, { ...second, at: null }],
    [{ ...first, name: 'a"1:' }, second],
  ];
  for (const rows of others) assert.equal(sumOf([first, second]).equals(sumOf(rows)), false);
});
