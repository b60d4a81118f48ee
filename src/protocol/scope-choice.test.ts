import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mastodonScopes } from '../mastodon/scopes.ts';
import { choicesOf, chooseScopes } from './scope-choice.ts';

const scopesOf = (asked: string) => choicesOf(asked.split(' '), mastodonScopes).map(({ scope }) => scope);

const choose = (asked: string, allowed: string, divided = '') =>
  chooseScopes(asked.split(' '), { allowed: allowed.split(' '), divided: divided.split(' ') }, mastodonScopes).join(
    ' ',
  );

for (const [asked, offered] of [
  ['profile', ['profile']],
  ['read write follow push', ['read', 'write', 'push']],
  ['read follow', ['read', 'follow']],
  ['read read:lists write:lists', ['read', 'write:lists']],
] as const) {
  test(`choicesOf() offers ${offered.join(', ')} where ${asked} is asked: what others say already is no choice`, () => {
    assert.deepEqual(scopesOf(asked), offered);
  });
}

for (const { asked, allowed, divided, given, because } of [
  { asked: 'read write push', allowed: 'read push', given: 'read push', because: 'write is unticked' },
  {
    asked: 'read write',
    allowed: 'read write write:media write:statuses',
    divided: 'write',
    given: 'read write:media write:statuses',
    because: 'only two parts of write are ticked',
  },
  {
    asked: 'read write',
    allowed: 'read write:media write:statuses',
    divided: 'write',
    given: 'read',
    because: 'the parts count only below a ticked whole',
  },
  {
    asked: 'read write',
    allowed: 'read write',
    divided: 'write',
    given: 'read',
    because: 'no part of write is ticked',
  },
  {
    asked: 'read write follow',
    allowed: 'read write:follows',
    divided: '',
    given: 'read',
    because: 'follow goes with the write that says the most of it',
  },
  {
    asked: 'read follow',
    allowed: 'read follow read:follows write:follows',
    divided: 'follow',
    given: 'read write:follows',
    because: 'read says read:follows already',
  },
  {
    asked: 'read',
    allowed: 'write admin:write read:accounts __proto__',
    divided: 'read',
    given: '',
    because: 'nothing of it was offered but a part without its whole',
  },
]) {
  test(`chooseScopes() gives ${given || 'nothing'} of ${asked}: ${because}`, () => {
    assert.equal(choose(asked, allowed, divided), given);
  });
}
