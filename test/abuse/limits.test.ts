/**
 * Each limit fires where it belongs, counted by what it says: a /64 of IPv6 is one address, an account is one however it
 * is spelt and from wherever it is tried; on one node, and on two that the tries reach in turns.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rateLimits } from '../../src/http/rate-limiter.ts';
import { ALLOWED, type Attempt, addressOf, attempts, type LimitName, START, startLimited } from './limit-attempts.ts';

for (const [name, limit] of Object.entries(attempts) as [LimitName, Attempt][]) {
  const { by, ready, endsBefore } = limit;
  const { max, period } = rateLimits[name];
  const words = `${max} in ${period / 60_000} minutes, and then 429 for ${by === 'address' ? 'the /64' : 'it'} alone`;
  for (const nodes of ['one node', 'two nodes'] as const) {
    test(`${rateLimits[name].name} on ${nodes}: ${words}`, async () => {
      const server = await startLimited(name);
      try {
        if (nodes === 'two nodes') await server.becomeTwoNodes();
        const attempt = await ready(server);
        for (let index = 0; index < ALLOWED; index++) {
          server.address = addressOf(limit, index);
          assert.notEqual((await attempt(index, 'this')).status, 429, `try ${index + 1}`);
        }
        server.address = addressOf(limit, ALLOWED);
        assert.equal((await attempt(ALLOWED, 'this')).status, 429);
        assert.equal(server.answered.at(-1)?.limit, rateLimits[name].name, 'the log says which limit it was');
        server.address = by === 'address' ? '2001:db8:0:2::1' : addressOf(limit, ALLOWED);
        assert.notEqual((await attempt(ALLOWED + 1, by === 'address' ? 'this' : 'other')).status, 429, 'another');
        if (endsBefore) return;
        server.now = () => START + period;
        server.address = addressOf(limit, 0);
        assert.notEqual((await attempt(ALLOWED + 2, 'this')).status, 429, 'the next window');
      } finally {
        await server.close();
      }
    });
  }
}
