import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fieldToHtml, textToHtml } from './text-to-html.ts';

test('textToHtml() makes paragraphs of blank lines and breaks of single ones', () => {
  assert.equal(textToHtml('one\r\ntwo\n\n\nthree'), '<p>one<br />two</p><p>three</p>');
});

test('textToHtml() of nothing is nothing', () => {
  assert.equal(textToHtml(''), '');
  assert.equal(textToHtml(' \n\n \n'), '');
});

test('textToHtml() escapes what would be HTML', () => {
  assert.equal(textToHtml('<b>&"\'</b>'), '<p>&lt;b&gt;&amp;&quot;&#39;&lt;/b&gt;</p>');
});

test('textToHtml() links web addresses without what follows them in a sentence', () => {
  assert.equal(
    textToHtml('See https://a.example/?x=1&y=2, or not.'),
    '<p>See <a href="https://a.example/?x=1&amp;y=2" target="_blank" rel="nofollow noopener" translate="no">https://a.example/?x=1&amp;y=2</a>, or not.</p>',
  );
});

test('textToHtml() links nothing but http and https, and no address that is none', () => {
  for (const text of [
    'javascript://a.example/%0aalert(1)',
    'data://x.example',
    'ftp://a.example/',
    'http://a.example:999999/',
    'a.example',
    'me@a.example',
  ]) {
    assert.equal(textToHtml(text), `<p>${text}</p>`);
  }
});

test('fieldToHtml() has no paragraph, and says that a link claims to be the same person’s', () => {
  assert.match(fieldToHtml('https://a.example/'), /^<a href="https:\/\/a\.example\/" [^>]*rel="me nofollow noopener"/);
  assert.equal(fieldToHtml('she & her'), 'she &amp; her');
});
