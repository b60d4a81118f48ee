import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { TestBrowser, userToken } from '../../test/support/test-browser.ts';
import { type RegisteredApp, TestServer } from '../../test/support/test-server.ts';
import { digestOf } from '../protocol/secret.ts';

const MINUTE = 60_000;
/** The beginning of a window of every length that there is. */
const midnight = Date.UTC(2030, 0, 1);

let server: TestServer;

/** A server with its limits on, whose clock stands. */
async function start(factor = '1'): Promise<void> {
  server = await TestServer.start({ RATE_LIMIT_FACTOR: factor });
  setClock(midnight + 1000);
}

function setClock(instant: number): void {
  server.now = () => instant;
}

beforeEach(() => start());
afterEach(() => server.close());

interface Shown {
  readonly status: number;
  readonly limit: string | null;
  readonly remaining: string | null;
  readonly reset: string | null;
}

function shown(response: Response): Shown {
  const { headers } = response;
  return {
    status: response.status,
    limit: headers.get('x-ratelimit-limit'),
    remaining: headers.get('x-ratelimit-remaining'),
    reset: headers.get('x-ratelimit-reset'),
  };
}

const get = async (path: string, token?: string) =>
  shown(await server.get(path, token === undefined ? {} : { Authorization: `Bearer ${token}` }));

async function repeat(times: number, action: () => Promise<unknown>): Promise<void> {
  for (let time = 0; time < times; time += 1) await action();
}

/** The app and its tokens come from an address of their own, so that they cost the address under test nothing. */
async function elsewhere<T>(action: () => Promise<T>): Promise<T> {
  const { address } = server;
  server.address = '198.51.100.200';
  try {
    return await action();
  } finally {
    server.address = address;
  }
}

const inFiveMinutes = '2030-01-01T00:05:00.000000Z';
const verifyApp = '/api/v1/apps/verify_credentials';
const verifyUser = '/api/v1/accounts/verify_credentials';
const tooMany = (limit: number, reset = inFiveMinutes): Shown => ({
  status: 429,
  limit: String(limit),
  remaining: '0',
  reset,
});

describe('The API', () => {
  test('answers an address 300 times in five minutes, and again in the next five (contract §1.6)', async () => {
    assert.deepEqual(await get('/api/v1/instance'), {
      status: 200,
      limit: '300',
      remaining: '299',
      reset: inFiveMinutes,
    });
    await repeat(298, () => get('/api/v1/nothing'));
    assert.deepEqual(await get('/api/v1/instance'), {
      status: 200,
      limit: '300',
      remaining: '0',
      reset: inFiveMinutes,
    });
    const refusal = await server.get('/api/v1/instance');
    assert.deepEqual(shown(refusal), tooMany(300));
    assert.equal(await refusal.text(), '{"error":"Too many requests"}');
    assert.match(refusal.headers.get('content-type') ?? '', /^application\/json/);
    assert.equal(refusal.headers.get('retry-after'), null);
    setClock(midnight + 5 * MINUTE - 1);
    assert.equal((await get('/api/v1/instance')).status, 429, 'windows are aligned to the clock, not rolling');
    setClock(midnight + 5 * MINUTE);
    assert.equal((await get('/api/v1/instance')).remaining, '299');
  });

  test('counts before it judges: what is refused counts as well (contract §1.6)', async () => {
    await get(verifyUser);
    await get(verifyUser, 'unknown');
    await server.request('/api/v1/apps', {
      method: 'POST',
      body: '{',
      headers: { 'Content-Type': 'application/json' },
    });
    assert.equal((await get('/api/v1/instance')).remaining, '296');
  });

  test('shows its limits with every answer, errors included (contract §1.6, clients §3.14)', async () => {
    for (const path of [verifyUser, '/api/v1/accounts/1', '/api/v1/nothing', '/api/v1/instance']) {
      const { limit, remaining, reset } = await get(path);
      assert.ok(limit !== null && remaining !== null, path);
      assert.match(reset ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
    }
  });

  test('answers one token 300 times in five minutes, and leaves others alone (contract §1.6)', async () => {
    const [one, two] = await elsewhere(async () => {
      const app = await server.registerApp();
      await server.addAccount('alice');
      return [await userToken(server, app, 'alice'), await userToken(server, app, 'alice')];
    });
    assert.deepEqual(await get(verifyApp, one), { status: 200, limit: '300', remaining: '299', reset: inFiveMinutes });
    await repeat(299, () => get(verifyApp, one));
    assert.deepEqual(await get(verifyApp, one), tooMany(300));
    assert.equal((await get(verifyApp, two)).status, 200);
    server.address = '203.0.113.77';
    assert.equal((await get(verifyApp, one)).status, 429, 'from wherever it is used');
  });

  test('answers one person 1,500 times in five minutes, through however many tokens (contract §1.6)', async () => {
    const tokens = await elsewhere(async () => {
      const app = await server.registerApp();
      await server.addAccount('alice');
      return Promise.all(Array.from({ length: 6 }, () => userToken(server, app, 'alice')));
    });
    for (const token of tokens.slice(0, 5)) await repeat(299, () => get(verifyApp, token));
    // 1,495 are counted: the person's limit is now as near as the token's.
    assert.deepEqual(await get(verifyApp, tokens[5]), {
      status: 200,
      limit: '1500',
      remaining: '4',
      reset: inFiveMinutes,
    });
    await repeat(4, () => get(verifyApp, tokens[5]));
    assert.deepEqual(await get(verifyApp, tokens[5]), tooMany(1500));
  });

  test("counts an app's token against the address too, as nobody stands behind it (contract §1.6)", async () => {
    const [one, two] = await elsewhere(async () => {
      const app = await server.registerApp();
      return [await server.appToken(app), await server.appToken(app)];
    });
    await repeat(150, () => get(verifyApp, one));
    await repeat(149, () => get(verifyApp, two));
    assert.equal((await get(verifyApp, two)).remaining, '0');
    assert.deepEqual(await get(verifyApp, two), tooMany(300));
    server.address = '203.0.113.77';
    assert.deepEqual(await get(verifyApp, two), { status: 200, limit: '300', remaining: '148', reset: inFiveMinutes });
  });

  test("does not count a person's token against the address (contract §1.6)", async () => {
    const token = await elsewhere(async () => {
      const app = await server.registerApp();
      await server.addAccount('alice');
      return userToken(server, app, 'alice');
    });
    await repeat(50, () => get(verifyApp, token));
    assert.equal((await get('/api/v1/instance')).remaining, '299');
  });

  test('takes an unknown token for none (contract §1.6)', async () => {
    await repeat(10, () => get(verifyApp, 'unknown'));
    assert.equal((await get('/api/v1/instance')).remaining, '289');
  });

  test('pages 300 times in fifteen minutes, whatever parameter asks for it (contract §1.6)', async () => {
    const { id } = await server.addAccount('alice');
    const inFifteenMinutes = '2030-01-01T00:15:00.000000Z';
    const path = `/api/v1/accounts/${id}/followers`;
    let time = 0;
    for (let count = 0; count < 300; count += 1) {
      // Spread over three windows of the address's own limit.
      time = Math.floor(count / 100) * 5 * MINUTE;
      setClock(midnight + time);
      const name = ['page', 'min_id', 'max_id', 'since_id'][count % 4];
      assert.equal((await get(`${path}?${name}=1`)).status, 200);
    }
    assert.deepEqual(await get(`${path}?max_id=1`), tooMany(300, inFifteenMinutes));
    assert.equal((await get(`${path}?max_id=`)).status, 200, 'an empty parameter does not page');
    assert.equal((await get(path)).status, 200);
    setClock(midnight + 15 * MINUTE);
    assert.equal((await get(`${path}?max_id=1`)).status, 200);
  });

  test('shows the tightest of its limits (contract §1.6)', async () => {
    const { id } = await server.addAccount('alice');
    await repeat(10, () => get('/api/v1/instance'));
    const path = `/api/v1/accounts/${id}/followers?max_id=1`;
    assert.equal((await get(path)).remaining, '289', 'of the address, as paging has 299 left');
    setClock(midnight + 5 * MINUTE);
    assert.deepEqual(await get(path), {
      status: 200,
      limit: '300',
      remaining: '298',
      reset: '2030-01-01T00:15:00.000000Z',
    });
  });
});

describe('An address', () => {
  const instance = '/api/v1/instance';
  const remainingAt = async (address: string) => {
    server.address = address;
    return (await get(instance)).remaining;
  };

  test('of IPv6 counts with its whole /64, and not with the next (contract §1.6, CVE-2026-45364)', async () => {
    assert.equal(await remainingAt('2001:db8:1:2::1'), '299');
    assert.equal(await remainingAt('2001:db8:1:2:ffff:ffff:ffff:ffff'), '298');
    assert.equal(await remainingAt('2001:0DB8:0001:0002:0::9'), '297');
    assert.equal(await remainingAt('2001:db8:1:3::1'), '299');
  });

  test('of IPv4 counts alone, also when it is written as IPv6 (contract §1.6)', async () => {
    assert.equal(await remainingAt('192.0.2.1'), '299');
    assert.equal(await remainingAt('192.0.2.2'), '299');
    assert.equal(await remainingAt('::ffff:192.0.2.1'), '298');
    assert.equal(await remainingAt('::ffff:c000:201'), '297');
  });

  test('of this very machine is not exempt (decision 17)', async () => {
    for (const address of ['127.0.0.1', '::1']) {
      server.address = address;
      await repeat(300, () => get(instance));
      assert.equal((await get(instance)).status, 429, address);
    }
  });
});

describe('The OAuth endpoints', () => {
  const endpoints: Record<string, () => Promise<Response>> = {
    'POST /oauth/token': () => server.post('/oauth/token', {}),
    'POST /oauth/revoke': () => server.post('/oauth/revoke', {}),
    'POST /oauth/introspect': () => server.post('/oauth/introspect', {}),
    'GET /oauth/userinfo': () => server.get('/oauth/userinfo'),
    'POST /oauth/token/': () => server.post('/oauth/token/', {}),
  };
  for (const [name, send] of Object.entries(endpoints)) {
    test(`answer an address 300 times in five minutes: ${name} (decision 17)`, async () => {
      await repeat(300, async () => assert.notEqual((await send()).status, 429));
      const refusal = await send();
      assert.equal(refusal.status, 429);
      assert.equal(await refusal.text(), '{"error":"Too many requests"}');
      server.address = '203.0.113.77';
      assert.notEqual((await send()).status, 429);
      setClock(midnight + 5 * MINUTE);
      server.address = '192.0.2.1';
      assert.notEqual((await send()).status, 429);
    });
  }

  test('show no limits while there is room (contract §1.6)', async () => {
    const { limit, remaining, reset } = shown(await server.post('/oauth/token', {}));
    assert.deepEqual([limit, remaining, reset], [null, null, null]);
  });

  test('do not take room away from the API (decision 17)', async () => {
    await repeat(50, () => server.post('/oauth/token', {}));
    assert.equal((await get('/api/v1/instance')).remaining, '299');
  });

  test('answer the authorization page 300 times too, with a page that says so (decision 17)', async () => {
    await repeat(300, () => server.get('/oauth/authorize'));
    const refusal = await server.get('/oauth/authorize');
    assert.equal(refusal.status, 429);
    assert.match(refusal.headers.get('content-type') ?? '', /^text\/html/);
  });

  test('count however the path is spelt: another spelling is the same endpoint or none (CVE-2026-45364)', async () => {
    const registration = { client_name: 'x', redirect_uris: 'https://app.example/' };
    const limited: Record<string, () => Promise<Response>> = {
      '/oauth/token': () => server.post('/oauth/token', {}),
      '/oauth/revoke': () => server.post('/oauth/revoke', {}),
      '/api/v1/apps': () => server.post('/api/v1/apps', registration),
    };
    for (const [path, send] of Object.entries(limited)) {
      while ((await send()).status !== 429);
      const last = path.slice(path.lastIndexOf('/') + 1);
      for (const spelling of [
        `${path}/`,
        `${path}//`,
        `/${path}`,
        path.replace(`/${last}`, `//${last}`),
        path.toUpperCase(),
        path.replace(last, `%${last.charCodeAt(0).toString(16)}${last.slice(1)}`),
        path.replace(`/${last}`, `%2f${last}`),
        path.replace(`/${last}`, `\\${last}`),
        `${path};v=1`,
        `${path}.json`,
        `${path}?x=1`,
        `/x/..${path}`,
        `/x/%2e%2e${path}`,
        `/.${path}`,
        `${path}%00`,
        `${path}%20`,
      ]) {
        const response = await server.post(server.origin + spelling, registration);
        assert.ok([404, 429].includes(response.status), `${spelling}: ${response.status}`);
      }
    }
  });

  test('cannot be overrun by many requests at once (decision 17)', async () => {
    const responses = await Promise.all(Array.from({ length: 350 }, () => server.post('/oauth/token', {})));
    assert.equal(responses.filter(({ status }) => status === 429).length, 50);
  });
});

test('New follows are limited by the day, and only new ones count (contract §1.6, §12.7)', async () => {
  await server.close();
  await start('0.005');
  const { id: accountId } = await server.addAccount('alice');
  const names = ['bob', 'carol', 'dave'];
  const ids = await Promise.all(names.map(async (name) => (await server.addAccount(name)).id));
  const token = server.world.randomSecret();
  await server.store.addGrantWithToken(
    { appId: undefined, accountId, scopes: ['follow'], redirectUri: undefined, createdAt: server.now() },
    { digest: digestOf(token), createdAt: server.now(), expiresAt: undefined },
  );
  const follow = async (id: string | undefined, window: number) => {
    // The token's own limit is one request in five minutes here.
    setClock(midnight + window * 5 * MINUTE);
    const headers = { Authorization: `Bearer ${token}` };
    return shown(await server.request(`/api/v1/accounts/${id}/follow`, { method: 'POST', headers }));
  };
  assert.equal((await follow(ids[0], 0)).status, 200);
  assert.equal((await follow(ids[0], 1)).status, 200, 'this one exists already');
  assert.equal((await follow(ids[1], 2)).status, 200);
  assert.deepEqual(await follow(ids[2], 3), tooMany(2, '2030-01-02T00:00:00.000000Z'));
});

describe('RATE_LIMIT_FACTOR', () => {
  test('multiplies every limit (decision 17)', async () => {
    await server.close();
    await start('0.1');
    assert.equal((await get('/api/v1/instance')).limit, '30');
    await repeat(29, () => get('/api/v1/instance'));
    assert.deepEqual(await get('/api/v1/instance'), tooMany(30));
    await repeat(30, () => server.post('/oauth/token', {}));
    assert.equal((await server.post('/oauth/token', {})).status, 429);
  });

  test('may widen them (decision 17)', async () => {
    await server.close();
    await start('2');
    assert.equal((await get('/api/v1/instance')).limit, '600');
  });

  test('of off shows none and knows none (decision 17)', async () => {
    await server.close();
    await start('off');
    await repeat(400, () => server.post('/api/v1/apps', {}));
    const response = await server.post('/api/v1/apps', {});
    assert.deepEqual(shown(response), { status: 422, limit: null, remaining: null, reset: null });
  });
});

test('A signed-in browser is counted on the authorization page by its account as well (decision 17)', async () => {
  const app: RegisteredApp = await server.registerApp();
  await server.addAccount('alice');
  const browser = new TestBrowser(server);
  await browser.signIn('alice');
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: app.client_id,
    redirect_uri: app.redirect_uri,
    scope: 'read',
  });
  for (let time = 0; time < 300; time += 1) {
    server.address = `203.0.113.${time % 250}`;
    assert.equal((await browser.get(`/oauth/authorize?${query}`)).status, 200);
  }
  server.address = '203.0.113.251';
  assert.equal((await browser.get(`/oauth/authorize?${query}`)).status, 429);
});
