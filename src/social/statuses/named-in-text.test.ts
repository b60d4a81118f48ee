import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hashtagsIn, partsOf, readHashtag } from './named-in-text.ts';
import { countCharacters, statusLimits } from './read-new-status.ts';

test('every hashtag of a text is one that can be asked for, whatever its letters stand for (timelines/tag/:hashtag)', () => {
  for (const [written, folded] of [
    ['½tea', '12tea'],
    ['ﷺ', 'صلىاللهعليهوسلم'],
    ['ＴＥＡ', 'tea'],
    ['2026_', '2026_'],
    ['İ', 'i̇'],
  ] as const) {
    const found = hashtagsIn(`A #${written}.`);
    assert.deepEqual(found, [folded]);
    assert.equal(readHashtag(folded), folded);
    assert.equal(readHashtag(`#${written}`), folded);
  }
  for (const none of ['2026', '½', '', 'a b', 'a!', '##a']) assert.equal(readHashtag(none), undefined, none);
});

test('the domain of a mention is no longer than names of hosts are, so that it cannot hide a text from the count', () => {
  const text = `@a@${'b.'.repeat(1000)}c d`;
  const parts = partsOf(text);
  const [mention] = parts;
  assert.ok(mention?.kind === 'mention');
  assert.ok((mention.domain ?? '').length <= 253);
  assert.equal(parts.map((part) => part.text).join(''), text);
  assert.ok(countCharacters(text) > statusLimits.maxCharacters);
  const [named, rest] = partsOf('@bob@social.example:3000. Hello');
  assert.ok(named?.kind === 'mention');
  assert.deepEqual([named.username, named.domain, rest?.text], ['bob', 'social.example:3000', '. Hello']);
});

test('what is too long is not counted to its end', () => {
  assert.ok(countCharacters('#\u0301'.repeat(10_000)) < statusLimits.maxCharacters + 10);
});
