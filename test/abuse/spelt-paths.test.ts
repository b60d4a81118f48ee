/**
 * No limit is escaped by spelling a path in another way (CVE-2026-45364, and CVE-2025-54879 for limits that look at the wrong
 * path): another spelling is the same path and counted with it, or there is nothing.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rateLimits } from '../../src/http/rate-limiter.ts';
import { ALLOWED, type Attempt, addressOf, attempts, type LimitName, startLimited } from './limit-attempts.ts';

/** Other ways to write a path; `URL` takes dots away as a browser does, so those stand in `test/process/` too. */
function spellingsOf(path: string): readonly string[] {
  const last = path.slice(path.lastIndexOf('/') + 1);
  const first = path.split('/')[1] ?? '';
  const hex = (text: string) => `%${text.charCodeAt(0).toString(16)}`;
  return [
    `${path}/`,
    `${path}//`,
    `/${path}`,
    `//${path}`,
    path.replace(`/${last}`, `//${last}`),
    path.replace(`/${last}`, `/./${last}`),
    path.replace(`/${last}`, `/%2e/${last}`),
    path.replace(`/${last}`, `%2f${last}`),
    path.replace(`/${last}`, `%5c${last}`),
    path.replace(`/${last}`, `\\${last}`),
    path.replace(last, `${hex(last)}${last.slice(1)}`),
    path.replace(last, `%25${hex(last).slice(1)}${last.slice(1)}`),
    path.replace(first, [...first].map(hex).join('')),
    path.toUpperCase(),
    path.replace(first, first.toUpperCase()),
    `${path}.`,
    `${path}..`,
    `${path}/.`,
    `${path}%2f`,
    `${path}%00`,
    `${path}%20`,
    `${path}%09`,
    `${path};v=1`,
    `${path}.json`,
    `${path}%3fx=1`,
    `/x/..${path}`,
    `/x/%2e%2e${path}`,
    // Before the first slash would be another host.
  ].map((spelling) => (spelling.startsWith('/') ? spelling : `/${spelling}`));
}

/** Ids differ from try to try. */
const pattern = (path: string) => path.replaceAll(/\d{5,}|guess_\d+/g, ':id');

for (const [name, limit] of Object.entries(attempts) as [LimitName, Attempt][]) {
  test(`${rateLimits[name].name}: no spelling of the path gets past it`, async () => {
    const server = await startLimited(name);
    try {
      const attempt = await limit.ready(server);
      let limited: { readonly method: string; readonly path: string } | undefined;
      let respell: ((path: string) => string) | undefined;
      const send = server.request.bind(server);
      server.request = (path, init = {}) => {
        const url = new URL(path, server.origin);
        const asked = { method: init.method ?? 'GET', path: pattern(url.pathname) };
        if (respell === undefined) limited = asked;
        else if (asked.method === limited?.method && asked.path === limited.path) {
          return send(server.origin + respell(url.pathname) + url.search, init);
        }
        return send(path, init);
      };
      for (let index = 0; index <= ALLOWED; index++) {
        server.address = addressOf(limit, index);
        await attempt(index, 'this');
      }
      assert.equal(server.answered.at(-1)?.status, 429);
      const count = spellingsOf('/one/two').length;
      for (let place = 0; place < count; place++) {
        let spelt = '';
        respell = (path) => {
          spelt = spellingsOf(path)[place] ?? '';
          return spelt;
        };
        server.address = addressOf(limit, ALLOWED + 1 + place);
        const { status } = await attempt(ALLOWED + 1 + place, 'this');
        assert.notEqual(spelt, '', 'the path was spelt in another way');
        // What no route was found for was neither done nor counted under this limit.
        const nothing = server.answered.at(-1)?.route === '*' && status === 404;
        assert.ok(status === 429 || nothing, `${spelt}: ${status} of ${server.answered.at(-1)?.route}`);
      }
    } finally {
      await server.close();
    }
  });
}
