/** Bodies that are too large, broken or of the wrong types, on every route that reads one. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { declaredRoutes } from '../../tools/docs/declared-routes.ts';
import { signedIn } from '../support/browsing.ts';
import type { TestBrowser } from '../support/test-browser.ts';
import { userToken } from '../support/test-browser.ts';
import { FurnishedServer } from './furnished-server.ts';
import { parameterNames } from './parameter-names.ts';

const targets = declaredRoutes().filter(({ method }) => method !== 'GET' && method !== 'OPTIONS');

let house: FurnishedServer;
let browser: TestBrowser;
let bearer: string;
let people = 0;

before(async () => {
  house = await FurnishedServer.start();
  const scopes = 'read write follow push profile admin:read admin:write';
  const app = await house.server.registerApp({ scopes });
  bearer = await userToken(house.server, app, 'owner', scopes);
});
after(() => house.close());

/** Somebody before a browser, anew when a form signed them out. */
async function somebody(): Promise<TestBrowser> {
  if (browser?.cookies.has('__Host-mastodoor_session')) return browser;
  people += 1;
  const { username } = await house.server.addAccount(`somebody_${people}`);
  browser = await signedIn(house.server, username);
  return browser;
}

interface Sent {
  readonly body: NonNullable<RequestInit['body']>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends a body where it would be read: as the person whose form it is, or as the app that holds the token. */
async function send(target: (typeof targets)[number], { body, headers = {} }: Sent): Promise<Response> {
  const [path = target.path] = house.fill(target.path).slice(-1);
  if (target.surface !== 'page') {
    const authorization = { Authorization: `Bearer ${bearer}` };
    return house.server.request(path, { method: target.method, body, headers: { ...authorization, ...headers } });
  }
  const from = await somebody();
  return from.request(path, { method: target.method, body, headers: { 'Sec-Fetch-Site': 'same-origin', ...headers } });
}

const json = { 'Content-Type': 'application/json' };
const form = { 'Content-Type': 'application/x-www-form-urlencoded' };

/** Passwords are judged slowly, and what is no text is refused before. */
const names = parameterNames.filter((name) => name !== 'authenticity_token');

const wrongValues: Readonly<Record<string, unknown>> = {
  'a list': ['x', 'y'],
  'an object': { a: { b: 'c' } },
  null: null,
  'a number': 1e308,
  'a negative number': -1,
  true: true,
  'a list in a list': [[[]]],
  'half of a pair': '\ud800',
  'a zero character': 'a\u0000b',
  'what turns text around': '\u202e\u200b\ufeff',
  'line breaks': 'x\r\nBcc: y@evil.example',
  HTML: '"><img src=x onerror=alert(1)>',
  'a long text': 'x'.repeat(12_000),
};

async function assertRefused(response: Response, statuses?: readonly number[]): Promise<void> {
  const text = await response.text();
  assert.ok(response.status < 500, `${response.status} ${text.slice(0, 300)}`);
  if (statuses !== undefined) assert.ok(statuses.includes(response.status), `${response.status} ${text.slice(0, 300)}`);
  assert.doesNotMatch(text, /node:|\.ts:\d|at async|SQLITE|TypeError|RangeError/);
  if (response.headers.get('content-type')?.startsWith('text/html')) assert.doesNotMatch(text, /<img src=x/);
}

function assertNothingBroke(): void {
  const broken = house.server.answered.filter(({ error, status }) => error !== undefined || status >= 500);
  assert.deepEqual(broken, []);
}

/** Methods of the API that take no members leave a body unread: they answer as without one. */
async function answersTo(target: (typeof targets)[number], refusal: number): Promise<readonly number[]> {
  if (target.surface === 'page') return [refusal];
  return [refusal, (await send(target, { body: '', headers: form })).status];
}

for (const target of targets) {
  describe(`${target.method} ${target.path}`, () => {
    test('refuses 8 MB with 413, whether it is declared or not', async () => {
      const expected = await answersTo(target, 413);
      const bytes = new Uint8Array(8_000_000).fill(0x61);
      await assertRefused(await send(target, { body: bytes, headers: form }), expected);
      const chunks = new ReadableStream({
        start(controller) {
          for (let count = 0; count < 8; count++) controller.enqueue(bytes.subarray(0, 1_000_000));
          controller.close();
        },
      });
      await assertRefused(await send(target, { body: chunks, headers: form }), expected);
      const declared = { ...form, 'Content-Length': '8000000' };
      await assertRefused(await send(target, { body: 'a=b', headers: declared }), expected);
      assertNothingBroke();
    });

    test('refuses what cannot be read with 400', async () => {
      const expected = await answersTo(target, 400);
      for (const [body, headers] of [
        ['{"a":', json],
        ['[]', json],
        ['"x"', json],
        ['null', json],
        ['['.repeat(100_000), json],
        ['<a/>', { 'Content-Type': 'application/xml' }],
        ['a=b', { 'Content-Type': 'multipart/form-data' }],
        ['a=%FF', form],
        [new Uint8Array([0x61, 0x3d, 0xc3, 0x28]), form],
        ['p=1&'.repeat(20_000), form],
      ] as const) {
        await assertRefused(await send(target, { body, headers }), expected);
      }
      assertNothingBroke();
    });

    for (const [what, value] of Object.entries(wrongValues)) {
      test(`takes ${what} in the place of any member for a mistake, and breaks on none`, async () => {
        for (const some of chunksOf(names, 20)) {
          const token = target.surface === 'page' ? { authenticity_token: await tokenOf() } : {};
          const members = Object.fromEntries(some.map((name) => [name, value]));
          await assertRefused(await send(target, { body: JSON.stringify({ ...token, ...members }), headers: json }));
        }
        assertNothingBroke();
      });
    }
  });
}

/** By the session that they belong to. */
const tokens = new Map<string, string>();

async function tokenOf(): Promise<string> {
  const from = await somebody();
  const session = from.cookies.get('__Host-mastodoor_session') ?? '';
  const token = tokens.get(session) ?? (await house.tokenOf(from));
  tokens.set(session, token);
  return token;
}

function chunksOf<Item>(items: readonly Item[], length: number): readonly (readonly Item[])[] {
  const count = Math.ceil(items.length / length);
  return Array.from({ length: count }, (_, index) => items.slice(index * length, (index + 1) * length));
}

test('there are routes and names', () => {
  assert.ok(targets.length >= 30);
  assert.ok(names.length >= 30);
});
