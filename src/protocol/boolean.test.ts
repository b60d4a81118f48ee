import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readBoolean } from './boolean.ts';

const falseWords = ['', 'false', 'False', 'FALSE', '0', 'f', 'F', 'off', 'OFF', 'Off', 'none', 'None', 'null', 'Null'];

for (const word of [undefined, ...falseWords, ' ', ' false ']) {
  test(`readBoolean() takes ${JSON.stringify(word)} for false (contract §1.2, decision 13)`, () => {
    assert.equal(readBoolean(word), false);
  });
}

for (const word of ['true', 'True', 'TRUE', '1', 't', 'on', 'yes', 'no', 'n', '00', '-1', 'undefined', 'falsehood']) {
  test(`readBoolean() takes ${JSON.stringify(word)} for true, as it is no false word (contract §1.2)`, () => {
    assert.equal(readBoolean(word), true);
  });
}
