import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isAccountId } from './account-id.ts';

test('isAccountId() takes the ids that directories give', () => {
  const ids = [
    '1',
    '9007199254740993',
    '018f3a0e-7d6c-7e1b-9a52-3c1f0b7f4e21',
    '01HZY3V8Q2N4T6W8X0ABCDEFGH',
    '507f1f77bcf86cd799439011',
    'https://people.example/users/alice?tab=1#me',
    'Zoë Example 🎉',
    ' ',
    'x'.repeat(255),
  ];
  for (const id of ids) assert.equal(isAccountId(id), true, id);
});

test('isAccountId() refuses what an engine may cut, change or mistake for absent', () => {
  const refused = [
    '',
    'x'.repeat(256),
    'a\0',
    '\0',
    'a\nb',
    '\t',
    '\u007f',
    'a\u0085',
    '\ud83c',
    'a\udf89',
    '\udf89\ud83c',
  ];
  for (const text of refused) assert.equal(isAccountId(text), false, JSON.stringify(text));
});
