/** Cross-site request forgery, on every form that the route tables have: none is named here, so none is forgotten. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { signedIn } from '../support/browsing.ts';
import type { TestBrowser } from '../support/test-browser.ts';
import { FurnishedServer, formTargets } from './furnished-server.ts';

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
  'the token of another person’s browser': { token: (_, foreign) => foreign, headers: fromHere },
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
  token: string | undefined,
  headers: Readonly<Record<string, string>>,
): Promise<Answer> {
  const response = await browser.request(path, {
    method,
    body: new URLSearchParams(token === undefined ? {} : { authenticity_token: token }),
    headers: { ...headers },
  });
  const page = (await response.text()).replaceAll(/name="authenticity_token" value="[^"]*"/g, '');
  return { status: response.status, location: response.headers.get('location'), page };
}

/** Gone for everybody once there is an account; its own tests stand beside it. */
const gone = 'POST /auth/setup';

for (const target of formTargets) {
  describe(`${target.method} ${target.path}`, () => {
    test('does nothing for a form that a stranger made, and tells it from one of its own', async () => {
      const house = await FurnishedServer.start();
      try {
        await house.server.addAccount('mallory');
        const foreign = await house.tokenOf(await signedIn(house.server, 'mallory'));
        const right = await house.tokenOf(house.owner);
        const paths = house.fill(target.path).map((path) => ({ method: target.method, path }));
        const cookies = new Map(house.owner.cookies);
        const before = house.content();
        const forged = new Map<string, Answer>();
        for (const [name, forgery] of Object.entries(forgeries)) {
          for (const at of paths) {
            const answer = await send(house.owner, at, forgery.token(right, foreign), forgery.headers);
            assert.ok(answer.status >= 400 && answer.status < 500, `${name}: ${answer.status}`);
            assert.equal(answer.location, null, name);
            forged.set(at.path, answer);
          }
        }
        assert.deepEqual(house.content(), before);
        assert.deepEqual(house.owner.cookies, cookies, 'the session was touched');
        let reached = 0;
        for (const at of paths) {
          const answer = await send(house.owner, at, right, fromHere);
          assert.ok(answer.status < 500, `${answer.status}`);
          // It names something of another kind.
          if (answer.status === 404) continue;
          reached += 1;
          assert.notDeepEqual(answer, forged.get(at.path), 'the right form is refused as the forged ones are');
          break;
        }
        assert.equal(reached, `${target.method} ${target.path}` === gone ? 0 : 1, 'no path led anywhere');
      } finally {
        await house.close();
      }
    });
  });
}

test('there are forms', () => assert.ok(formTargets.length >= 10));
