import assert from 'node:assert/strict';
import { test } from 'node:test';
import { statementName } from './statement-names.ts';

test('A statement has one name, and what is no statement for data has none', () => {
  const name = statementName('select "id" from "apps" where "id" = $1');
  assert.match(name ?? '', /^mastodoor_/);
  assert.equal(statementName('select "id" from "apps" where "id" = $1'), name);
  assert.notEqual(statementName('select "id" from "apps" where "name" = $1'), name);
  for (const sql of ['begin', 'create table "x" ("y" text)', 'listen "news"']) {
    assert.equal(statementName(sql), undefined);
  }
});

test('Lists of many lengths take no names from the statements that are always the same', () => {
  const list = (length: number) => Array.from({ length }, (_, index) => `$${index + 1}`).join(', ');
  const named = (sql: string) => statementName(sql) !== undefined;
  for (let length = 2; length < 500; length += 1) {
    statementName(`select * from "accounts" where "id" in (${list(length)})`);
    statementName(`insert into "mentions" ("id") values ${Array(length).fill('($1)').join(', ')}`);
  }
  assert.equal(named(`select * from "accounts" where "id" in (${list(500)})`), false, 'not without end');
  assert.ok(named('select * from "accounts" where "id" in ($1)'));
  assert.ok(named('insert into "mentions" ("id") values ($1)'));
  assert.ok(named('select * from "tokens" where "digest" = $1'));
});
