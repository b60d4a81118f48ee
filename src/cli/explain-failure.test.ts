import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StoreUnavailable } from '../flows/ports.ts';
import { ConfigError } from '../server/config.ts';
import { UnfinishedCopy } from '../storage/copy/copy-mark.ts';
import { CliFailure } from './cli-failure.ts';
import { exitCodes } from './exit-codes.ts';
import { explainFailure } from './explain-failure.ts';

const failures: readonly (readonly [Error, number])[] = [
  [new CliFailure('There is none.'), exitCodes.failed],
  [new ConfigError('PORT: is wrong'), exitCodes.misused],
  [new StoreUnavailable('The database is busy'), exitCodes.failed],
  [new UnfinishedCopy('another'), exitCodes.failed],
];

for (const [failure, exitCode] of failures) {
  test(`a ${failure.name} is explained, also where a joined file of the build has a class of its own for it`, () => {
    const twin = Object.assign(new Error(failure.message), { ...failure, name: failure.name });
    for (const error of [failure, twin]) {
      const explanation = explainFailure(error);
      assert.equal(explanation?.exitCode, exitCode);
      assert.ok(explanation?.sentence.startsWith(failure.message));
    }
  });
}

test('what nobody foresaw is not explained', () => {
  assert.equal(explainFailure(new Error('The database is busy')), undefined);
  assert.equal(explainFailure('StoreUnavailable'), undefined);
});
