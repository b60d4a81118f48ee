/** Cross-site request forgery, on every form that the route tables have: none is named here, so none is forgotten. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TestBrowser } from '../support/test-browser.ts';
import { type FurnishedServer, formTargets } from './furnished-server.ts';
import { situationOf } from './situations.ts';

interface Forgery {
  /** What stands in the place of the right token; undefined for none. */
  readonly token: (right: string, foreign: string) => string | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

const fromHere = { 'Sec-Fetch-Site': 'same-origin' };

const forgeries: Readonly<Record<string, Forgery>> = {
  'no token': { token: () => undefined, headers: fromHere },
  'an empty token': { token: () => '', headers: fromHere },
  'a made-up token': { token: () => 'x'.repeat(43), headers: fromHere },
  'the token of another browser': { token: (_, foreign) => foreign, headers: fromHere },
  'the right token from another site': { token: (right) => right, headers: { 'Sec-Fetch-Site': 'cross-site' } },
  'the right token from a sister site': { token: (right) => right, headers: { 'Sec-Fetch-Site': 'same-site' } },
  'the right token from another origin': { token: (right) => right, headers: { Origin: 'https://evil.example' } },
  'the right token from nowhere': { token: (right) => right, headers: { Origin: 'null' } },
};

interface Answer {
  readonly status: number;
  readonly location: string | null;
  /** The page, without what differs from one answer to the next. */
  readonly page: string;
}

async function send(
  browser: TestBrowser,
  { method, path }: { readonly method: string; readonly path: string },
  fields: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>>,
): Promise<Answer> {
  const response = await browser.request(path, { method, body: new URLSearchParams(fields), headers: { ...headers } });
  const page = (await response.text()).replaceAll(/name="authenticity_token" value="[^"]*"/g, '');
  return { status: response.status, location: response.headers.get('location'), page };
}

/** Gone for everybody once there is an account; its own tests stand beside it. */
const gone = 'POST /auth/setup';

/** Tell nobody whether form or passkey was wrong; that its form works is proven with a real authenticator. */
const alike = new Set(['POST /auth/passkey']);

for (const target of formTargets) {
  const name = `${target.method} ${target.path}`;
  test(`${name} does nothing for a form that a stranger made, and tells it from one of its own`, async () => {
    const { house, browser, fields } = await situationOf(target);
    try {
      const foreign = await house.tokenOf(new TestBrowser(house.server));
      const right = await house.tokenOf(browser);
      const paths = house.fill(target.path).map((path) => ({ method: target.method, path }));
      const cookies = new Map(browser.cookies);
      const before = await house.content();
      const forged = new Map<string, Answer>();
      for (const [kind, { token: choose, headers }] of Object.entries(forgeries)) {
        const token = choose(right, foreign);
        for (const at of paths) {
          const sent = token === undefined ? fields : { ...fields, authenticity_token: token };
          const answer = await send(browser, at, sent, headers);
          assert.ok(answer.status >= 400 && answer.status < 500, `${kind}: ${answer.status}`);
          assert.equal(answer.location, null, kind);
          forged.set(at.path, answer);
        }
      }
      assertSame(await house.content(), before);
      assert.deepEqual(browser.cookies, cookies, 'the session was touched');
      const reached = [];
      for (const at of paths) {
        const answer = await send(browser, at, { ...fields, authenticity_token: right }, fromHere);
        assert.ok(answer.status < 500, `${answer.status}`);
        // It names something of another kind.
        if (answer.status === 404) continue;
        reached.push(at);
        const refusal = forged.get(at.path);
        const same = answer.status === refusal?.status && answer.page === refusal.page;
        assert.equal(same, alike.has(name), 'the right form is refused as the forged ones are');
        break;
      }
      assert.equal(reached.length, name === gone ? 0 : 1, 'no path led anywhere');
    } finally {
      await house.close();
    }
  });
}

/** Names the tables that differ, not their rows. */
function assertSame(after: Awaited<ReturnType<FurnishedServer['content']>>, before: typeof after): void {
  const changed = Object.keys(before).filter((table) => before[table]?.join() !== after[table]?.join());
  assert.deepEqual(changed, []);
}

test('there are forms', () => assert.ok(formTargets.length >= 20));
