import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readRequestTarget } from './request-target.ts';

const reasonOf = (target: string) => {
  const read = readRequestTarget(target);
  return read.kind === 'refused' ? read.reason : undefined;
};

describe('A request target', () => {
  test('is taken apart into path, segments and query, as they were sent', () => {
    assert.deepEqual(readRequestTarget('/api/v1/tags/caf%C3%A9/follow?a=%2F&b=//..;'), {
      kind: 'canonical',
      path: '/api/v1/tags/caf%C3%A9/follow',
      segments: ['api', 'v1', 'tags', 'caf%C3%A9', 'follow'],
      query: 'a=%2F&b=//..;',
    });
    assert.deepEqual(readRequestTarget('/x?'), { kind: 'canonical', path: '/x', segments: ['x'], query: '' });
  });

  for (const path of [
    '/api/v1/accounts/@alice@social.example',
    '/api/v1/accounts/%40alice',
    '/api/v1/tags/%E2%9C%93',
    '/api/v1/tags/%e2%9c%93',
    "/api/a-b._~/!$&'()*+,=:@",
    '/api/v1/tags/a%20b',
    '/api/v1/...',
    '/api/v1/.well-known',
  ]) {
    test(`${path} has one spelling`, () => assert.equal(reasonOf(path), undefined));
  }

  for (const [target, reason] of [
    ['', /begins with a slash/],
    ['api/v1', /begins with a slash/],
    ['*', /begins with a slash/],
    ['https://social.example/api/v1/statuses', /begins with a slash/],
    ['//api/v1/statuses', /two slashes/],
    ['/api//v1/statuses', /two slashes/],
    ['/', /end with a slash/],
    ['/api/v1/statuses/', /end with a slash/],
    ['/api/v1/statuses//', /end with a slash/],
    ['/api/./v1', /dot segments/],
    ['/api/../api/v1', /dot segments/],
    ['/api/v1/..', /dot segments/],
    ['/api/v1/%2e%2e/statuses', /need no encoding/],
    ['/api/v1/%2E', /need no encoding/],
    ['/api/v1/.%2e', /need no encoding/],
    ['/api/v1/st%61tuses', /need no encoding/],
    ['/api/v1/verify%5fcredentials', /need no encoding/],
    ['/api/v1/1%2Ffollow', /encoded delimiter/],
    ['/api/v1/1%2ffollow', /encoded delimiter/],
    ['/api/v1/1%5Cfollow', /encoded delimiter/],
    ['/api/v1/1%5cfollow', /encoded delimiter/],
    ['/api/v1/1%252Ffollow', /encoded delimiter/],
    ['/api/v1/1%25', /encoded delimiter/],
    ['/api/v1/1%3Bx', /encoded delimiter/],
    ['/api/v1/1%3Fx', /encoded delimiter/],
    ['/api/v1/1%23x', /encoded delimiter/],
    ['/api/v1/1;x=y', /semicolon/],
    ['/api\\v1', /must be percent-encoded/],
    ['/api/v1/a b', /must be percent-encoded/],
    ['/api/v1/a\tb', /must be percent-encoded/],
    ['/api/v1/a\0b', /must be percent-encoded/],
    ['/api/v1/a#b', /must be percent-encoded/],
    ['/api/v1/"x"', /must be percent-encoded/],
    ['/api/v1/{x}', /must be percent-encoded/],
    ['/api/v1/é', /must be percent-encoded/],
    ['/api/v1/%', /must be percent-encoded/],
    ['/api/v1/%4', /must be percent-encoded/],
    ['/api/v1/%zz', /must be percent-encoded/],
    ['/api/v1/%u002f', /must be percent-encoded/],
    ['/api/v1/%00', /control characters/],
    ['/api/v1/a%0d%0ab', /control characters/],
    ['/api/v1/%7F', /control characters/],
    ['/api/v1/%C2%85', /control characters/],
    ['/api/v1/%C0%AF', /not UTF-8/],
    ['/api/v1/%E2%82', /not UTF-8/],
    ['/api/v1/%ED%A0%80', /not UTF-8/],
    ['/api/v1/%FF', /not UTF-8/],
    ['/api/v1/x?a#b', /fragment/],
    ['/api/v1/x?a b', /blanks/],
    ['/api/v1/x?a\0', /blanks/],
  ] as const) {
    test(`${JSON.stringify(target)} could be read in two ways and is refused`, () => {
      assert.match(reasonOf(target) ?? 'it is taken', reason);
    });
  }
});
