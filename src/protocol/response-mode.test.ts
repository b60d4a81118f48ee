import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isResponseMode } from './response-mode.ts';

for (const mode of ['query', 'fragment']) {
  test(`isResponseMode() knows ${mode} (contract §4.8)`, () => {
    assert.equal(isResponseMode(mode), true);
  });
}

for (const mode of ['form_post', 'Query', 'jwt', 'query ', '', 'length']) {
  test(`isResponseMode() does not know ${JSON.stringify(mode)} (decisions, Not offered)`, () => {
    assert.equal(isResponseMode(mode), false);
  });
}
