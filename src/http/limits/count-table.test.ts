import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { CountTable } from './count-table.ts';

const key = fc.integer({ min: 0, max: 400 }).map((number) => `token ${number}`);
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ act: fc.constant('add' as const), key }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('take back' as const), key }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('remove' as const), key }) },
  {
    weight: 1,
    arbitrary: fc.record({ act: fc.constant('empty' as const), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
  },
);

test('a table counts as a map does, whatever is added, taken back and removed, and however it grows', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 1500, size: 'max' }), (steps) => {
      const table = new CountTable();
      const model = new Map<string, number>();
      const total = () => {
        let sum = 0;
        for (let place = 0; place < table.places; place += 1) sum += table.countAt(place);
        return sum;
      };
      for (const one of steps) {
        if (one.act === 'add') {
          model.set(one.key, (model.get(one.key) ?? 0) + 1);
          assert.equal(table.add(one.key), model.get(one.key));
        } else if (one.act === 'take back') {
          const left = (model.get(one.key) ?? 0) - 1;
          if (left > 0) model.set(one.key, left);
          else model.delete(one.key);
          table.takeBack(one.key);
        } else if (one.act === 'remove') {
          model.delete(one.key);
          table.remove(one.key);
        } else {
          // Which key stands there is not told: it is the one whose count is 1 when it is next added.
          const place = Math.floor(one.share * (table.places - 1));
          const lost = table.countAt(place);
          const before = table.size;
          table.removeAt(place);
          assert.equal(table.size, lost === 0 ? before : before - 1);
          if (lost === 0) continue;
          const gone = [...model.keys()].filter((known) => {
            const isNew = table.add(known) === 1;
            table.takeBack(known);
            return isNew;
          });
          assert.equal(gone.length, 1, 'one key is gone, and no other with it');
          assert.equal(model.get(gone[0] ?? ''), lost);
          model.delete(gone[0] ?? '');
        }
        assert.equal(table.size, model.size);
      }
      assert.equal(
        total(),
        [...model.values()].reduce((sum, count) => sum + count, 0),
      );
      for (const [known, count] of model) assert.equal(table.add(known), count + 1);
    }),
    { numRuns: 60 },
  );
});

test('a table has two to four places for each key once there are many, so that a key takes 64 bytes at most', () => {
  const table = new CountTable();
  for (let index = 0; index < 50_000; index += 1) {
    table.add(`token ${index}`);
    assert.ok(table.size * 2 <= table.places);
    if (index >= 32) assert.ok(table.places <= table.size * 4);
  }
});
