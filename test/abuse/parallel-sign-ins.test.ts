import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openForm } from '../support/browsing.ts';
import { TestBrowser } from '../support/test-browser.ts';
import { TestServer } from '../support/test-server.ts';

for (const nodes of ['one node', 'two nodes'] as const) {
  test(`of 200 sign-ins at once on ${nodes}, exactly 25 are judged (contract §1.6, decision 17)`, async () => {
    const server = await TestServer.start({ RATE_LIMIT_FACTOR: '1' });
    try {
      if (nodes === 'two nodes') await server.becomeTwoNodes();
      await server.addAccount('alice');
      const browser = new TestBrowser(server);
      const form = await openForm(browser, '/auth/sign_in', '/auth/sign_in');
      // Each from an address of its own, so that the account alone is counted so often.
      let place = 0;
      Object.defineProperty(server, 'address', { get: () => `198.51.100.${place++}` });
      const tries = Array.from({ length: 200 }, (_, index) => {
        const values = { 'user[email]': index % 2 === 0 ? 'alice' : 'ALICE@example.org', 'user[password]': 'wrong' };
        return browser.submit(form, values);
      });
      const statuses = (await Promise.all(tries)).map(({ status }) => status);
      // What was judged is refused, or was too much work for now.
      const judged = statuses.filter((status) => status === 422 || status === 503);
      assert.equal(judged.length, 25);
      assert.equal(statuses.filter((status) => status === 429).length, 175);
      const limits = new Set(server.answered.flatMap(({ limit }) => limit ?? []));
      assert.deepEqual([...limits], ['sign-in by account']);
    } finally {
      await server.close();
    }
  });
}
