import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { App } from './app.ts';
import {
  checkAuthorizationRequest,
  checkRedirectUri,
  errorMembers,
  readReturnAddress,
  successMembers,
} from './authorization-request.ts';
import { accessDenied } from './oauth-error.ts';
import { MalformedParameters, Parameters } from './parameters.ts';
import { OOB } from './redirect-uri.ts';
import type { ScopeVocabulary } from './scope.ts';
import { digestOf } from './secret.ts';

const URI = 'https://app.example/cb';
/** RFC 7636 appendix B. */
const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

const app: App = {
  id: '7',
  clientId: 'client',
  secretDigest: digestOf('secret'),
  confidential: true,
  resourceServer: false,
  name: 'An app',
  website: undefined,
  redirectUris: [URI, OOB, 'http://127.0.0.1/cb', 'https://app.example/secret-path?x=1'],
  scopes: ['read', 'write'],
  createdAt: 0,
};

const vocabulary: ScopeVocabulary = {
  supported: ['read', 'read:accounts', 'write', 'push'],
  default: 'read',
  implies: new Map([['read', ['read:accounts']]]),
};

const query = (text: string) => Parameters.fromPairs(new URLSearchParams(text));

const check = (text: string, ofApp: App = app) => {
  const parameters = query(text);
  return checkAuthorizationRequest(parameters, ofApp, readReturnAddress(parameters, URI), vocabulary);
};

function refusal(code: string, description: string | RegExp, status = 400) {
  return { name: 'OAuthError', code, status, description };
}

const askFor = (uri: string, ofApp: App = app) =>
  checkRedirectUri(Parameters.fromPairs([['redirect_uri', uri]]), ofApp);

for (const uri of [URI, OOB, 'http://127.0.0.1:49152/cb']) {
  test(`checkRedirectUri() gives ${uri} back byte for byte (decision 5)`, () => {
    assert.equal(askFor(uri), uri);
  });
}

for (const text of ['', 'redirect_uri=', 'redirect_uri=+']) {
  test(`checkRedirectUri() refuses ${JSON.stringify(text)}, even where one URI alone is registered (contract §4.1)`, () => {
    assert.throws(
      () => checkRedirectUri(query(text), { ...app, redirectUris: [URI] }),
      refusal('invalid_redirect_uri', 'The redirect uri included is not valid. The parameter redirect_uri is missing.'),
    );
  });
}

test('checkRedirectUri() names the mix-up when redirect_uris was sent instead (decision 16, journey 5)', () => {
  assert.throws(
    () => checkRedirectUri(query(`redirect_uris=${URI}`), app),
    refusal('invalid_redirect_uri', /redirect_uris was sent, which belongs to the registration\.$/),
  );
});

for (const [sent, why] of [
  ['https://app.example/CB', 'it differs in letter case'],
  ['https://app.example/cb/', 'it differs by a slash at the end'],
  ['https://app.example/cb?x=1', 'it differs after the question mark'],
  ['http://app.example/cb', 'http and https are different'],
  ['https://evil.example/', 'it must be one of those that the app registered, character for character'],
] as const) {
  test(`checkRedirectUri() refuses ${sent} because ${why} (decision 16)`, () => {
    assert.throws(
      () => askFor(sent),
      refusal('invalid_redirect_uri', `The redirect uri included is not valid. Sent was ${sent} but ${why}.`),
    );
  });
}

test('checkRedirectUri() sees another letter case from either side (decision 16)', () => {
  assert.throws(
    () => askFor('https://app.example/cb', { ...app, redirectUris: ['https://App.example/cb'] }),
    refusal('invalid_redirect_uri', /it differs in letter case\.$/),
  );
});

test('checkRedirectUri() finds a slash that is missing at the end, too (decision 16)', () => {
  assert.throws(
    () => askFor('https://app.example/x', { ...app, redirectUris: ['https://app.example/x/'] }),
    refusal('invalid_redirect_uri', /it differs by a slash at the end\.$/),
  );
});

for (const uri of ['urn:ietf:wg:oauth:2.0:oob:auto', '//app.example/cb']) {
  test(`checkRedirectUri() says that nobody can be sent to ${uri}, although it is registered (decisions, Not offered)`, () => {
    assert.throws(
      () => askFor(uri, { ...app, redirectUris: [uri] }),
      refusal('invalid_redirect_uri', /nobody can be sent there/),
    );
  });
}

test('checkRedirectUri() never lists what is registered: anyone may ask here (decision 16)', () => {
  assert.throws(
    () => askFor('https://evil.example/'),
    (error: Error) => !error.message.includes('secret-path'),
  );
  assert.throws(
    () => askFor('https://app.example/secret'),
    (error: Error) => !error.message.includes('secret-path'),
  );
});

test('checkRedirectUri() shows what was sent without quotes, control characters or endless text (RFC 6749 §4.1.2.1)', () => {
  assert.throws(
    () => askFor(`https://e.example/"\\\n\u202eé${'x'.repeat(5000)}`),
    (error: Error & { description: string }) => {
      assert.match(error.description, /^[\x20\x21\x23-\x5b\x5d-\x7e]+$/);
      assert.match(error.description, /Sent was https:\/\/e\.example\/\?\?\?\?\?x/);
      assert.ok(error.description.length < 400);
      return true;
    },
  );
});

for (const text of [`redirect_uri=${URI}&redirect_uri=${URI}`, `redirect_uri[]=${URI}`]) {
  test(`checkRedirectUri() refuses ${text} (RFC 6749 §3.1)`, () => {
    assert.throws(() => checkRedirectUri(query(text), app), MalformedParameters);
  });
}

test('readReturnAddress() reads the state and the mode, query where none is named (contract §4.1)', () => {
  assert.deepEqual(readReturnAddress(query('state=+x%01é'), URI), {
    redirectUri: URI,
    state: ' x\x01é',
    responseMode: 'query',
  });
  assert.equal(readReturnAddress(query('response_mode=fragment'), URI).responseMode, 'fragment');
});

test('readReturnAddress() falls back to the query for an unknown mode, so that its error can be told (contract §4.4)', () => {
  assert.equal(readReturnAddress(query('response_mode=form_post'), URI).responseMode, 'query');
});

test('readReturnAddress() has no state where it is blank, and None where a Python app sends that (contract §4.1, lesson 17)', () => {
  assert.equal(readReturnAddress(query('state='), URI).state, undefined);
  assert.equal(readReturnAddress(query('state=None'), URI).state, 'None');
});

test('checkAuthorizationRequest() makes a request of the least that an app can send (contract §4.1)', () => {
  assert.deepEqual(check('response_type=code'), {
    appId: '7',
    redirectUri: URI,
    scopes: ['read'],
    state: undefined,
    codeChallenge: undefined,
    responseMode: 'query',
    forceLogin: false,
    lang: undefined,
  });
});

test('checkAuthorizationRequest() makes a request of all that an app can send (contract §4.1)', () => {
  const all = `response_type=code&scope=write+read:accounts&state=xyz&code_challenge=${CHALLENGE}&code_challenge_method=S256&response_mode=fragment&force_login=true&lang=de`;
  assert.deepEqual(check(all), {
    appId: '7',
    redirectUri: URI,
    scopes: ['write', 'read:accounts'],
    state: 'xyz',
    codeChallenge: CHALLENGE,
    responseMode: 'fragment',
    forceLogin: true,
    lang: 'de',
  });
});

test('checkAuthorizationRequest() takes blank parameters for absent ones (contract §4.1, RFC 6749 §3.1)', () => {
  const blank = 'scope=&state=&code_challenge=&code_challenge_method=&response_mode=&force_login=&lang=';
  assert.deepEqual(check(`response_type=code&${blank}`), check('response_type=code'));
});

test('checkAuthorizationRequest() ignores parameters that it does not know (contract §4.1, lesson 30)', () => {
  const parameters =
    'response_type=code&prompt=none&nonce=1&max_age=0&request=x&resource=y&login_hint=alice&prompt=login';
  assert.deepEqual(check(parameters), check('response_type=code'));
});

for (const [text, description] of [
  ['', 'Missing required parameter: response_type.'],
  ['response_type=', 'Missing required parameter: response_type.'],
] as const) {
  test(`checkAuthorizationRequest() misses the response type in ${JSON.stringify(text)} (contract §4.4)`, () => {
    assert.throws(() => check(text), refusal('invalid_request', description));
  });
}

for (const type of ['token', 'Code', 'code+id_token', 'id_token', 'none']) {
  test(`checkAuthorizationRequest() refuses the response type ${type} (contract §4.1; decisions, Not offered)`, () => {
    assert.throws(() => check(`response_type=${type}`), refusal('unsupported_response_type', /response type\.$/));
  });
}

test('checkAuthorizationRequest() refuses the response mode form_post (decisions, Not offered)', () => {
  assert.throws(
    () => check('response_type=code&response_mode=form_post'),
    refusal('unsupported_response_mode', 'The authorization server does not support this response mode.'),
  );
});

test('checkAuthorizationRequest() refuses a scope beyond the registered ones (contract §4.3)', () => {
  assert.throws(
    () => check('response_type=code&scope=push'),
    refusal('invalid_scope', /Not registered for this app: push/),
  );
});

test('checkAuthorizationRequest() names the mix-up when scopes was sent and the scope is refused for it (decision 16)', () => {
  const pushOnly = { ...app, scopes: ['push'] };
  assert.throws(
    () => check('response_type=code&scopes=push', pushOnly),
    refusal('invalid_scope', /The parameter is named scope here; scopes was sent\.$/),
  );
  assert.throws(
    () => check('response_type=code', pushOnly),
    (error: Error) => !error.message.includes('scopes was sent'),
  );
});

const MUST_BE_S256 = 'The code_challenge_method must be S256.';

for (const method of ['', '&code_challenge_method=', '&code_challenge_method=plain', '&code_challenge_method=s256']) {
  test(`checkAuthorizationRequest() refuses a challenge with ${JSON.stringify(method)} (contract §4.4, decision 11)`, () => {
    assert.throws(
      () => check(`response_type=code&code_challenge=${CHALLENGE}${method}`),
      refusal('invalid_request', MUST_BE_S256),
    );
  });
}

for (const challenge of ['x', `${CHALLENGE}%3D`, `${CHALLENGE}A`, CHALLENGE.slice(1), CHALLENGE.replace('-', '%2B')]) {
  test(`checkAuthorizationRequest() refuses the malformed challenge ${challenge} (RFC 7636 §4.2, decision 11)`, () => {
    assert.throws(
      () => check(`response_type=code&code_challenge=${challenge}&code_challenge_method=S256`),
      refusal('invalid_request', /code_challenge must be .* 43 characters\.$/),
    );
  });
}

for (const text of [
  '',
  '&code_challenge=',
  '&code_challenge_method=plain',
  '&code_challenge=&code_challenge_method=S256',
]) {
  test(`checkAuthorizationRequest() goes on without a challenge for ${JSON.stringify(text)} (contract §4.1)`, () => {
    assert.equal(check(`response_type=code${text}`).codeChallenge, undefined);
  });
}

for (const [value, expected] of [
  ['true', true],
  ['1', true],
  ['false', false],
  ['False', false],
  ['', false],
] as const) {
  test(`checkAuthorizationRequest() reads force_login=${value} as ${expected} (decision 13, lesson 17)`, () => {
    assert.equal(check(`response_type=code&force_login=${value}`).forceLogin, expected);
  });
}

/** Each row mends what the row before it was refused for; the first broken rule in Mastodon's order is told. */
const orderOfChecks = [
  ['code_challenge=x&scope=nothing&response_mode=x', 'invalid_request', /response_type/],
  ['code_challenge=x&scope=nothing&response_mode=x&response_type=x', 'unsupported_response_type', /response type/],
  ['code_challenge=x&scope=nothing&response_mode=x&response_type=code', 'unsupported_response_mode', /response mode/],
  ['code_challenge=x&scope=nothing&response_type=code', 'invalid_scope', /nothing/],
  ['code_challenge=x&response_type=code', 'invalid_request', /code_challenge_method/],
] as const;

for (const [text, code, description] of orderOfChecks) {
  test(`checkAuthorizationRequest() answers ${text} with ${code}, the first in Mastodon's order (contract §4.4)`, () => {
    assert.throws(() => check(text), refusal(code, description));
  });
}

for (const name of ['response_type', 'response_mode', 'scope', 'code_challenge', 'force_login', 'lang', 'state']) {
  test(`checkAuthorizationRequest() refuses ${name} when it is sent twice or as a list (RFC 6749 §3.1, Doorkeeper 1876)`, () => {
    const rest = name === 'response_type' ? '' : '&response_type=code';
    assert.throws(() => check(`${name}=code&${name}=code${rest}`), MalformedParameters);
    assert.throws(() => check(`${name}[]=code${rest}`), MalformedParameters);
    assert.throws(() => check(`${name}[x]=code${rest}`), MalformedParameters);
  });
}

test('successMembers() are the code, the state when there was one, and the issuer, in this order (RFC 6749 §4.1.2, RFC 9207 §2)', () => {
  assert.deepEqual(successMembers('abc', 'xyz', 'https://social.example'), [
    ['code', 'abc'],
    ['state', 'xyz'],
    ['iss', 'https://social.example'],
  ]);
  assert.deepEqual(successMembers('abc', undefined, 'https://social.example'), [
    ['code', 'abc'],
    ['iss', 'https://social.example'],
  ]);
});

test('errorMembers() are the error, its description, the state when there was one, and the issuer (RFC 6749 §4.1.2.1, RFC 9207 §2)', () => {
  const description = 'The resource owner or authorization server denied the request.';
  assert.deepEqual(errorMembers(accessDenied(), 'xyz', 'https://social.example'), [
    ['error', 'access_denied'],
    ['error_description', description],
    ['state', 'xyz'],
    ['iss', 'https://social.example'],
  ]);
  assert.deepEqual(errorMembers(accessDenied(), undefined, 'https://social.example'), [
    ['error', 'access_denied'],
    ['error_description', description],
    ['iss', 'https://social.example'],
  ]);
});
