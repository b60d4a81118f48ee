import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { StoreUnavailable } from '../flows/ports.ts';
import { type HealthParts, healthRoutes } from './health.ts';

function ask(routes: ReturnType<typeof healthRoutes>, path: string) {
  const found = routes.find((route) => route.path === path);
  assert.ok(found !== undefined);
  return found.handle(undefined as never, undefined as never);
}

const parts = (changes: Partial<HealthParts>): HealthParts => ({
  store: { ping: async () => undefined },
  isDraining: () => false,
  ...changes,
});

describe('GET /health', () => {
  test('is 200 while the storage answers, and is not cached', async () => {
    const reply = await ask(healthRoutes(parts({})), '/health');
    assert.equal(reply.status, 200);
    assert.deepEqual(JSON.parse(String(reply.body)), { status: 'ok' });
    assert.equal(reply.headers['Cache-Control'], 'no-store');
  });

  test('throws what the storage throws, which every route answers as 503', async () => {
    const store = { ping: async () => Promise.reject(new StoreUnavailable('The database is full')) };
    await assert.rejects(async () => ask(healthRoutes(parts({ store })), '/health'), StoreUnavailable);
  });

  test('waits no longer than its patience for a storage that hangs, and asks it one question at a time', async () => {
    let questions = 0;
    let answer = () => {};
    const ping = () => {
      questions += 1;
      return new Promise<void>((resolve) => {
        answer = resolve;
      });
    };
    const routes = healthRoutes(parts({ store: { ping }, patience: 5 }));
    const all = await Promise.allSettled([1, 2, 3].map(async () => ask(routes, '/health')));
    for (const outcome of all) assert.ok(outcome.status === 'rejected' && outcome.reason instanceof StoreUnavailable);
    await assert.rejects(async () => ask(routes, '/health'), StoreUnavailable);
    assert.equal(questions, 1);
    answer();
    await new Promise((resolve) => setImmediate(resolve));
    const next = ask(routes, '/health');
    answer();
    assert.equal((await next).status, 200);
    assert.equal(questions, 2);
  });

  test('is 503 with Retry-After while the server drains, and the storage is left alone', async () => {
    const store = { ping: () => assert.fail('it was asked') };
    const reply = await ask(healthRoutes(parts({ store, isDraining: () => true })), '/health');
    assert.equal(reply.status, 503);
    assert.match(reply.headers['Retry-After'] ?? '', /^[1-9]\d*$/);
    assert.deepEqual(JSON.parse(String(reply.body)), { status: 'draining' });
  });
});

test('GET /health/live is 200 whatever the storage does, and while the server drains', async () => {
  const store = { ping: () => assert.fail('it was asked') };
  const reply = await ask(healthRoutes(parts({ store, isDraining: () => true })), '/health/live');
  assert.equal(reply.status, 200);
});
