import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { browserOf } from './browser-of.ts';

describe('browserOf()', () => {
  const known: Readonly<Record<string, readonly [string | undefined, string | undefined]>> = {
    'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0': ['Firefox', 'Linux'],
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36': [
      'Chrome',
      'Windows',
    ],
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1':
      ['Safari', 'iOS'],
    'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36':
      ['Chrome', 'Android'],
  };

  for (const [userAgent, [browser, system]] of Object.entries(known)) {
    test(`knows ${browser} on ${system}`, () => {
      assert.deepEqual(browserOf(userAgent), { browser, system });
    });
  }

  test('names nothing where nothing is said that it knows', () => {
    for (const userAgent of ['', ' ', '\t', 'Call +1 555 0100/1.0', 'curl/8.14']) {
      assert.deepEqual(browserOf(userAgent), { browser: undefined, system: undefined });
    }
  });

  test('takes whatever a stranger sends, soon, and gives no long name', () => {
    const hostile = [
      '(',
      '%s%n',
      '/'.repeat(500),
      `${'a'.repeat(500)}/1`,
      'Mozilla/'.repeat(5000),
      '\u202e<b>',
      '💥/1',
    ];
    const start = performance.now();
    for (const userAgent of hostile) {
      const { browser, system } = browserOf(userAgent);
      for (const name of [browser, system]) assert.ok((name?.length ?? 0) <= 40);
    }
    assert.ok(performance.now() - start < 1000);
  });
});
