import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readClientCredentials } from './client-credentials.ts';
import { MalformedParameters, Parameters } from './parameters.ts';

const none = Parameters.none;
const body = (fields: Record<string, string>) => Parameters.fromPairs(Object.entries(fields));
const basic = (text: string | Uint8Array) => `Basic ${Buffer.from(text).toString('base64')}`;

const invalidClient = { name: 'OAuthError', code: 'invalid_client', status: 401 };
const differing = { name: 'OAuthError', code: 'invalid_request', status: 400 };

test('readClientCredentials() reads the body (RFC 6749 §2.3.1)', () => {
  assert.deepEqual(readClientCredentials(undefined, body({ client_id: 'app', client_secret: 'hush' })), {
    clientId: 'app',
    clientSecret: 'hush',
    method: 'client_secret_post',
  });
});

for (const scheme of ['Basic', 'basic', 'BASIC', 'bAsIc']) {
  test(`readClientCredentials() reads a header that says ${scheme} (RFC 7617 §2, contract §5.1)`, () => {
    const header = basic('app:hush').replace('Basic', scheme);
    assert.deepEqual(readClientCredentials(header, none), {
      clientId: 'app',
      clientSecret: 'hush',
      method: 'client_secret_basic',
    });
  });
}

test('readClientCredentials() tolerates more than one space after the scheme (RFC 9110 §11.4)', () => {
  const header = basic('app:hush').replace(' ', '   ');
  assert.equal(readClientCredentials(header, none)?.clientSecret, 'hush');
});

test('readClientCredentials() finds none where nothing names a client (contract §5.1)', () => {
  assert.equal(readClientCredentials(undefined, none), undefined);
  assert.equal(readClientCredentials(undefined, body({ client_secret: 'hush' })), undefined);
  assert.equal(readClientCredentials(undefined, body({ client_id: ' ', client_secret: 'hush' })), undefined);
});

for (const fields of [{ client_id: 'app' }, { client_id: 'app', client_secret: '' }]) {
  test(`readClientCredentials() knows of no secret in ${JSON.stringify(fields)} (RFC 6749 §3.2)`, () => {
    assert.deepEqual(readClientCredentials(undefined, body(fields)), {
      clientId: 'app',
      clientSecret: undefined,
      method: 'client_secret_post',
    });
  });
}

const decoded: readonly (readonly [string, string, string, string])[] = [
  ['app:hu:sh:', 'app', 'hu:sh:', 'RFC 7617 §2'],
  ['app:', 'app', '', 'RFC 7617 §2'],
  ['a%3Ab:c%25+d%2B', 'a:b', 'c% d+', 'RFC 6749 §2.3.1, decision 29'],
  ['%C3%A9:%e2%82%ac', 'é', '€', 'RFC 6749 §2.3.1'],
  ['é:€', 'é', '€', 'RFC 7617 §2.1'],
  ['100%:5%zz', '100%', '5%zz', 'decision 29'],
  ['Aa0-_9:zZ-_1', 'Aa0-_9', 'zZ-_1', 'decision 29'],
];

for (const [text, clientId, clientSecret, rule] of decoded) {
  test(`readClientCredentials() reads Basic ${text} as ${clientId} and ${JSON.stringify(clientSecret)} (${rule})`, () => {
    assert.deepEqual(readClientCredentials(basic(text), none), {
      clientId,
      clientSecret,
      method: 'client_secret_basic',
    });
  });
}

for (const [header, what] of [
  ['Basic', 'no value'],
  ['Basic ', 'an empty value'],
  ['Basic ====', 'padding alone'],
  ['Basic YXBwOmh1c2g===', 'too much padding'],
  ['Basic app:hush', 'text that is not base64'],
  [`${basic('app:hush')}!`, 'a character outside base64'],
  [`${basic('app:hush')} ${basic('app:hush')}`, 'two values'],
  [basic('app'), 'no colon'],
  [basic(':hush'), 'no client'],
] as const) {
  test(`readClientCredentials() refuses a Basic header with ${what} (RFC 7617 §2)`, () => {
    assert.throws(() => readClientCredentials(header, none), invalidClient);
  });

  test(`readClientCredentials() does not fall back on the body behind a Basic header with ${what} (contract §5.1)`, () => {
    const good = body({ client_id: 'app', client_secret: 'hush' });
    assert.throws(() => readClientCredentials(header, good), invalidClient);
  });
}

for (const fields of [
  { client_id: 'app', client_secret: 'hush' },
  { client_id: 'app' },
  { client_secret: 'hush' },
  { client_id: 'app', client_secret: '' },
  { client_id: '', client_secret: '' },
]) {
  test(`readClientCredentials() takes Basic beside ${JSON.stringify(fields)}, which says the same (decisions, Two client authentications)`, () => {
    assert.deepEqual(readClientCredentials(basic('app:hush'), body(fields)), {
      clientId: 'app',
      clientSecret: 'hush',
      method: 'client_secret_basic',
    });
  });
}

for (const fields of [
  { client_id: 'other', client_secret: 'hush' },
  { client_id: 'other' },
  { client_id: 'app', client_secret: 'other' },
  { client_secret: 'other' },
  { client_id: 'APP', client_secret: 'hush' },
]) {
  test(`readClientCredentials() refuses Basic beside ${JSON.stringify(fields)}, which differs (Doorkeeper 5.9.6)`, () => {
    assert.throws(() => readClientCredentials(basic('app:hush'), body(fields)), differing);
  });
}

for (const header of [
  'Bearer abcdef',
  'Bearer basic abcdef',
  'Basicx abcdef',
  'X-Basic abcdef',
  'Token app:hush',
  '',
]) {
  test(`readClientCredentials() looks past ${JSON.stringify(header)} to the body (contract §5.1, clients §3.4)`, () => {
    const credentials = readClientCredentials(header, body({ client_id: 'app', client_secret: 'hush' }));
    assert.equal(credentials?.method, 'client_secret_post');
    assert.equal(readClientCredentials(header, none), undefined);
  });
}

test('readClientCredentials() refuses repeated or composite credentials in the body (RFC 6749 §3.2)', () => {
  const repeated = Parameters.fromPairs(new URLSearchParams('client_id=app&client_id=app&client_secret=hush'));
  const list = Parameters.fromPairs(new URLSearchParams('client_id=app&client_secret[]=hush'));
  const object = Parameters.fromJson({ client_id: { $ne: '' }, client_secret: 'hush' });
  for (const malformed of [repeated, list, object]) {
    assert.throws(() => readClientCredentials(undefined, malformed), MalformedParameters);
    assert.throws(() => readClientCredentials(basic('app:hush'), malformed), MalformedParameters);
  }
});

test('readClientCredentials() tells no secret in its refusals', () => {
  const said: string[] = [];
  for (const attempt of [
    () => readClientCredentials(basic('app:hush-one'), body({ client_secret: 'hush-two' })),
    () => readClientCredentials(basic('hush-one'), none),
  ]) {
    assert.throws(attempt, (error: Error) => said.push(error.message, JSON.stringify(error)) > 0);
  }
  assert.equal(said.length, 4);
  for (const text of said) assert.ok(!text.includes('hush'), text);
});
