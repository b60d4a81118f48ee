import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigError, readConfig, settingNames } from './config.ts';

/** What is said of an environment that cannot be used: one line for each problem. */
function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    readConfig(environment);
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    const [heading, ...lines] = error.message.split('\n');
    assert.equal(heading, 'The settings cannot be used:');
    return lines.map((line) => line.trim());
  }
  return [];
}

test('readConfig() needs nothing: every setting has a default (decisions, Settled)', () => {
  const config = readConfig({});
  assert.equal(config.port, 3000);
  assert.equal(config.host, '127.0.0.1');
  assert.equal(config.drainSeconds, 0);
  assert.equal(config.publicUrl, 'http://localhost:3000');
  assert.deepEqual(config.database, { engine: 'sqlite', path: './data/mastodoor.db' });
  assert.equal(config.databasePoolSize, 10);
  assert.deepEqual(config.secretKeys, []);
  assert.deepEqual(config.trustedProxies, []);
  assert.equal(config.requireAuthentication, 'off');
  assert.equal(config.passwordGrant, true);
  assert.equal(config.rateLimitFactor, 1);
  assert.equal(config.logLevel, 'info');
  assert.equal(config.title, 'Mastodoor');
  assert.equal(config.contactUsername, undefined);
  assert.deepEqual(config.rules, []);
});

test('readConfig() takes a setting that is set to nothing, or to blanks, for one that is not set', () => {
  const blank = Object.fromEntries(settingNames.map((name, index) => [name, index % 2 === 0 ? '' : '  ']));
  assert.deepEqual(readConfig(blank), readConfig({}));
});

test('readConfig() ignores whatever else is in the environment', () => {
  assert.deepEqual(readConfig({ PATH: '/bin', port: '99999', HOME: '' }), readConfig({}));
});

test('readConfig() accepts the port 0, with which the system chooses one', () => {
  assert.equal(readConfig({ PORT: '0' }).port, 0);
});

test('readConfig() takes a time of draining in whole seconds', () => {
  assert.equal(readConfig({ DRAIN_SECONDS: '15' }).drainSeconds, 15);
  for (const wrong of ['-1', '1.5', '601', 'soon']) {
    assert.deepEqual(problemsOf({ DRAIN_SECONDS: wrong }), [
      'DRAIN_SECONDS: must be a whole number of seconds from 0 to 600',
    ]);
  }
});

for (const level of ['fatal', 'error', 'warn', 'info', 'debug', 'silent']) {
  test(`readConfig() knows LOG_LEVEL=${level}`, () => {
    assert.equal(readConfig({ LOG_LEVEL: level }).logLevel, level);
  });
}

test('readConfig() names the port in the default public URL (decisions, Issuer)', () => {
  assert.equal(readConfig({ PORT: '8080' }).publicUrl, 'http://localhost:8080');
});

for (const [given, expected] of [
  ['https://social.example', 'https://social.example'],
  ['https://social.example/', 'https://social.example'],
  ['HTTPS://Social.Example/', 'https://social.example'],
  ['http://127.0.0.1:3000', 'http://127.0.0.1:3000'],
] as const) {
  test(`readConfig() makes the origin ${expected} of PUBLIC_URL=${given} (decisions 12 and Issuer)`, () => {
    assert.equal(readConfig({ PUBLIC_URL: given }).publicUrl, expected);
  });
}

for (const given of [
  'https://social.example/door',
  'https://social.example//',
  'https://social.example?x=1',
  'https://social.example/#x',
  'https://alice@social.example',
  'ftp://social.example',
  'social.example',
  'https://',
  'https://social.example https://other.example',
]) {
  test(`readConfig() refuses PUBLIC_URL=${given}, which is no origin (decisions, Issuer)`, () => {
    assert.deepEqual(problemsOf({ PUBLIC_URL: given }), [
      'PUBLIC_URL: must be an origin without a path, such as https://social.example',
    ]);
  });
}

test('readConfig() knows PostgreSQL, and how many connections it may have', () => {
  const url = 'postgres://me:hush@db.example/door';
  const config = readConfig({ DATABASE_URL: url, DATABASE_POOL_SIZE: '25', SECRET_KEY: '1'.repeat(32) });
  assert.deepEqual(config.database, { engine: 'postgres', url });
  assert.equal(config.databasePoolSize, 25);
});

test('readConfig() demands a key with PostgreSQL, since nodes share no folder (decisions, SECRET_KEY)', () => {
  assert.deepEqual(problemsOf({ DATABASE_URL: 'postgres://me:hush@db.example/door' }), [
    'SECRET_KEY: is needed with PostgreSQL, and must be the same on all nodes. Make one with: openssl rand -base64 32',
  ]);
});

test('readConfig() names the forms of DATABASE_URL, and never prints what was given', () => {
  const [problem, ...others] = problemsOf({ DATABASE_URL: 'mysql://me:hush@db.example/door' });
  assert.match(problem ?? '', /^DATABASE_URL: must be sqlite: .* or postgres:\/\/user:password@host:5432\/database$/);
  assert.deepEqual(others, []);
});

for (const given of ['0', '1001', '-1', '2.5', 'many']) {
  test(`readConfig() refuses DATABASE_POOL_SIZE=${given}`, () => {
    assert.deepEqual(problemsOf({ DATABASE_POOL_SIZE: given }), [
      'DATABASE_POOL_SIZE: must be a whole number from 1 to 1000',
    ]);
  });
}

test('readConfig() reads several keys, first the one that encrypts (decisions, SECRET_KEY)', () => {
  const [one, two] = ['1'.repeat(32), '2'.repeat(40)];
  assert.deepEqual(readConfig({ SECRET_KEY: `${one}, ${two},` }).secretKeys, [one, two]);
});

for (const given of ['hush', '0'.repeat(31), `${'0'.repeat(32)},hush`]) {
  test(`readConfig() names SECRET_KEY when a key of ${given.length} characters will not do, and never prints it`, () => {
    const problems = problemsOf({ SECRET_KEY: given });
    assert.deepEqual(problems, ['SECRET_KEY: each key must have at least 32 characters']);
  });
}

test('readConfig() never prints a key, even when other settings are wrong too', () => {
  const environment = { SECRET_KEY: 'hush-hush', PORT: 'x', LOG_LEVEL: 'x', TRUSTED_PROXIES: 'x' };
  const problems = problemsOf(environment);
  assert.equal(problems.length, 4);
  assert.ok(!problems.join().includes('hush'));
});

test('readConfig() reads addresses and ranges of trusted proxies (decisions, Settled)', () => {
  const { trustedProxies } = readConfig({ TRUSTED_PROXIES: ' 10.0.0.0/8,::1 , 2001:db8::/32,' });
  assert.deepEqual(trustedProxies, ['10.0.0.0/8', '::1', '2001:db8::/32']);
});

test('readConfig() says of each trusted proxy that is neither an address nor a range which one it is', () => {
  assert.deepEqual(problemsOf({ TRUSTED_PROXIES: '10.0.0.0/33, ::1, proxy.example' }), [
    'TRUSTED_PROXIES: "10.0.0.0/33" is neither an address nor a range such as 10.0.0.0/8',
    'TRUSTED_PROXIES: "proxy.example" is neither an address nor a range such as 10.0.0.0/8',
  ]);
});

for (const value of ['off', 'token', 'user'] as const) {
  test(`readConfig() knows REQUIRE_AUTHENTICATION=${value} (decisions, Settled)`, () => {
    assert.equal(readConfig({ REQUIRE_AUTHENTICATION: value }).requireAuthentication, value);
  });
}

for (const [value, expected] of [
  ['on', true],
  ['off', false],
] as const) {
  test(`readConfig() reads PASSWORD_GRANT=${value} as ${expected} (decisions, PASSWORD_GRANT)`, () => {
    assert.equal(readConfig({ PASSWORD_GRANT: value }).passwordGrant, expected);
  });
}

for (const [value, expected] of [
  ['off', Number.POSITIVE_INFINITY],
  ['0.5', 0.5],
  ['100', 100],
] as const) {
  test(`readConfig() reads RATE_LIMIT_FACTOR=${value} as ${expected} (decision 17)`, () => {
    assert.equal(readConfig({ RATE_LIMIT_FACTOR: value }).rateLimitFactor, expected);
  });
}

test('readConfig() splits the rules at line ends and bars, without blank ones', () => {
  const { rules } = readConfig({ SERVER_RULES: 'Be kind.| No spam. \r\n\n|Speak up\n' });
  assert.deepEqual(
    rules.map((rule) => rule.text),
    ['Be kind.', 'No spam.', 'Speak up'],
  );
});

test('readConfig() takes the contact account with or without its at sign', () => {
  assert.equal(readConfig({ SERVER_CONTACT_ACCOUNT: '@alice' }).contactUsername, 'alice');
  assert.equal(readConfig({ SERVER_CONTACT_ACCOUNT: 'alice' }).contactUsername, 'alice');
});

const bad: readonly (readonly [string, readonly string[]])[] = [
  ['PORT', ['x', '-1', '65536', '1.5']],
  ['PUBLIC_URL', ['https://social.example/path']],
  ['DATABASE_URL', ['sqlite:', 'mysql://db.example/x', './data/x.db', 'xsqlite:./x.db']],
  ['SECRET_KEY', ['short']],
  ['TRUSTED_PROXIES', ['proxy.example', '10.0.0.1/99']],
  ['REQUIRE_AUTHENTICATION', ['yes', 'TOKEN']],
  ['PASSWORD_GRANT', ['true', 'no']],
  ['RATE_LIMIT_FACTOR', ['0', '-1', 'x', 'OFF']],
  ['LOG_LEVEL', ['loud']],
  ['SERVER_TITLE', ['x'.repeat(101)]],
  ['SERVER_DESCRIPTION', ['x'.repeat(2001)]],
  ['SERVER_CONTACT_EMAIL', ['alice']],
  ['SERVER_CONTACT_ACCOUNT', ['alice@social.example', 'al ice']],
];

for (const [name, values] of bad) {
  for (const value of values) {
    test(`readConfig() refuses ${name}=${value.slice(0, 30)} and names the setting`, () => {
      const problems = problemsOf({ [name]: value });
      assert.equal(problems.length, 1);
      assert.match(problems[0] ?? '', new RegExp(`^${name}: .+`));
    });
  }
}

test('readConfig() tells of every bad value at once, each on a line of its own', () => {
  const worst = Object.fromEntries(bad.map(([name, [value = '']]) => [name, value]));
  assert.deepEqual(
    problemsOf(worst).map((line) => line.split(':', 1)[0]),
    bad.map(([name]) => name),
  );
});

test('readConfig() gives metrics a port of their own, on this machine alone unless it is told otherwise', () => {
  assert.equal(readConfig({ METRICS_HOST: '10.0.0.1' }).metrics, undefined);
  assert.deepEqual(readConfig({ METRICS_PORT: '9464' }).metrics, { host: '127.0.0.1', port: 9464 });
  assert.deepEqual(readConfig({ METRICS_PORT: '0', METRICS_HOST: '::' }).metrics, { host: '::', port: 0 });
  assert.deepEqual(problemsOf({ METRICS_PORT: '99999' }), ['METRICS_PORT: must be a whole number from 0 to 65535']);
});

test('readConfig() traces only when it is told to', () => {
  assert.equal(readConfig({}).tracing, false);
  assert.equal(readConfig({ TRACING: 'on' }).tracing, true);
});
