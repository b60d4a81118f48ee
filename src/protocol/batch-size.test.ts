import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { batchSizes, nextBatchSize } from './batch-size.ts';

describe('nextBatchSize()', () => {
  test('lets a batch grow while it is quick, up to a limit', () => {
    assert.equal(nextBatchSize(20, 1), 40);
    assert.equal(nextBatchSize(160, 0), batchSizes.most);
    assert.equal(nextBatchSize(batchSizes.most, 0), batchSizes.most);
  });

  test('halves one that took long, down to a limit', () => {
    assert.equal(nextBatchSize(40, 9), 20);
    assert.equal(nextBatchSize(15, 1000), batchSizes.least);
    assert.equal(nextBatchSize(batchSizes.least, 1000), batchSizes.least);
  });

  test('leaves one alone that is neither', () => {
    assert.equal(nextBatchSize(40, 3), 40);
  });
});
