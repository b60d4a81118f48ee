import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_PARAMETERS, MalformedParameters, Parameters } from './parameters.ts';

const form = (text: string) => Parameters.fromPairs(new URLSearchParams(text));
const json = (text: string) => Parameters.fromJson(JSON.parse(text));

test('one() is the value of a parameter as it was sent, blanks included', () => {
  assert.equal(form('state=+a%20b+').one('state'), ' a b ');
  assert.equal(form('state=').one('state'), '');
});

test('one() is undefined for a parameter that was not sent', () => {
  assert.equal(form('state=x').one('code'), undefined);
  assert.equal(Parameters.none.one('code'), undefined);
});

test('one() refuses a repeated parameter, even with the same value (RFC 6749 §3.1)', () => {
  assert.throws(() => form('code=1&code=2').one('code'), {
    name: 'MalformedParameters',
    message: 'The parameter code is repeated',
  });
  assert.throws(() => form('code=1&code=1').one('code'), MalformedParameters);
});

for (const [sent, parameters] of [
  ['code[]=1', form('code[]=1')],
  ['code[]=1&code=2', form('code[]=1&code=2')],
  ['code[x]=1', form('code[x]=1')],
  ['code[][]=1', form('code[][]=1')],
  ['code[=1', form('code[=1')],
  ['{"code":["1"]}', json('{"code":["1"]}')],
  ['{"code":[]}', json('{"code":[]}')],
  ['{"code":[null]}', json('{"code":[null]}')],
  ['{"code":{"x":"1"}}', json('{"code":{"x":"1"}}')],
  ['{"code":{}}', json('{"code":{}}')],
  ['a file', Parameters.fromPairs([['code', new Blob(['1'])]])],
] as const) {
  test(`one() refuses ${sent} where a string belongs, and names the parameter (decisions, Bodies; Doorkeeper 1876)`, () => {
    assert.throws(() => parameters.one('code'), {
      name: 'MalformedParameters',
      message: 'The parameter code must be a single string',
    });
  });
}

test('one() leaves a repeated parameter alone as long as nobody asks for it (contract §1.1)', () => {
  assert.equal(form('code=1&x=1&x=2&y[z]=1').one('code'), '1');
});

for (const blank of ['', '+', '%20%09']) {
  test(`oneOrBlank() takes ${JSON.stringify(blank)} for absent (RFC 6749 §3.1)`, () => {
    assert.equal(form(`scope=${blank}`).oneOrBlank('scope'), undefined);
  });
}

test('oneOrBlank() gives a value that is not blank untrimmed', () => {
  assert.equal(form('state=+x+').oneOrBlank('state'), ' x ');
});

test('oneOrBlank() still refuses what is repeated, even when one of them is blank (RFC 6749 §3.1)', () => {
  assert.throws(() => form('scope=&scope=read').oneOrBlank('scope'), MalformedParameters);
});

test('all() gives every value of redirect_uris, repeated, as name[] or mixed, in order (contract §2)', () => {
  assert.deepEqual(form('redirect_uris=a&redirect_uris=b').all('redirect_uris'), ['a', 'b']);
  assert.deepEqual(form('redirect_uris[]=a&redirect_uris[]=b').all('redirect_uris'), ['a', 'b']);
  assert.deepEqual(form('redirect_uris=a&x=y&redirect_uris[]=b').all('redirect_uris'), ['a', 'b']);
});

test('all() gives the elements of a JSON array, numbers and booleans as their text (contract §2)', () => {
  assert.deepEqual(json('{"redirect_uris":["a",2,true]}').all('redirect_uris'), ['a', '2', 'true']);
});

test('all() leaves out what is no text, and isComposite() tells of it (contract §2)', () => {
  const parameters = json('{"a":["x",{"y":1},["z"],null],"b":{"c":"d"},"e":"f"}');
  assert.deepEqual(parameters.all('a'), ['x']);
  assert.equal(parameters.isComposite('a'), true);
  assert.deepEqual(parameters.all('b'), []);
  assert.equal(parameters.isComposite('b'), true);
  assert.equal(parameters.isComposite('e'), false);
  assert.equal(parameters.isComposite('absent'), false);
});

test('isComposite() is false for a form list, which is a list of texts (contract §2)', () => {
  assert.equal(form('redirect_uris[]=a').isComposite('redirect_uris'), false);
  assert.equal(form('redirect_uris[x]=a').isComposite('redirect_uris'), true);
});

test('fromPairs() finds a bracketed field by its whole name, as the sign-in form asks for it (contract §4.10)', () => {
  const parameters = form('user[email]=alice&user[password]=secret');
  assert.equal(parameters.one('user[email]'), 'alice');
  assert.equal(parameters.one('user[password]'), 'secret');
  assert.deepEqual(parameters.all('user'), []);
});

test('fromPairs() reads brackets behind a name of a single letter, too', () => {
  assert.deepEqual(form('x[]=1').all('x'), ['1']);
  assert.equal(form('x[y]=1').isComposite('x'), true);
});

test('fromPairs() takes a name that begins with a bracket as it is', () => {
  assert.equal(form('[]=x').one('[]'), 'x');
  assert.equal(form('[a]=x').one('[a]'), 'x');
});

test('fromJson() reads numbers and booleans as their text (contract §2)', () => {
  const parameters = json('{"a":1,"b":-1.5,"c":true,"d":false,"e":0}');
  assert.deepEqual(
    ['a', 'b', 'c', 'd', 'e'].map((name) => parameters.one(name)),
    ['1', '-1.5', 'true', 'false', '0'],
  );
});

test('fromJson() takes null for absent (contract §2)', () => {
  const parameters = json('{"scopes":null}');
  assert.equal(parameters.one('scopes'), undefined);
  assert.equal(parameters.has('scopes'), false);
});

test('fromJson() lets the last of duplicate keys win (decisions, Wrong types and duplicates)', () => {
  assert.equal(json('{"code":"1","code":"2"}').one('code'), '2');
});

for (const body of ['[]', '[{"code":"1"}]', 'null', '"code"', '1', 'true']) {
  test(`fromJson() refuses ${body}, which is no object (decisions, Bodies)`, () => {
    assert.throws(() => json(body), { name: 'MalformedParameters', message: 'The JSON body must be an object' });
  });
}

for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
  test(`a parameter named ${name} is one like any other, and is there only when it was sent`, () => {
    assert.equal(form(`${name}=x`).one(name), 'x');
    assert.equal(json(`{"${name}":"x"}`).one(name), 'x');
    assert.equal(form('code=1').has(name), false);
    assert.equal(form('code=1').one(name), undefined);
    assert.equal(form(`${name}[admin]=1`).one('admin'), undefined);
  });
}

test('has() tells whether a parameter was sent, blank or broken ones too (decision 16)', () => {
  const parameters = form('a=&b=1&b=2&c[]=1&d[x]=1');
  assert.deepEqual(
    ['a', 'b', 'c', 'd', 'e'].map((name) => parameters.has(name)),
    [true, true, true, true, false],
  );
  assert.equal(json('{"a":[]}').has('a'), true);
});

test('or() fills in only the names that are missing, and never mixes two sources of one name (decision 31)', () => {
  const body = form('client_name=body&redirect_uris[]=a');
  const merged = body.or(form('client_name=query&scopes=read&redirect_uris[]=b'));
  assert.equal(merged.one('client_name'), 'body');
  assert.equal(merged.one('scopes'), 'read');
  assert.deepEqual(merged.all('redirect_uris'), ['a']);
  assert.equal(body.has('scopes'), false);
});

test('or() lets the query speak where JSON says null (contract §2)', () => {
  assert.equal(json('{"scopes":null}').or(form('scopes=write')).one('scopes'), 'write');
});

const many = (count: number) => Array.from({ length: count }, (_, index): [string, string] => [`p${index}`, 'x']);

test(`fromPairs() accepts ${MAX_PARAMETERS} parameters and refuses one more, one name or many`, () => {
  assert.equal(Parameters.fromPairs(many(MAX_PARAMETERS)).one(`p${MAX_PARAMETERS - 1}`), 'x');
  assert.throws(() => Parameters.fromPairs(many(MAX_PARAMETERS + 1)), {
    name: 'MalformedParameters',
    message: 'The request has too many parameters',
  });
  assert.throws(
    () => Parameters.fromPairs(many(MAX_PARAMETERS + 1).map(() => ['a[]', 'x'] as const)),
    MalformedParameters,
  );
});

test(`fromJson() accepts ${MAX_PARAMETERS} parameters and refuses one more, as members or elements`, () => {
  assert.equal(Parameters.fromJson(Object.fromEntries(many(MAX_PARAMETERS))).one('p0'), 'x');
  assert.throws(() => Parameters.fromJson(Object.fromEntries(many(MAX_PARAMETERS + 1))), MalformedParameters);
  assert.throws(() => Parameters.fromJson({ a: Array(MAX_PARAMETERS + 1).fill('x') }), MalformedParameters);
});

test('one() refuses a value with a NUL character, which some databases cannot hold', () => {
  assert.throws(() => Parameters.fromPairs([['code', 'a\0b']]).one('code'), MalformedParameters);
  assert.throws(() => Parameters.fromJson({ code: 'a\0b' }).one('code'), MalformedParameters);
});

test('keysOf() tells what stands in brackets behind a name, by form and by JSON', () => {
  const pairs = ['f[9][name]', 'f[1][name]', 'f[9][value]', 'f[]', 'f', 'f[2', 'ff[3][name]'].map(
    (name): [string, string] => [name, ''],
  );
  assert.deepEqual(Parameters.fromPairs(pairs).keysOf('f'), ['9', '1']);
  assert.deepEqual(Parameters.fromPairs(pairs).keysOf('g'), []);
  assert.deepEqual(Parameters.fromJson({ f: { b: { name: 1 }, a: { name: 2 } } }).keysOf('f'), ['b', 'a']);
  assert.deepEqual(Parameters.fromJson({ f: [{ name: 1 }, { name: 2 }] }).keysOf('f'), ['0', '1']);
});
