import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MalformedParameters, Parameters } from './parameters.ts';

const text = fc.string({ unit: 'binary' }).map((value) => value.toWellFormed().replaceAll('\0', ''));
const plainName = text.filter((name) => !name.includes('['));

test('fromPairs() gives back what a form encodes, whatever the names and values are (RFC 6749 appendix B)', () => {
  const fields = fc.uniqueArray(fc.tuple(plainName, text), { selector: ([name]) => name });
  fc.assert(
    fc.property(fields, (pairs) => {
      const encoded = new URLSearchParams(pairs).toString();
      const parameters = Parameters.fromPairs(new URLSearchParams(encoded));
      for (const [name, value] of pairs) {
        assert.equal(parameters.one(name), value);
        assert.deepEqual(parameters.all(name), [value]);
      }
    }),
  );
});

test('fromJson() gives back every text of an object, whatever its names are', () => {
  fc.assert(
    fc.property(fc.dictionary(text, text), (body) => {
      const parameters = Parameters.fromJson(JSON.parse(JSON.stringify(body)));
      for (const [name, value] of Object.entries(body)) assert.equal(parameters.one(name), value);
    }),
  );
});

/** Asks everything that can be asked; only {@link MalformedParameters} may be thrown, and values are only ever texts. */
function interrogate(make: () => Parameters, names: readonly string[]): void {
  try {
    const parameters = make();
    for (const name of [...names, 'code', '__proto__', '']) {
      assert.equal(typeof parameters.has(name), 'boolean');
      assert.equal(typeof parameters.isComposite(name), 'boolean');
      assert.ok(parameters.all(name).every((value) => typeof value === 'string'));
      try {
        const one = parameters.one(name);
        assert.ok(one === undefined || parameters.all(name).join() === one);
      } catch (error) {
        assert.ok(error instanceof MalformedParameters);
      }
    }
  } catch (error) {
    assert.ok(error instanceof MalformedParameters);
  }
}

const nastyName = fc.oneof(
  text,
  fc.constantFrom('code', 'code[]', 'code[x]', '__proto__', '__proto__[x]', '[]', 'a]['),
);

test('fromPairs() throws nothing but MalformedParameters, on any names and values (decisions, Bodies)', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(nastyName, fc.anything())), (pairs) => {
      interrogate(
        () => Parameters.fromPairs(pairs),
        pairs.map(([name]) => name),
      );
    }),
  );
});

test('fromJson() throws nothing but MalformedParameters, on any JSON (decisions, Bodies)', () => {
  const value = fc.oneof(fc.jsonValue(), fc.dictionary(nastyName, fc.jsonValue()), fc.anything());
  fc.assert(
    fc.property(value, (body) => {
      const names = typeof body === 'object' && body !== null ? Object.keys(body) : [];
      interrogate(() => Parameters.fromJson(body), names);
    }),
  );
});

test('one() never picks one of several values: who sends two gets none (RFC 6749 §3.1)', () => {
  const values = fc.array(text, { minLength: 2, maxLength: 4 });
  fc.assert(
    fc.property(plainName, values, (name, list) => {
      const parameters = Parameters.fromPairs(list.map((value) => [name, value] as const));
      assert.throws(() => parameters.one(name), MalformedParameters);
    }),
  );
});
