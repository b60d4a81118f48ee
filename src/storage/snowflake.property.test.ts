import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { createIdsAt, createSnowflake, firstIdAt, lastIdAt, SNOWFLAKE_END } from './snowflake.ts';

const clock = fc.array(fc.integer({ min: 1, max: SNOWFLAKE_END - 1 }), { minLength: 1, maxLength: 50 });
const starts = fc.infiniteStream(fc.integer({ min: 0, max: 2 ** 15 - 1 }));

/** The ids that one process makes while its clock shows `instants`, one after the other. */
function idsAt(instants: readonly number[], start?: () => number): readonly bigint[] {
  const left = [...instants];
  const nextId = createSnowflake(() => left.shift() ?? 0, start);
  return instants.map(() => nextId());
}

describe('createSnowflake()', () => {
  test('makes strictly increasing ids below 2^63, whatever the clock does', () => {
    fc.assert(
      fc.property(clock, starts, (instants, stream) => {
        const ids = idsAt(instants, () => stream.next().value);
        for (const [index, id] of ids.entries()) {
          assert.ok(id > (ids[index - 1] ?? 0n));
          assert.ok(id < 2n ** 63n);
        }
      }),
    );
  });

  test('puts the instant into the high bits while the clock goes forwards', () => {
    fc.assert(
      fc.property(clock, (instants) => {
        const forwards = [...new Set(instants)].sort((a, b) => a - b);
        const ids = idsAt(forwards);
        assert.deepEqual(
          ids.map((id) => Number(id >> 16n)),
          forwards,
        );
      }),
    );
  });

  test('stays unique when far more ids are made in one millisecond than the sequence holds', () => {
    const ids = idsAt(Array(200_000).fill(1_700_000_000_000));
    assert.equal(new Set(ids).size, ids.length);
  });

  test('makes no id at an instant that does not fit', () => {
    for (const instant of [SNOWFLAKE_END, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      assert.throws(() => idsAt([instant]), RangeError);
    }
  });
});

describe('createIdsAt()', () => {
  test('makes ids of just the instants that it is given, in any order, and none of them twice', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 200 }), starts, (instants, stream) => {
        const idAt = createIdsAt(() => stream.next().value);
        const ids = instants.map((instant) => ({ instant, id: idAt(instant) }));
        assert.equal(new Set(ids.map(({ id }) => id)).size, ids.length);
        for (const { instant, id } of ids) assert.ok(id >= firstIdAt(instant) && id <= lastIdAt(instant));
        for (const instant of new Set(instants)) {
          const own = ids.filter((one) => one.instant === instant).map(({ id }) => id);
          assert.deepEqual(
            own,
            own.toSorted((a, b) => (a < b ? -1 : 1)),
          );
        }
      }),
    );
  });

  test('starts each instant at random, so that two processes hardly ever meet', () => {
    const [one, two] = [createIdsAt(), createIdsAt()];
    const met = Array.from({ length: 100 }, (_, instant) => one(instant) === two(instant));
    assert.ok(met.filter(Boolean).length < 5);
  });

  test('forgets instants that are long past, and no recent one', () => {
    const idAt = createIdsAt(() => 0);
    for (let instant = 0; instant < 1000; instant += 1) idAt(instant);
    assert.equal(idAt(0), 1n);
    idAt(1000);
    assert.equal(idAt(1), firstIdAt(1) + 1n);
    assert.equal(idAt(0), 0n);
  });

  test('makes no id at an instant that does not fit', () => {
    for (const instant of [SNOWFLAKE_END, -1, Number.NaN]) assert.throws(() => createIdsAt()(instant), RangeError);
  });
});
