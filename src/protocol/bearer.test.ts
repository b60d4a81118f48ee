import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bearerChallenge, REALM, readBearer } from './bearer.ts';

test('readBearer() reads the token behind the scheme, in any letter case of the scheme (RFC 6750 §2.1, contract §11)', () => {
  assert.equal(readBearer('Bearer abc-DEF_1'), 'abc-DEF_1');
  assert.equal(readBearer('Bearer x'), 'x');
  assert.equal(readBearer('bearer abc'), 'abc');
  assert.equal(readBearer('BEARER abc'), 'abc');
});

test('readBearer() leaves more than one space in the token, which makes it unknown (contract §11)', () => {
  assert.equal(readBearer('Bearer  abc'), ' abc');
  assert.equal(readBearer('Bearer a b'), 'a b');
});

for (const header of [undefined, '', 'Bearer', 'Bearer ', 'Bearerabc', 'Bearer\tabc', ' Bearer abc']) {
  test(`readBearer() finds no token in ${JSON.stringify(header)} (RFC 6750 §2.1)`, () => {
    assert.equal(readBearer(header), undefined);
  });
}

for (const header of ['Basic YWJjOmRlZg==', 'DPoP abcdefgh', 'Token abcdefgh', 'abcdefghijklmnop']) {
  test(`readBearer() ignores another scheme: ${header} (contract §11)`, () => {
    assert.equal(readBearer(header), undefined);
  });
}

test("bearerChallenge() names the product's realm first, then what it is given in order (RFC 6750 §3, decision 27)", () => {
  assert.equal(REALM, 'Mastodoor');
  assert.equal(
    bearerChallenge({ error: 'invalid_token', error_description: 'The access token is invalid' }),
    'Bearer realm="Mastodoor", error="invalid_token", error_description="The access token is invalid"',
  );
});

test('bearerChallenge() carries the realm alone when there is nothing to say (RFC 6750 §3.1)', () => {
  assert.equal(bearerChallenge({}), 'Bearer realm="Mastodoor"');
});

test('bearerChallenge() writes an underscore for what a quoted value may not hold (RFC 6750 §3, contract §11)', () => {
  assert.equal(
    bearerChallenge({ error_description: 'scope "read" \\ l’accès\r\nSet-Cookie: x\0' }),
    'Bearer realm="Mastodoor", error_description="scope _read_ _ l_acc_s__Set-Cookie: x_"',
  );
});
