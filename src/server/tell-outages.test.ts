import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StoreUnavailable } from '../flows/ports.ts';
import { type Outage, tellOutages } from './tell-outages.ts';

test('an outage is told with its cause at once, and how much more failed a minute later', async () => {
  const told: Outage[] = [];
  let now = 0;
  const around = tellOutages(
    (outage) => told.push(outage),
    () => now,
  );
  const full = new StoreUnavailable('The database is full');
  const fail = () =>
    assert.rejects(
      around('addToken', () => Promise.reject(full)),
      full,
    );
  await fail();
  await fail();
  now = 59_999;
  await fail();
  assert.deepEqual(told, [{ error: full, count: 1 }]);
  now = 60_000;
  await fail();
  assert.deepEqual(told.slice(1), [{ error: full, count: 3 }]);
});

test('what the database answers goes through, and any other failure is for whoever called to tell', async () => {
  const told: Outage[] = [];
  const around = tellOutages((outage) => told.push(outage));
  assert.equal(await around('findToken', async () => 7), 7);
  await assert.rejects(
    around('findToken', () => Promise.reject(new TypeError('a fault of the code'))),
    TypeError,
  );
  assert.deepEqual(told, []);
});
