import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { authorizationOf, countStored, membersOf, openForm, signedIn } from '../../test/support/browsing.ts';
import { languageOf, outwardLinksOf, textOf } from '../../test/support/read-page.ts';
import { authorizePath, consentForms, formsOf, redeem, TestBrowser } from '../../test/support/test-browser.ts';
import { type RegisteredApp, TestServer } from '../../test/support/test-server.ts';
import { OOB } from '../protocol/redirect-uri.ts';

const callback = 'https://app.example/callback';

let server: TestServer;
let app: RegisteredApp;

before(async () => {
  server = await TestServer.start();
  await server.addAccount('alice');
  await server.addAccount('bob');
});

/** Each test has an app of its own, which nobody let in yet. */
beforeEach(async () => {
  app = await server.registerApp();
});

after(() => server.close());

/** An authorization request whose parameters may also be left out. */
function pathWithout(parameters: Readonly<Record<string, string | undefined>>, from = app): string {
  const url = new URL(authorizePath(from, { state: 'kept', code_challenge: '' }), server.origin);
  url.searchParams.delete('code_challenge');
  for (const [name, value] of Object.entries(parameters)) {
    if (value === undefined) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  return `${url.pathname}${url.search}`;
}

interface Refusal {
  readonly of: string;
  readonly parameters: Readonly<Record<string, string | undefined>>;
  readonly status: number;
  readonly words: string;
  /** The error that the way back carries; absent where there must be no way back. */
  readonly error?: string;
}

const unknownClient =
  'Client authentication failed due to unknown client, no client authentication included, or unsupported authentication method.';
const badRedirect = 'The redirect uri included is not valid.';
const badScope = 'The requested scope is invalid, unknown, or malformed.';
const badMethod = 'The code_challenge_method must be S256.';
const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

const refusals: readonly Refusal[] = [
  {
    of: 'no client_id',
    parameters: { client_id: undefined },
    status: 400,
    words: 'Missing required parameter: client_id.',
  },
  {
    of: 'a blank client_id',
    parameters: { client_id: ' ' },
    status: 400,
    words: 'Missing required parameter: client_id.',
  },
  { of: 'an unknown client', parameters: { client_id: 'nobody' }, status: 401, words: unknownClient },
  {
    of: 'an unknown client with a bad redirect URI',
    parameters: { client_id: 'nobody', redirect_uri: 'x' },
    status: 401,
    words: unknownClient,
  },
  { of: 'no redirect_uri', parameters: { redirect_uri: undefined }, status: 400, words: badRedirect },
  { of: 'a malformed redirect_uri', parameters: { redirect_uri: 'not a uri' }, status: 400, words: badRedirect },
  {
    of: 'a redirect_uri that is not registered',
    parameters: { redirect_uri: 'https://evil.example/' },
    status: 400,
    words: badRedirect,
  },
  {
    of: 'a redirect_uri in other letter case (CVE-2020-15234)',
    parameters: { redirect_uri: 'https://app.example/CALLBACK' },
    status: 400,
    words: badRedirect,
  },
  {
    of: 'a redirect_uri with a query of its own',
    parameters: { redirect_uri: `${callback}?x=1` },
    status: 400,
    words: badRedirect,
  },
  { of: 'a script', parameters: { redirect_uri: 'javascript:alert(1)' }, status: 400, words: badRedirect },
  {
    of: 'a bad redirect_uri and a bad response_type',
    parameters: { redirect_uri: 'https://evil.example/', response_type: 'token' },
    status: 400,
    words: badRedirect,
  },
  {
    of: 'no response_type',
    parameters: { response_type: undefined },
    status: 400,
    words: 'Missing required parameter: response_type.',
    error: 'invalid_request',
  },
  {
    of: 'another response_type',
    parameters: { response_type: 'token' },
    status: 400,
    words: 'The authorization server does not support this response type.',
    error: 'unsupported_response_type',
  },
  {
    of: 'an unknown response_mode',
    parameters: { response_mode: 'smoke_signals' },
    status: 400,
    words: 'The authorization server does not support this response mode.',
    error: 'unsupported_response_mode',
  },
  {
    of: 'response_mode=form_post, which would need a script',
    parameters: { response_mode: 'form_post' },
    status: 400,
    words: 'The authorization server does not support this response mode.',
    error: 'unsupported_response_mode',
  },
  {
    of: 'an unknown scope',
    parameters: { scope: 'read fly' },
    status: 400,
    words: badScope,
    error: 'invalid_scope',
  },
  {
    of: 'a scope that is not registered',
    parameters: { scope: 'admin:read' },
    status: 400,
    words: badScope,
    error: 'invalid_scope',
  },
  {
    of: 'a scope with a tab',
    parameters: { scope: 'read\twrite' },
    status: 400,
    words: badScope,
    error: 'invalid_scope',
  },
  {
    of: 'a challenge without a method',
    parameters: { code_challenge: challenge },
    status: 400,
    words: badMethod,
    error: 'invalid_request',
  },
  {
    of: 'a plain challenge',
    parameters: { code_challenge: challenge, code_challenge_method: 'plain' },
    status: 400,
    words: badMethod,
    error: 'invalid_request',
  },
  {
    of: 'a challenge that is no digest (decision 11)',
    parameters: { code_challenge: 'short', code_challenge_method: 'S256' },
    status: 400,
    words: 'The code_challenge must be the SHA-256 of the verifier',
    error: 'invalid_request',
  },
  {
    of: 'an array where a scope belongs (contract §1.1)',
    parameters: { 'scope[]': 'read' },
    status: 400,
    words: 'The parameter scope must be a single string',
    error: 'invalid_request',
  },
  {
    of: 'an array where a redirect URI belongs (contract §1.1)',
    parameters: { 'redirect_uri[]': callback },
    status: 400,
    words: 'The parameter redirect_uri must be a single string',
  },
];

describe('GET /oauth/authorize refuses with a page and never redirects (contract §4.4, decision 8)', () => {
  for (const who of ['signed in', 'signed out'] as const) {
    for (const { of, parameters, status, words, error } of refusals) {
      test(`${of}, ${who}: ${status}, ${error === undefined ? 'no way back' : `a link back with ${error}`}`, async () => {
        const browser = who === 'signed in' ? await signedIn(server) : new TestBrowser(server);
        const before = await countStored(server, 'pending authorizations');
        const response = await browser.get(pathWithout(parameters));
        const html = await response.text();
        assert.equal(response.status, status);
        assert.equal(response.headers.get('location'), null);
        assert.match(response.headers.get('content-type') ?? '', /^text\/html/);
        assert.ok(textOf(html).includes(words), textOf(html));
        assert.equal(await countStored(server, 'pending authorizations'), before, 'nothing is stored');
        if (error === undefined) {
          assert.deepEqual(outwardLinksOf(html), []);
          return;
        }
        const [back = '', ...others] = outwardLinksOf(html);
        assert.deepEqual(others, []);
        assert.ok(back.startsWith(`${callback}?`), back);
        const members = membersOf(back);
        assert.deepEqual([...members.keys()], ['error', 'error_description', 'state', 'iss']);
        assert.equal(members.get('error'), error);
        assert.ok(members.get('error_description')?.startsWith(words));
        assert.equal(members.get('state'), 'kept');
        assert.equal(members.get('iss'), server.origin);
      });
    }
  }

  test('tells who comes with an app that is gone how to get on: it must register anew (lessons 2, 3)', async () => {
    await server.store.deleteApp(app.id, server.now());
    const page = await new TestBrowser(server).get(authorizePath(app));
    assert.equal(page.status, 401);
    assert.match(textOf(await page.text()), /registers anew/);
  });

  test('names the mix-up when scopes or redirect_uris were sent (journeys §5, decision 16)', async () => {
    const browser = await signedIn(server);
    const narrow = await server.registerApp({ scopes: 'write' });
    const scopes = await browser.get(pathWithout({ scope: undefined, scopes: 'read' }, narrow));
    assert.match(textOf(await scopes.text()), /scopes was sent/);
    const uris = await browser.get(pathWithout({ redirect_uri: undefined, redirect_uris: callback }));
    assert.match(textOf(await uris.text()), /redirect_uris was sent/);
  });

  test('the link back uses the fragment when the app asked for it (contract §4.8)', async () => {
    const browser = await signedIn(server);
    const response = await browser.get(pathWithout({ response_mode: 'fragment', scope: 'fly' }));
    const [back = ''] = outwardLinksOf(await response.text());
    assert.ok(back.startsWith(`${callback}#error=invalid_scope`), back);
  });

  test('an out-of-band app has no address to link back to (contract §4.4)', async () => {
    const browser = await signedIn(server);
    const oob = await server.registerApp({ redirectUri: OOB });
    const response = await browser.get(pathWithout({ scope: 'fly' }, oob));
    assert.equal(response.status, 400);
    assert.deepEqual(outwardLinksOf(await response.text()), []);
  });

  test('what the request says of itself is shown as text and never as markup', async () => {
    const browser = await signedIn(server);
    const sent = '<img src=x onerror=alert(1)>';
    for (const parameters of [{ scope: sent }, { redirect_uri: sent }, { state: sent, scope: 'fly' }]) {
      const html = await (await browser.get(pathWithout(parameters))).text();
      assert.ok(!html.includes('<img src=x'), html);
    }
  });

  test('a parameter that is sent twice is refused without a server error (RFC 6749 §3.1, decisions, Settled)', async () => {
    const browser = await signedIn(server);
    for (const name of ['client_id', 'redirect_uri', 'response_type', 'scope', 'state', 'code_challenge']) {
      const response = await browser.get(`${authorizePath(app, { state: 's' })}&${name}=a&${name}=b`);
      assert.equal(response.status, 400, name);
      assert.equal(response.headers.get('location'), null);
      assert.match(textOf(await response.text()), new RegExp(`The parameter ${name} is repeated`));
    }
  });
});

describe('GET /oauth/authorize', () => {
  test('answers with a slash at the end as without, and loses nothing of the query (clients §3.2)', async () => {
    const browser = await signedIn(server);
    const path = authorizePath(app, { state: 'slash' }).replace('/oauth/authorize?', '/oauth/authorize/?');
    const { approve } = consentForms(await (await browser.get(path)).text());
    const location = (await browser.submit(approve)).headers.get('location');
    assert.equal(membersOf(location).get('state'), 'slash');
  });

  test('asks for the default scope when none or a blank one is sent (contract §4.3)', async () => {
    const browser = await signedIn(server);
    for (const scope of [undefined, '', '  ']) {
      const client = await server.registerApp();
      const { approve } = consentForms(await (await browser.get(pathWithout({ scope }, client))).text());
      const code = membersOf((await browser.submit(approve)).headers.get('location')).get('code') ?? '';
      const token = (await (await redeem(server, client, code)).json()) as { scope: string };
      assert.equal(token.scope, 'read');
    }
  });

  test('takes a challenge with S256 and demands its verifier later (contract §4.1, decision 11)', async () => {
    const browser = await signedIn(server);
    const path = authorizePath(app, { code_challenge: challenge, code_challenge_method: 'S256' });
    const { approve } = consentForms(await (await browser.get(path)).text());
    const code = membersOf((await browser.submit(approve)).headers.get('location')).get('code') ?? '';
    assert.equal((await redeem(server, app, code)).status, 400);
    const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
    assert.equal((await redeem(server, app, code, { code_verifier: verifier })).status, 200);
  });

  test('ignores prompt, nonce, max_age and other unknown parameters (contract §4.1, decision 35)', async () => {
    const browser = await signedIn(server);
    const response = await browser.get(authorizePath(app, { prompt: 'none', nonce: 'n', max_age: '0', request: 'x' }));
    assert.equal(response.status, 200);
    consentForms(await response.text());
  });

  for (const method of ['query', 'fragment'] as const) {
    test(`response_mode=${method} puts the answer there, approved and denied (contract §4.8)`, async () => {
      const browser = await signedIn(server);
      const mark = method === 'query' ? '?' : '#';
      for (const answer of ['deny', 'approve'] as const) {
        const page = await browser.get(authorizePath(app, { response_mode: method, state: 's', scope: 'write' }));
        const location = (await browser.submit(consentForms(await page.text())[answer])).headers.get('location') ?? '';
        assert.ok(location.startsWith(`${callback}${mark}`), location);
        assert.equal(membersOf(location, mark).get('state'), 's');
        assert.equal(membersOf(location, mark).has(answer === 'approve' ? 'code' : 'error'), true);
      }
    });
  }

  test('iss of every answer is the issuer of the metadata, byte for byte (RFC 9207 §2.4, decision 12)', async () => {
    const browser = await signedIn(server);
    const metadata = await server.get('/.well-known/oauth-authorization-server');
    const { issuer } = (await metadata.json()) as { issuer: string };
    assert.equal(issuer, 'https://social.example');
    for (const answer of ['deny', 'approve'] as const) {
      const page = await browser.get(authorizePath(app, { scope: 'write' }));
      const location = (await browser.submit(consentForms(await page.text())[answer])).headers.get('location');
      assert.equal(membersOf(location).get('iss'), issuer);
    }
    const skipped = await browser.get(authorizePath(app, { scope: 'write' }));
    assert.equal(membersOf(skipped.headers.get('location')).get('iss'), issuer);
  });
});

const states = {
  '4,000 characters': 'x'.repeat(4000),
  "Python's None": 'None',
  'characters of forms': 'x y+z&=#',
  unicode: '☃ 漢字 \u{1f418}',
  'what looks encoded': '%2B%20&amp;',
  markup: '"><script>alert(1)</script>',
};

describe('a request survives the sign-in on its way (contract §4.4, lessons 17, 18, 19)', () => {
  for (const [name, state] of Object.entries(states)) {
    test(`state: ${name}`, async () => {
      const browser = new TestBrowser(server);
      const started = await browser.get(authorizePath(app, { state }));
      assert.equal(started.status, 302);
      const signIn = started.headers.get('location') ?? '';
      assert.match(signIn, /^\/auth\/sign_in\?authorization=[A-Za-z0-9_-]{43}$/, 'the request is kept by reference');
      for (const value of browser.cookies.values()) assert.ok(value.length < 300);
      const back = await browser.signIn('alice', undefined, signIn);
      assert.equal(back.status, 302);
      const page = await browser.open(back.headers.get('location') ?? '');
      const answers = consentForms(await page.text());
      const location = (await browser.submit(answers.deny)).headers.get('location');
      assert.equal(membersOf(location).get('state'), state);
    });
  }

  test('a blank state counts as none, and none is sent back (contract §4.1)', async () => {
    const browser = await signedIn(server);
    for (const state of ['', '   ']) {
      const page = await browser.get(authorizePath(app, { state, scope: 'write:lists' }));
      const location = (await browser.submit(consentForms(await page.text()).deny)).headers.get('location');
      assert.equal(membersOf(location).has('state'), false);
    }
  });

  test('a wrong password on the way loses nothing', async () => {
    const browser = new TestBrowser(server);
    const signIn = (await browser.get(authorizePath(app, { state: 'still' }))).headers.get('location') ?? '';
    const wrong = await browser.signIn('alice', 'wrong', signIn);
    assert.equal(wrong.status, 422);
    const [form] = formsOf(await wrong.text());
    assert.ok(form);
    const right = await browser.submit(form, {
      'user[email]': 'alice',
      'user[password]': 'correct horse battery staple',
    });
    const page = await browser.open(right.headers.get('location') ?? '');
    const location = (await browser.submit(consentForms(await page.text()).deny)).headers.get('location');
    assert.equal(membersOf(location).get('state'), 'still');
  });

  test('a stranger who learns the id of a waiting request cannot answer it (hydra#770)', async () => {
    const attacker = new TestBrowser(server);
    const signIn = (await attacker.get(authorizePath(app))).headers.get('location') ?? '';
    const victim = await signedIn(server);
    for (const path of [signIn, signIn.replace('/auth/sign_in', '/oauth/authorize/resume')]) {
      const html = await (await victim.open(path)).text();
      assert.ok(!html.includes('action="/oauth/authorize"'), 'no consent page for a request of another browser');
    }
    const resumed = await victim.get(signIn.replace('/auth/sign_in', '/oauth/authorize/resume'));
    assert.equal(resumed.status, 403);
  });

  test('a request that nobody knows is expired, and nothing is echoed', async () => {
    const browser = await signedIn(server);
    for (const id of ['', 'unknown', '//evil.example', 'x'.repeat(5000)]) {
      const response = await browser.get(`/oauth/authorize/resume?authorization=${encodeURIComponent(id)}`);
      assert.equal(response.status, 410);
      assert.deepEqual(outwardLinksOf(await response.text()), []);
    }
  });
});

describe('force_login (decision 13)', () => {
  for (const value of ['true', 'True', '1', 'yes', 'on', 't']) {
    test(`${value} asks a signed-in person for the password, once`, async () => {
      const browser = await signedIn(server);
      const started = await browser.get(authorizePath(app, { force_login: value, state: 'forced' }));
      const signIn = started.headers.get('location') ?? '';
      assert.match(signIn, /^\/auth\/sign_in\?authorization=/);
      assert.equal((await browser.get(signIn)).status, 200, 'the form, although signed in');
      const back = (await browser.signIn('alice', undefined, signIn)).headers.get('location') ?? '';
      for (let reload = 0; reload < 2; reload += 1) consentForms(await (await browser.get(back)).text());
      const { approve } = consentForms(await (await browser.get(back)).text());
      const location = (await browser.submit(approve)).headers.get('location');
      assert.equal(membersOf(location).get('state'), 'forced');
    });
  }

  for (const value of ['', 'false', 'False', 'FALSE', '0', 'f', 'F', 'off', 'OFF', 'None', 'none', 'null']) {
    test(`${value === '' ? 'nothing' : value} is no`, async () => {
      const browser = await signedIn(server);
      const response = await browser.get(authorizePath(app, { force_login: value, scope: 'read:lists write:lists' }));
      assert.equal(response.status, 200);
      consentForms(await response.text());
    });
  }

  test('there is no way round the password: not by the resume link, not by the form', async () => {
    const browser = await signedIn(server);
    const signIn = (await browser.get(authorizePath(app, { force_login: 'true' }))).headers.get('location') ?? '';
    const id = authorizationOf(signIn);
    const resumed = await browser.get(`/oauth/authorize/resume?authorization=${id}`);
    assert.equal(resumed.headers.get('location'), signIn);
    const { approve } = consentForms(await (await browser.get(authorizePath(app, { scope: 'write:filters' }))).text());
    const before = await countStored(server, 'codes');
    const forced = await browser.submit(approve, { authorization: id });
    assert.equal(forced.headers.get('location'), signIn);
    assert.equal(await countStored(server, 'codes'), before);
  });

  test('lets the person choose another account, and the answer is that account’s (lesson 16)', async () => {
    const browser = await signedIn(server);
    const signIn = (await browser.get(authorizePath(app, { force_login: 'true' }))).headers.get('location') ?? '';
    const back = (await browser.signIn('bob', undefined, signIn)).headers.get('location') ?? '';
    const html = await (await browser.get(back)).text();
    assert.match(textOf(html), /@bob@social\.example/);
    const code = membersOf((await browser.submit(consentForms(html).approve)).headers.get('location')).get('code');
    const token = (await (await redeem(server, app, code ?? '')).json()) as { access_token: string };
    const me = await server.get('/api/v1/accounts/verify_credentials', {
      Authorization: `Bearer ${token.access_token}`,
    });
    assert.equal(((await me.json()) as { username: string }).username, 'bob');
  });

  test('is asked of each request anew', async () => {
    const browser = await signedIn(server);
    const path = authorizePath(app, { force_login: 'true' });
    const signIn = (await browser.get(path)).headers.get('location') ?? '';
    await browser.signIn('alice', undefined, signIn);
    assert.match((await browser.get(path)).headers.get('location') ?? '', /^\/auth\/sign_in/);
  });
});

describe('lang (contract §1.4)', () => {
  test('chooses the language of the whole way, sign-in and consent', async () => {
    const browser = new TestBrowser(server);
    const signIn = (await browser.get(authorizePath(app, { lang: 'de-DE' }))).headers.get('location') ?? '';
    assert.equal(languageOf(await (await browser.get(signIn)).text()), 'de');
    const wrong = await browser.signIn('alice', 'wrong', signIn);
    assert.equal(languageOf(await wrong.text()), 'de');
    const back = (await browser.signIn('alice', undefined, signIn)).headers.get('location') ?? '';
    const consent = await (await browser.get(back)).text();
    assert.equal(languageOf(consent), 'de');
  });

  test('that is not known here is ignored, also None (clients §3.10)', async () => {
    const browser = await signedIn(server);
    for (const lang of ['None', 'xx', '', '../../etc', 'x'.repeat(3000)]) {
      const page = await browser.get(authorizePath(app, { lang }), { 'Accept-Language': 'ar' });
      assert.equal(page.status, 200);
      assert.equal(languageOf(await page.text()), 'ar');
    }
  });

  test('also chooses the language of a refusal', async () => {
    const browser = new TestBrowser(server);
    const html = await (await browser.get(pathWithout({ scope: 'fly', lang: 'de' }))).text();
    assert.equal(languageOf(html), 'de');
  });
});

const redirectUris = {
  'percent escapes in the path (Elk)': 'http://elk.example/api/social.example:3000/oauth/http%3A%2F%2Felk.example',
  'an empty host (Ice Cubes)': 'icecubesapp://',
  'a scheme with dashes': 'mastodon-android-auth://callback',
  'a dotted scheme and a single slash (Ivory)': 'com.tapbots.Ivory.10217:/request_token/0B2A-4C',
  'a query of its own': 'https://app.example/cb?own=query&x=%20y',
  'capitals and a default port': 'HTTPS://App.Example:443/CB',
  'no path': 'https://bare.example',
  'plain http': 'http://plain.example/cb',
  localhost: 'http://localhost:8080/cb',
};

describe('redirect URIs are compared and returned byte for byte (clients §3.9, decision 5)', () => {
  for (const [name, redirectUri] of Object.entries(redirectUris)) {
    test(`${name}: ${redirectUri}`, async () => {
      const browser = await signedIn(server);
      const client = await server.registerApp({ redirectUri });
      const joint = redirectUri.includes('?') ? '&' : '?';
      for (const answer of ['deny', 'approve'] as const) {
        const page = await browser.get(authorizePath(client, { state: 'back' }));
        const location = (await browser.submit(consentForms(await page.text())[answer])).headers.get('location') ?? '';
        assert.ok(location.startsWith(`${redirectUri}${joint}`), location);
        const members = new URLSearchParams(location.slice(redirectUri.length + 1));
        if (answer === 'deny') {
          assert.equal(members.get('error'), 'access_denied');
          assert.equal(
            members.get('error_description'),
            'The resource owner or authorization server denied the request.',
          );
        } else {
          assert.equal((await redeem(server, client, members.get('code') ?? '')).status, 200);
        }
        assert.equal(members.get('state'), 'back');
        assert.equal(members.get('iss'), server.origin);
      }
    });
  }

  test('the port of a loopback literal may differ at authorize, and then holds (RFC 8252 §7.3, decision 24)', async () => {
    const browser = await signedIn(server);
    const client = await server.registerApp({ redirectUri: 'http://127.0.0.1/cb' });
    const asked = 'http://127.0.0.1:49152/cb';
    const page = await browser.get(authorizePath(client, { redirect_uri: asked }));
    const location = (await browser.submit(consentForms(await page.text()).approve)).headers.get('location') ?? '';
    assert.ok(location.startsWith(`${asked}?code=`), location);
    const code = membersOf(location).get('code') ?? '';
    assert.equal((await redeem(server, client, code)).status, 400, 'the registered one is another now');
    assert.equal((await redeem(server, client, code, { redirect_uri: asked })).status, 200);
  });

  test('a state or code in the registered query is never taken for ours (doorkeeper#1851)', async () => {
    const browser = await signedIn(server);
    const client = await server.registerApp({ redirectUri: 'https://app.example/cb?state=mine&code=mine&keep=1' });
    const page = await browser.get(authorizePath(client, { state: 'theirs' }));
    const location = (await browser.submit(consentForms(await page.text()).approve)).headers.get('location') ?? '';
    assert.deepEqual(membersOf(location).getAll('state'), ['theirs']);
    assert.equal(membersOf(location).getAll('code').length, 1);
    assert.equal(membersOf(location).get('keep'), '1');
  });
});

describe('out of band (contract §4.9, decision 23)', () => {
  let oob: RegisteredApp;
  before(async () => {
    oob = await server.registerApp({ redirectUri: OOB, name: 'Terminal' });
  });

  const approveOob = async (browser: TestBrowser, client = oob) => {
    const { approve } = consentForms(await (await browser.get(authorizePath(client))).text());
    return (await browser.submit(approve)).headers.get('location') ?? '';
  };

  const showsCode = async (browser: TestBrowser, path: string) => {
    const response = await browser.get(path);
    const html = await response.text();
    return response.status === 200 && html.includes(membersOf(path).get('code') ?? 'none');
  };

  test('approval leads to a page of our own with the code alone in a read-only field', async () => {
    const browser = await signedIn(server);
    const path = await approveOob(browser);
    assert.match(path, /^\/oauth\/authorize\/native\?code=[A-Za-z0-9_-]{43}$/);
    const html = await (await browser.get(path)).text();
    const code = membersOf(path).get('code') ?? '';
    const [field = ''] = /<input\b[^>]*class="oauth-code"[^>]*>/.exec(html) ?? [];
    assert.match(field, /\breadonly\b/);
    assert.ok(field.includes(`value="${code}"`));
    assert.match(textOf(html), /Copy this authorization code and paste it to the application/);
    assert.ok(await showsCode(browser, path), 'a reload shows it again while it is fresh');
    assert.equal((await redeem(server, oob, code)).status, 200);
    assert.equal(await showsCode(browser, path), false, 'spent');
  });

  test('denial shows a page and redirects nowhere', async () => {
    const browser = await signedIn(server);
    const { deny } = consentForms(await (await browser.get(authorizePath(oob))).text());
    const response = await browser.submit(deny);
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('location'), null);
    assert.deepEqual(outwardLinksOf(await response.text()), []);
  });

  test('another browser of the same account is shown nothing', async () => {
    const path = await approveOob(await signedIn(server));
    assert.equal(await showsCode(await signedIn(server), path), false);
  });

  test('the same browser with another account is shown nothing', async () => {
    const browser = await signedIn(server);
    const path = await approveOob(browser);
    await browser.submit(await openForm(browser, '/auth/sign_out', '/auth/sign_out'));
    await browser.signIn('bob');
    assert.equal(await showsCode(browser, path), false);
  });

  test('without a sign-in the page leads to it', async () => {
    const path = await approveOob(await signedIn(server));
    const response = await new TestBrowser(server).get(path);
    assert.equal(response.status, 302);
    assert.equal(response.headers.get('location'), '/auth/sign_in');
  });

  test('no other text can be shown as a code', async () => {
    const browser = await signedIn(server);
    for (const code of ['', 'CALL-0800-EVIL', 'x'.repeat(43), '<b>x</b>']) {
      const response = await browser.get(`/oauth/authorize/native?code=${encodeURIComponent(code)}`);
      assert.equal(response.status, 410);
      assert.ok(!(await response.text()).includes('class="oauth-code"'));
    }
    assert.equal((await browser.get('/oauth/authorize/native')).status, 410);
  });

  test('a revoked grant takes its code along', async () => {
    const alice = await server.store.findAccountByUsername('alice');
    const browser = await signedIn(server);
    const path = await approveOob(browser);
    await server.store.revokeGrantsOfAccount(alice?.id ?? '', server.now(), oob.id);
    assert.equal(await showsCode(browser, path), false);
  });

  test('an expired code is not shown', async () => {
    const other = await TestServer.start();
    try {
      await other.addAccount('alice');
      const client = await other.registerApp({ redirectUri: OOB });
      const browser = await signedIn(other);
      const path = await approveOob(browser, client);
      other.clockOffset = 9.9 * 60_000;
      assert.ok(await showsCode(browser, path));
      other.clockOffset = 10 * 60_000 + 1000;
      assert.equal(await showsCode(browser, path), false);
      assert.equal((await redeem(other, client, membersOf(path).get('code') ?? '')).status, 400);
    } finally {
      await other.close();
    }
  });
});

describe('HEAD never acts (RFC 9110 §9.2.1)', () => {
  const head = (browser: TestBrowser, path: string) => browser.request(path, { method: 'HEAD' });

  test('on authorize it stores nothing, signed out and signed in', async () => {
    for (const browser of [new TestBrowser(server), await signedIn(server)]) {
      const before = await countStored(server, 'pending authorizations');
      const response = await head(browser, authorizePath(app, { scope: 'write:bookmarks' }));
      assert.equal(response.status, 200);
      assert.equal(await countStored(server, 'pending authorizations'), before);
    }
  });

  test('on authorize it still tells of a mistake', async () => {
    const response = await head(new TestBrowser(server), pathWithout({ client_id: 'nobody' }));
    assert.equal(response.status, 401);
  });

  test('on authorize it issues no code where consent would be skipped', async () => {
    const browser = await signedIn(server);
    const client = await server.registerApp();
    await browser.submit(consentForms(await (await browser.get(authorizePath(client))).text()).approve);
    const before = await countStored(server, 'codes');
    const response = await head(browser, authorizePath(client));
    assert.equal(response.headers.get('location'), null);
    assert.equal(await countStored(server, 'codes'), before);
    const skipped = await browser.get(authorizePath(client));
    assert.ok(membersOf(skipped.headers.get('location')).has('code'));
  });

  test('on a waiting request it issues no code and answers nothing where consent would be skipped', async () => {
    const client = await server.registerApp();
    const first = await signedIn(server);
    await first.submit(consentForms(await (await first.get(authorizePath(client))).text()).approve);
    const browser = new TestBrowser(server);
    const signIn = (await browser.get(authorizePath(client))).headers.get('location') ?? '';
    const resume = (await browser.signIn('alice', undefined, signIn)).headers.get('location') ?? '';
    const before = await countStored(server, 'codes');
    const response = await head(browser, resume);
    assert.equal(response.headers.get('location'), null);
    assert.equal(await countStored(server, 'codes'), before);
    assert.ok(membersOf((await browser.get(resume)).headers.get('location')).has('code'));
  });
});
