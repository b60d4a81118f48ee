import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { streamJson } from './stream-json.ts';

async function* inTurn(elements: readonly unknown[]) {
  yield* elements;
}

test('what is written piece by piece reads as the object that it is', async () => {
  const members = fc.dictionary(fc.string(), fc.jsonValue(), { noNullPrototype: true });
  const lists = fc.dictionary(fc.string(), fc.array(fc.jsonValue()), { noNullPrototype: true });
  await fc.assert(
    fc.asyncProperty(members, lists, async (some, others) => {
      // A name can only be there once.
      const single = Object.fromEntries(Object.entries(others).filter(([name]) => !Object.hasOwn(some, name)));
      const streams = Object.fromEntries(Object.entries(single).map(([name, list]) => [name, inTurn(list)]));
      let text = '';
      for await (const piece of streamJson(some, streams)) text += piece;
      assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify({ ...some, ...single })));
    }),
  );
});
