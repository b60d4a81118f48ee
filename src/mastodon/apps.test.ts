import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { inspect } from 'node:util';
import { redeem, TestBrowser, userToken } from '../../test/support/test-browser.ts';
import { type RegisteredApp, TestServer } from '../../test/support/test-server.ts';

const path = '/api/v1/apps';
const callback = 'https://app.example/callback';
const oob = 'urn:ietf:wg:oauth:2.0:oob';

let server: TestServer;
before(async () => {
  server = await TestServer.start();
});
after(async () => {
  assert.deepEqual(
    server.answered.filter(({ error }) => error !== undefined),
    [],
  );
  await server.close();
});

interface Credentials extends RegisteredApp {
  readonly name: string;
  readonly website: string | null;
  readonly vapid_key: string;
  readonly client_secret_expires_at: number;
}

const form = { client_name: 'Test', redirect_uris: callback };

async function registered(response: Response): Promise<Credentials> {
  assert.equal(response.status, 200, await response.clone().text());
  return (await response.json()) as Credentials;
}

async function refused(response: Response, ...parts: string[]): Promise<void> {
  assert.deepEqual(await response.json(), { error: `Validation failed: ${parts.join(', ')}` });
  assert.equal(response.status, 422);
}

/** Sends pairs as a form, where names may repeat. */
const postPairs = (pairs: [string, string][], headers = {}) =>
  server.request(path, { method: 'POST', body: new URLSearchParams(pairs), headers });

function postMultipart(pairs: readonly (readonly [string, string])[]): Promise<Response> {
  const body = new FormData();
  for (const [name, value] of pairs) body.append(name, value);
  return server.request(path, { method: 'POST', body });
}

describe('The answer to a registration', () => {
  test('is a CredentialApplication with exactly these members in this order (contract §2)', async () => {
    const response = await server.post(path, { ...form, scopes: 'read write', website: 'https://myapp.example' });
    assert.equal(response.headers.get('content-type'), 'application/json; charset=utf-8');
    const text = await response.clone().text();
    const app = await registered(response);
    assert.deepEqual(Object.keys(JSON.parse(text)), [
      'id',
      'name',
      'website',
      'scopes',
      'redirect_uris',
      'redirect_uri',
      'vapid_key',
      'client_id',
      'client_secret',
      'client_secret_expires_at',
    ]);
    assert.match(app.id, /^[1-9][0-9]*$/);
    assert.equal(app.name, 'Test');
    assert.equal(app.website, 'https://myapp.example');
    assert.deepEqual(app.scopes, ['read', 'write']);
    assert.deepEqual(app.redirect_uris, [callback]);
    assert.equal(app.redirect_uri, callback);
    assert.match(app.vapid_key, /^[A-Za-z0-9_-]{86,88}=*$/);
    assert.match(app.client_id, /^[A-Za-z0-9_-]{43}$/);
    assert.match(app.client_secret, /^[A-Za-z0-9_-]{43}$/);
    assert.equal(app.client_secret_expires_at, 0);
  });

  test('has a null website when none was sent, or a blank one (contract §2)', async () => {
    assert.equal((await registered(await server.post(path, form))).website, null);
    assert.equal((await registered(await server.post(path, { ...form, website: ' ' }))).website, null);
    assert.equal((await registered(await server.postJson(path, { ...form, website: null }))).website, null);
  });

  test('has credentials of its own every time, for the same app too (contract §2)', async () => {
    const [one, other] = [
      await registered(await server.post(path, form)),
      await registered(await server.post(path, form)),
    ];
    assert.notEqual(one.id, other.id);
    assert.notEqual(one.client_id, other.client_id);
    assert.notEqual(one.client_secret, other.client_secret);
  });

  test('has a client id that comes after all earlier ones, so that their index grows at its end (ADR 15)', async () => {
    const { clockOffset } = server;
    const ids: string[] = [];
    for (; ids.length < 6; server.clockOffset += 1_000)
      ids.push((await registered(await server.post(path, form))).client_id);
    server.clockOffset = clockOffset;
    assert.deepEqual(ids, ids.toSorted());
  });

  test('is not to be kept by any cache (contract §1.3)', async () => {
    const response = await server.post(path, form);
    assert.equal(response.headers.get('cache-control'), 'private, no-store');
  });

  test('has the same vapid_key as the instance (entities, Application)', async () => {
    const { vapid_key } = await registered(await server.post(path, form));
    const instance = (await (await server.get('/api/v2/instance')).json()) as {
      configuration: { vapid: { public_key: string } };
    };
    assert.equal(vapid_key, instance.configuration.vapid.public_key);
  });
});

describe('A registration may be sent', () => {
  const fields = [
    ['client_name', 'Ünïcode 🐘'],
    ['redirect_uris', `${callback}\n${oob}`],
    ['scopes', 'read write push'],
    ['website', 'https://app.example'],
  ] as [string, string][];
  const ways: Record<string, () => Promise<Response>> = {
    'as a form': () => postPairs(fields),
    'as multipart': () => postMultipart(fields),
    'as JSON': () => server.postJson(path, Object.fromEntries(fields)),
    'as JSON with a charset and parameters in the type': () =>
      server.postJson(path, Object.fromEntries(fields), { 'Content-Type': 'Application/JSON; charset=utf-8' }),
    'as a form without a content type': () => {
      const body = new TextEncoder().encode(new URLSearchParams(fields).toString());
      return server.request(path, { method: 'POST', body });
    },
    'as a form that says it is text/plain': () =>
      server.request(path, { method: 'POST', body: new URLSearchParams(fields).toString() }),
    'in the query, with an empty body': () =>
      server.request(`${path}?${new URLSearchParams(fields)}`, { method: 'POST' }),
    'half in the query, half in the body': () =>
      server.request(`${path}?${new URLSearchParams(fields.slice(2))}`, {
        method: 'POST',
        body: new URLSearchParams(fields.slice(0, 2)),
      }),
    'with a trailing slash in the path': () =>
      server.request(`${path}/`, { method: 'POST', body: new URLSearchParams(fields) }),
  };
  for (const [way, send] of Object.entries(ways)) {
    test(`${way} (contract §1.1, decision 31, clients §3.1)`, async () => {
      const app = await registered(await send());
      assert.equal(app.name, 'Ünïcode 🐘');
      assert.deepEqual(app.redirect_uris, [callback, oob]);
      assert.equal(app.redirect_uri, `${callback}\n${oob}`);
      assert.deepEqual(app.scopes, ['read', 'write', 'push']);
      assert.equal(app.website, 'https://app.example');
    });
  }

  test('with a body that the query does not override (decision 31)', async () => {
    const response = await server.post(`${path}?client_name=Query&scopes=write`, { ...form, client_name: 'Body' });
    const app = await registered(response);
    assert.equal(app.name, 'Body');
    assert.deepEqual(app.scopes, ['write']);
  });

  test('with parameters that nobody knows, which are ignored (contract §2)', async () => {
    const response = await server.post(path, {
      ...form,
      confidential: 'false',
      token_endpoint_auth_method: 'none',
      client_id: 'mine',
      client_secret: 'mine',
      id: '1',
    });
    const app = await registered(response);
    assert.notEqual(app.client_id, 'mine');
    assert.notEqual(app.client_secret, 'mine');
  });

  for (const authorization of ['Bearer (null)', 'Bearer', 'Basic Og==', 'Bearer undefined', 'nonsense']) {
    test(`with the header Authorization: ${authorization}, which is ignored (clients §3.5)`, async () => {
      await registered(await server.post(path, form, { Authorization: authorization }));
    });
  }
});

describe('Redirect URIs', () => {
  const three = [callback, oob, 'com.app:/x'];
  const ways: Record<string, () => Promise<Response>> = {
    'lines of a string': () => server.post(path, { ...form, redirect_uris: three.join('\n') }),
    'lines that end in CRLF': () => server.post(path, { ...form, redirect_uris: three.join('\r\n') }),
    'words of a string': () => server.post(path, { ...form, redirect_uris: `  ${three.join('  ')} ` }),
    'an array in JSON': () => server.postJson(path, { ...form, redirect_uris: three }),
    'an array in JSON with blanks': () => server.postJson(path, { ...form, redirect_uris: ['', ...three, ' '] }),
    'redirect_uris[] in a form': () =>
      postPairs([['client_name', 'T'], ...three.map((uri): [string, string] => ['redirect_uris[]', uri])]),
    'redirect_uris[] in multipart': () =>
      postMultipart([['client_name', 'T'], ...three.map((uri): [string, string] => ['redirect_uris[]', uri])]),
    'a repeated parameter': () =>
      postPairs([['client_name', 'T'], ...three.map((uri): [string, string] => ['redirect_uris', uri])]),
    'the singular redirect_uri, which is understood': () =>
      server.post(path, { client_name: 'T', redirect_uri: three.join('\n') }),
  };
  for (const [way, send] of Object.entries(ways)) {
    test(`may be ${way} (contract §2, decisions, Wrong types)`, async () => {
      assert.deepEqual((await registered(await send())).redirect_uris, three);
    });
  }

  test('in the plural win over the singular (decisions, mixed up)', async () => {
    const app = await registered(await server.post(path, { ...form, redirect_uri: 'https://other.example/' }));
    assert.deepEqual(app.redirect_uris, [callback]);
  });

  test('are kept twice when they are sent twice, and byte for byte (contract §2, clients §3.9)', async () => {
    const uris = [
      'https://a.example/x%2Fy%20?b=%c3%A9',
      'https://A.example:443/',
      'https://a.example/x%2Fy%20?b=%c3%A9',
    ];
    assert.deepEqual(
      (await registered(await server.postJson(path, { ...form, redirect_uris: uris }))).redirect_uris,
      uris,
    );
  });

  const accepted = [
    oob,
    'urn:ietf:wg:oauth:2.0:oob:auto',
    'http://plain.example/cb',
    'http://127.0.0.1:8080/cb',
    'http://[::1]/cb',
    'icecubesapp://',
    'mastodon-android-auth://callback',
    'com.app:/x',
    'com.tapbots.Ivory.10217:/request_token/1',
    'https://elk.zone/api/m.social/oauth/https%3A%2F%2Felk.zone',
    'https://app.example/cb?a=1&b=2',
  ];
  for (const uri of accepted) {
    test(`may be ${uri} (contract §2)`, async () => {
      assert.deepEqual((await registered(await server.post(path, { ...form, redirect_uris: uri }))).redirect_uris, [
        uri,
      ]);
    });
  }

  const forbidden = 'Redirect URI is forbidden by the server.';
  const fragment = 'Redirect URI cannot contain a fragment.';
  const scheme = 'Redirect URI must specify a scheme.';
  const absolute = 'Redirect URI must be an absolute URI.';
  const valid = 'Redirect URI must be a valid URI.';
  const blank = "Redirect URI can't be blank";
  const bad: readonly [string, ...string[]][] = [
    ['javascript:alert(1)', forbidden, scheme],
    ['JavaScript://x/%0aalert(1)', forbidden],
    ['data:text/html,x', forbidden, scheme],
    ['vbscript:x', forbidden, scheme],
    ['file:///etc/passwd', forbidden],
    ['blob:https://a.example/1', forbidden, scheme],
    ['about:blank', forbidden, scheme],
    ['view-source:https://a.example/', forbidden, scheme],
    ['https://a.example/#', fragment],
    ['https://a.example/cb#frag', fragment],
    ['mailto:a@b', scheme],
    ['urn:other:x', scheme],
    ['localhost:3000/cb', scheme],
    ['/relative', absolute],
    ['relative', absolute],
    ['https://', valid],
    ['https:///cb', valid],
    ['https://exämple.example/', valid],
    ['https://user@a.example/', valid],
    ['https://user:pass@a.example/', valid],
    ['https://a.example/\u0000', valid],
    ['', blank],
    [' \n\t ', blank],
  ];
  for (const [uri, ...parts] of bad) {
    test(`may not be ${JSON.stringify(uri)} (contract §2, decision 6)`, async () => {
      await refused(await server.post(path, { ...form, redirect_uris: uri }), ...parts);
    });
  }

  test('are missing when the parameter is, or is an empty array, null or an object (contract §2)', async () => {
    await refused(await server.post(path, { client_name: 'T' }), blank);
    for (const redirect_uris of [[], null, {}, { 0: callback }]) {
      await refused(await server.postJson(path, { client_name: 'T', redirect_uris }), blank);
    }
    await refused(await server.post(path, { client_name: 'T', 'redirect_uris[x]': callback }), blank);
  });

  test('may have 2,000 characters together, and not 2,001 (contract §2)', async () => {
    const rest = 2000 - callback.length - 1 - 'https://b.example/'.length;
    const fits = `${callback}\nhttps://b.example/${'x'.repeat(rest)}`;
    assert.equal(fits.length, 2000);
    await registered(await server.post(path, { ...form, redirect_uris: fits }));
    const tooLong = 'Redirect URI is too long (maximum is 2000 characters)';
    await refused(await server.post(path, { ...form, redirect_uris: `${fits}x` }), tooLong);
    await refused(await server.postJson(path, { ...form, redirect_uris: `${fits}x`.split('\n') }), tooLong);
  });
});

describe('Scopes', () => {
  const mismatch = "Scopes doesn't match those configured on the server.";
  const read: [string, () => Promise<Response>][] = [
    ['absent', () => server.post(path, form)],
    ['null', () => server.postJson(path, { ...form, scopes: null })],
    ['empty', () => server.post(path, { ...form, scopes: '' })],
    ['blank', () => server.post(path, { ...form, scopes: ' \n ' })],
    ['an empty array', () => server.postJson(path, { ...form, scopes: [] })],
    ['an object, which counts as absent', () => server.postJson(path, { ...form, scopes: { 0: 'write' } })],
  ];
  for (const [what, send] of read) {
    test(`are read when they are ${what} (contract §2, decision 10)`, async () => {
      assert.deepEqual((await registered(await send())).scopes, ['read']);
    });
  }

  const understood: [string, () => Promise<Response>][] = [
    [
      'separated by spaces, with doubles dropped',
      () => server.post(path, { ...form, scopes: 'push  read push write:media' }),
    ],
    ['separated by tabs and line ends', () => server.post(path, { ...form, scopes: 'push\tread\r\nwrite:media\n' })],
    [
      'an array, taken as the list that was meant',
      () => server.postJson(path, { ...form, scopes: ['push', 'read', 'write:media'] }),
    ],
    [
      'scopes[] in a form',
      () => postPairs([...Object.entries(form), ['scopes[]', 'push'], ['scopes[]', 'read write:media']]),
    ],
    ['the singular scope, which is understood', () => server.post(path, { ...form, scope: 'push read write:media' })],
    [
      'in the plural although the singular differs',
      () => server.post(path, { ...form, scopes: 'push read write:media', scope: 'write' }),
    ],
  ];
  for (const [what, send] of understood) {
    test(`may be ${what} (contract §2, decision 25)`, async () => {
      assert.deepEqual((await registered(await send())).scopes, ['push', 'read', 'write:media']);
    });
  }

  for (const scopes of ['read,write', 'read%20write', 'crypto', 'READ', 'read nonsense', 'write:', 'read\u0000', '*']) {
    test(`may not be ${JSON.stringify(scopes)} (contract §2)`, async () => {
      await refused(await server.post(path, { ...form, scopes }), mismatch);
    });
  }

  test('are not separated by a plus that was really sent (contract §2)', async () => {
    const response = await server.request(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: `client_name=T&redirect_uris=${encodeURIComponent(callback)}&scopes=read%2Bwrite`,
    });
    await refused(response, mismatch);
  });

  test('may be every one that the metadata lists (contract §10)', async () => {
    const metadata = (await (await server.get('/.well-known/oauth-authorization-server')).json()) as {
      scopes_supported: string[];
    };
    const app = await registered(await server.post(path, { ...form, scopes: metadata.scopes_supported.join(' ') }));
    assert.deepEqual(app.scopes, metadata.scopes_supported);
  });
});

describe('The name', () => {
  const blank = "Application name can't be blank";
  test('may have 60 characters, however many bytes they take, and not 61 (contract §2)', async () => {
    for (const character of ['x', 'ü', '🐘']) {
      assert.equal(
        (await registered(await server.post(path, { ...form, client_name: character.repeat(60) }))).name,
        character.repeat(60),
      );
      await refused(
        await server.post(path, { ...form, client_name: character.repeat(61) }),
        'Application name is too long (maximum is 60 characters)',
      );
    }
  });

  test('is needed (contract §2)', async () => {
    await refused(await server.post(path, { redirect_uris: callback }), blank);
    for (const client_name of ['', '   ', '\n', '\u0000', null, [], {}]) {
      await refused(await server.postJson(path, { ...form, client_name }), blank);
    }
  });

  test('is missing when it is an array, an object or sent twice (decisions, Wrong types)', async () => {
    for (const client_name of [['x'], [['x']], { x: 'x' }]) {
      await refused(await server.postJson(path, { ...form, client_name }), blank);
    }
    await refused(await server.post(path, { redirect_uris: callback, 'client_name[]': 'x' }), blank);
    await refused(await postPairs([...Object.entries(form), ['client_name', 'other']]), blank);
  });

  test('is answered as it is stored, also with half a surrogate in it', async () => {
    const app = await registered(await server.postJson(path, { ...form, client_name: 'a\ud800b' }));
    assert.equal(app.name, 'a\ufffdb');
    assert.equal((await server.store.findApp(app.id))?.name, app.name);
  });

  test('may be a number (contract §2)', async () => {
    assert.equal((await registered(await server.postJson(path, { ...form, client_name: 42 }))).name, '42');
  });

  test('is kept without control characters, also where the app asks for it later', async () => {
    const app = await registered(await server.postJson(path, { ...form, client_name: 'a\u0000b\r\nc\u001bd\u0085e' }));
    assert.equal(app.name, 'abcde');
    assert.equal((await server.store.findApp(app.id))?.name, 'abcde');
  });

  test('is JSON and nothing else, whatever stands in it (Doorkeeper CVE-2018-1000088)', async () => {
    const client_name = '</script><script>alert(1)</script>"\u2028x';
    const response = await server.postJson(path, { ...form, client_name });
    assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
    assert.equal((await registered(response)).name, client_name);
  });
});

describe('The website', () => {
  const invalid = 'Application website is not a valid URL';
  for (const website of ['http://app.example', 'HTTPS://app.example/x?y#z', 'https://bücher.example/']) {
    test(`may be ${website} (contract §2)`, async () => {
      assert.equal((await registered(await server.post(path, { ...form, website }))).website, website);
    });
  }
  for (const website of [
    'app.example',
    'ftp://app.example',
    'javascript:alert(1)',
    'https://',
    'https:///x',
    '/x',
    'https://a b/',
    'https://a.example/\nx',
  ]) {
    test(`may not be ${JSON.stringify(website)} (contract §2)`, async () => {
      await refused(await server.post(path, { ...form, website }), invalid);
    });
  }
  test('counts as absent when it is an array, an object or sent twice (decisions, Wrong types)', async () => {
    for (const website of [['https://a.example'], { x: 'https://a.example' }]) {
      assert.equal((await registered(await server.postJson(path, { ...form, website }))).website, null);
    }
  });

  test('may have 2,000 characters, and not 2,001 (contract §2)', async () => {
    const website = `https://app.example/${'x'.repeat(1980)}`;
    assert.equal(website.length, 2000);
    await registered(await server.post(path, { ...form, website }));
    await refused(
      await server.post(path, { ...form, website: `${website}x` }),
      'Application website is too long (maximum is 2000 characters)',
    );
  });
});

describe('Several faults', () => {
  test('are named together in the order of the contract: nothing sent (contract §2)', async () => {
    await refused(
      await server.request(path, { method: 'POST' }),
      "Application name can't be blank",
      "Redirect URI can't be blank",
    );
  });

  test('are named together in the order of the contract: everything wrong (contract §2)', async () => {
    await refused(
      await server.post(path, {
        client_name: 'x'.repeat(61),
        redirect_uris: `javascript:alert(1) https://a.example/#x relative https:// https://a.example/${'x'.repeat(2000)}`,
        scopes: 'read nonsense',
        website: `ftp://a.example/${'x'.repeat(2000)}`,
      }),
      'Redirect URI is forbidden by the server.',
      'Redirect URI must specify a scheme.',
      'Redirect URI cannot contain a fragment.',
      'Redirect URI must be an absolute URI.',
      'Redirect URI must be a valid URI.',
      "Scopes doesn't match those configured on the server.",
      'Application name is too long (maximum is 60 characters)',
      'Redirect URI is too long (maximum is 2000 characters)',
      'Application website is not a valid URL',
      'Application website is too long (maximum is 2000 characters)',
    );
  });

  test('leave nothing behind (contract §2)', async () => {
    const before = await server.store.listApps({ limit: 1 });
    await server.post(path, { ...form, scopes: 'nonsense' });
    assert.deepEqual(await server.store.listApps({ limit: 1 }), before);
  });
});

test('The sixth registration of an address within ten minutes is refused, until the window ends (contract §1.6)', async () => {
  const limited = await TestServer.start({ RATE_LIMIT_FACTOR: '1' });
  const window = 10 * 60_000;
  // The middle of a window, so that the test does not run over its end.
  limited.clockOffset = window / 2 - (Date.now() % window) + window;
  try {
    for (let remaining = 4; remaining >= 0; remaining -= 1) {
      // What is refused counts as well: counting comes before judging.
      const response = await limited.post(path, remaining === 2 ? {} : form);
      assert.equal(response.status, remaining === 2 ? 422 : 200);
      assert.equal(response.headers.get('x-ratelimit-limit'), '5');
      assert.equal(response.headers.get('x-ratelimit-remaining'), String(remaining));
    }
    const refusal = await limited.post(path, form);
    assert.equal(refusal.status, 429);
    assert.equal(await refusal.text(), '{"error":"Too many requests"}');
    assert.match(refusal.headers.get('content-type') ?? '', /^application\/json/);
    assert.equal(refusal.headers.get('x-ratelimit-limit'), '5');
    assert.equal(refusal.headers.get('x-ratelimit-remaining'), '0');
    const reset = refusal.headers.get('x-ratelimit-reset') ?? '';
    assert.match(reset, /^\d{4}-\d\d-\d\dT\d\d:\d0:00\.000000Z$/);
    assert.equal(Date.parse(reset), (Math.floor(limited.now() / window) + 1) * window);
    assert.equal(refusal.headers.get('retry-after'), null);
    assert.equal(refusal.headers.get('access-control-allow-origin'), '*');

    limited.address = '192.0.2.2';
    assert.equal((await limited.post(path, form)).status, 200);
    limited.address = '192.0.2.1';
    limited.clockOffset += window;
    assert.equal((await limited.post(path, form)).status, 200);
  } finally {
    await limited.close();
  }
});

test('Parallel registrations do not overrun the limit (decision 17)', async () => {
  const limited = await TestServer.start({ RATE_LIMIT_FACTOR: '1' });
  limited.clockOffset = 5 * 60_000 - (Date.now() % 600_000) + 600_000;
  try {
    const statuses = await Promise.all(Array.from({ length: 20 }, async () => (await limited.post(path, form)).status));
    assert.equal(statuses.filter((status) => status === 200).length, 5);
    assert.equal(statuses.filter((status) => status === 429).length, 15);
  } finally {
    await limited.close();
  }
});

test('No secret stands in the database in the clear, only its digest (decision 1)', async () => {
  const own = await TestServer.start();
  try {
    await own.addAccount('alice');
    const app = await own.registerApp();
    const appToken = await own.appToken(app);
    const browser = new TestBrowser(own);
    await browser.signIn('alice');
    const token = await userToken(own, app, 'alice');
    await redeem(own, app, 'worthless');
    const secrets = [app.client_secret, appToken, token, ...browser.cookies.values()].map((value) =>
      value.slice(0, 43),
    );
    assert.ok(secrets.every((secret) => secret.length === 43));
    const rows = inspect(await own.content(), { depth: null, maxArrayLength: null, maxStringLength: null });
    assert.ok(rows.includes(app.client_id), 'all rows were read');
    for (const secret of secrets) assert.ok(!rows.includes(secret));
  } finally {
    await own.close();
  }
});

describe('GET /api/v1/apps/verify_credentials', () => {
  const verify = (token: string, at = server) =>
    at.get('/api/v1/apps/verify_credentials', { Authorization: `Bearer ${token}` });

  test('answers the Application, and never a credential (contract §3, Doorkeeper CVE-2020-10187)', async () => {
    const app = await registered(await server.post(path, { ...form, scopes: 'write', website: 'https://app.example' }));
    const token = await server.appToken(app, 'write');
    const { client_id, client_secret, client_secret_expires_at, ...entity } = app;
    const response = await verify(token);
    assert.equal(response.status, 200);
    assert.deepEqual(await response.json(), entity);
    assert.equal(response.headers.get('cache-control'), 'private, no-store');
  });

  test("takes a person's token of any scope (contract §3)", async () => {
    const app = await server.registerApp({ scopes: 'write:media' });
    await server.addAccount('verena');
    const token = await userToken(server, app, 'verena', 'write:media');
    assert.equal(((await (await verify(token)).json()) as RegisteredApp).id, app.id);
  });

  test('refuses no token and an unknown one (contract §3, §11)', async () => {
    for (const response of [await verify('unknown'), await server.get('/api/v1/apps/verify_credentials')]) {
      assert.equal(response.status, 401);
      assert.deepEqual(await response.json(), { error: 'The access token is invalid' });
    }
  });

  test('refuses an app token on a closed server (contract §3)', async () => {
    const closed = await TestServer.start({ REQUIRE_AUTHENTICATION: 'user' });
    try {
      const response = await verify(await closed.appToken(await closed.registerApp()), closed);
      assert.equal(response.status, 401);
      assert.deepEqual(await response.json(), { error: 'This method requires an authenticated user' });
    } finally {
      await closed.close();
    }
  });
});

test('A registered app is stored as it was answered, and confidential (contract §2)', async () => {
  const app = await registered(await server.post(path, form));
  const found = await server.store.findAppByClientId(app.client_id);
  assert.deepEqual(found?.redirectUris, app.redirect_uris);
  assert.equal(found?.confidential, true);
});
