import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isFoundByOthers, isShownInLists } from './visible-person.ts';

const rows = [
  { state: 'active', found: true, listed: true },
  { state: 'disabled', found: true, listed: true },
  { state: 'suspended', found: true, listed: false },
  { state: 'unconfirmed', found: false, listed: false },
  { state: 'pending', found: false, listed: false },
] as const;

for (const { state, found, listed } of rows) {
  test(`an account that is ${state} is ${found ? '' : 'not '}found and ${listed ? '' : 'not '}listed (contract §12.3)`, () => {
    assert.equal(isFoundByOthers({ state }), found);
    assert.equal(isShownInLists({ state }), listed);
  });
}
