import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { anyToken, app, open, publicTo, user } from '../http/access.ts';
import type { AuthServerOptions } from './auth-server-options.ts';
import { checkOptions, OptionsError } from './check-options.ts';
import { createAuthServer } from './create-auth-server.ts';
import { newTestStore, testAccounts } from './test-host.ts';

const store = await newTestStore();
const good: AuthServerOptions = {
  issuer: 'https://social.example',
  store,
  secretKey: 'k'.repeat(32),
  accounts: testAccounts,
};

function problemsOf(changes: Readonly<Record<string, unknown>>): readonly string[] {
  try {
    checkOptions({ ...good, ...changes } as AuthServerOptions);
    return [];
  } catch (error) {
    assert.ok(error instanceof OptionsError, String(error));
    return error.problems;
  }
}

const wrong: Readonly<Record<string, readonly [unknown, RegExp]>> = {
  issuer: ['https://social.example/', /^issuer must be an http\(s\) URL without a trailing slash/],
  secretKey: ['short and secret', /^secretKey must have at least 32 characters; `openssl rand -base64 32` makes one/],
  store: [{}, /^store lacks the methods addApp, /],
  accounts: [{}, /^accounts\.find must be a function/],
  signIn: [{}, /^signIn\.currentAccount must be a function/],
  brand: [{ name: '' }, /^brand\.name must be/],
  languages: [[{}], /lang/],
  imageSources: [['cdn.example'], /^imageSources\.0 must be an origin/],
  rateLimitFactor: [0, /^rateLimitFactor must be a number above zero/],
  trustedProxies: [['everyone'], /^trustedProxies\.0 must be an address or a range/],
  requireAuthentication: ['yes', /^requireAuthentication must be off, token or user/],
  mountPath: ['social/', /^mountPath must be empty or a path/],
  hostTimeout: [-1, /^hostTimeout must be above zero/],
  onEvent: ['log', /^onEvent must be a function/],
  policies: [{ register: true }, /^policies\.register must be a function/],
  gateway: [{ methods: 'all' }, /^gateway/],
  isuer: ['https://social.example', /^isuer: there is no such option/],
};

test('checkOptions() is content with what createAuthServer() needs, and with an issuer that has a path', () => {
  assert.deepEqual(problemsOf({}), []);
  assert.deepEqual(problemsOf({ issuer: 'https://example.org/social', secretKey: ['k'.repeat(32)] }), []);
});

for (const [option, [value, words]] of Object.entries(wrong)) {
  test(`checkOptions() says what is wrong with ${option}, and how to mend it`, () => {
    const problems = problemsOf({ [option]: value });
    assert.ok(
      problems.some((line) => words.test(line)),
      problems.join('\n'),
    );
  });
}

test('checkOptions() names all that is wrong in one message, and never shows a key', () => {
  const all = Object.fromEntries(Object.entries(wrong).map(([option, [value]]) => [option, value]));
  const problems = problemsOf(all);
  for (const [option, [, words]] of Object.entries(wrong)) {
    assert.ok(
      problems.some((line) => words.test(line)),
      `${option} is not in:\n${problems.join('\n')}`,
    );
  }
  assert.doesNotMatch(problems.join(), /short and secret/);
});

const furtherWrongs: ReadonlyArray<readonly [string, unknown, RegExp]> = [
  ['brand', { name: 'x', logo: null }, /^brand\.logo must be an object/],
  ['brand', { name: 'x', logo: { url: 'javascript:x' } }, /^brand\.logo\.url must be/],
  ['languages', [null], /^languages\.0 must be what extendMessages\(\) makes/],
  ['secretKey', ['short and secret'], /^secretKey\.0 must have at least 32 characters/],
  ['secretKey', [], /^secretKey must hold a key/],
  ['secretKey', 42, /^secretKey must be text/],
  ['gateway', true, /^gateway must be false, or an object with methods/],
  ['gateway', { metods: [] }, /^gateway\.metods: there is no such option/],
  ['policies', { registre: () => {} }, /^policies\.registre: there is no such option/],
  ['languages', 'fr', /^languages must be a list/],
  [
    'gateway',
    { methods: [{ method: 'get', path: '/x', access: user('read') }] },
    /^gateway\.methods\.0\.method must be GET/,
  ],
  [
    'gateway',
    { methods: [{ method: 'GET', path: 'x', access: user('read') }] },
    /^gateway\.methods\.0\.path must be like/,
  ],
  [
    'gateway',
    { methods: [{ method: 'GET', path: '/x', access: {} }] },
    /^gateway\.methods\.0\.access\.kind must be made with/,
  ],
];
for (const [option, value, words] of furtherWrongs) {
  test(`checkOptions() names the member that is wrong in ${option}: ${words.source}`, () => {
    const problems = problemsOf({ [option]: value });
    assert.ok(
      problems.some((line) => words.test(line)),
      problems.join('\n'),
    );
  });
}

test('checkOptions() takes every kind of access in the gateway', () => {
  for (const access of [open, publicTo('read'), anyToken('read'), user('read'), app('read')]) {
    assert.deepEqual(problemsOf({ gateway: { methods: [{ method: 'GET', path: '/x/:id', access }] } }), []);
  }
});

test('createAuthServer() refuses routes that are no list, in the words of its other options', async () => {
  await assert.rejects(createAuthServer({ ...good, routes: () => 'none' as never }), {
    name: 'OptionsError',
    problems: ['routes must answer a list, of what route() of mastodoor/routes makes'],
  });
});

const anyOption = fc.constantFrom(...Object.keys(wrong), 'pages', 'instance', 'routes', 'vapidPublicKey', 'now');
const anyValue = fc.oneof(
  fc.anything({ maxDepth: 3 }),
  fc.record({ name: fc.anything(), logo: fc.anything(), colours: fc.anything(), css: fc.anything() }),
  fc.record({ methods: fc.array(fc.record({ method: fc.anything(), path: fc.anything(), access: fc.anything() })) }),
);

test('checkOptions() is content or throws an OptionsError, whatever it is given', () => {
  fc.assert(
    fc.property(anyOption, anyValue, (option, value) => {
      for (const line of problemsOf({ [option]: value })) assert.match(line, /\S \S/);
    }),
  );
});

test('checkOptions() says that the built-in sign-in needs a way to prove a password', () => {
  const { find } = testAccounts;
  assert.deepEqual(problemsOf({ accounts: { find } }), [
    'accounts.authenticate is needed for the built-in sign-in page; give signIn when the host has a page of its own',
  ]);
});
for (const nothing of [undefined, null, 42, 'options']) {
  test(`checkOptions() refuses ${nothing} with words`, () => {
    assert.throws(() => checkOptions(nothing as never), OptionsError);
  });
}
