import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { databaseName, readDatabaseUrl } from './database-location.ts';

for (const [given, path] of [
  ['sqlite:./data/x.db', './data/x.db'],
  ['sqlite:/var/lib/x.db', '/var/lib/x.db'],
  ['sqlite:///var/lib/x.db', '/var/lib/x.db'],
] as const) {
  test(`readDatabaseUrl() finds the file ${path} in ${given}`, () => {
    const location = readDatabaseUrl(given);
    assert.deepEqual(location, { engine: 'sqlite', path });
    assert.equal(databaseName(location), resolve(path));
  });
}

for (const [url, name] of [
  ['postgres://me:hush@db.example/door', 'postgres://db.example/door'],
  ['postgresql://me:hush@[::1]:6432/door?sslmode=verify-full', 'postgres://[::1]:6432/door'],
  ['postgres:///door?host=/var/run/postgresql&user=me&password=hush', 'postgres:///var/run/postgresql/door'],
] as const) {
  test(`readDatabaseUrl() takes ${url}, and its name in messages is ${name}`, () => {
    const location = readDatabaseUrl(url);
    assert.deepEqual(location, { engine: 'postgres', url });
    assert.equal(databaseName(location), name);
  });
}

for (const given of [
  'sqlite:',
  'data/x.db',
  'mysql://me:hush@db.example/door',
  'postgres:me:hush',
  'postgres://me:hush@db.example',
  'postgres://me:hush@db.example/',
  'postgres://me:hush@:5432/door',
  'postgres://me:hu/sh@db.example:x/door',
]) {
  test(`readDatabaseUrl() refuses ${given} without repeating it`, () => {
    assert.throws(
      () => readDatabaseUrl(given),
      (error) =>
        error instanceof RangeError && /^must be sqlite: /.test(error.message) && !/hu.?sh/.test(error.message),
    );
  });
}
