import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fieldToHtml, textToHtml } from './text-to-html.ts';

const fragments = fc.constantFrom(
  'https://',
  'http://a.example/',
  'javascript:',
  '<',
  '>',
  '"',
  "'",
  '&',
  '&lt;',
  '<script>',
  '</p>',
  '<a href="',
  ' onclick=',
  '\n',
  '\n\n',
  ' ',
  '(',
  ')',
  '\u202e',
  'x',
  '//',
  '?',
  '#',
  '@a.example',
);
const hostile = fc.array(fc.oneof(fragments, fc.string())).map((parts) => parts.join(''));

/** The only tags there are, each exactly as it is written by us. */
const ours =
  /<p>|<\/p>|<br \/>|<\/a>|<a href="https?:\/\/[^"<>]*" target="_blank" rel="(?:me )?nofollow noopener" translate="no">/gi;

const readBack = (html: string): string =>
  html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

test('whatever the text, no markup but ours comes out', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      for (const html of [textToHtml(text), fieldToHtml(text)]) {
        const rest = html.replace(ours, '');
        assert.doesNotMatch(rest, /[<>"']/);
        assert.doesNotMatch(rest, /&(?!(?:amp|lt|gt|quot|#39);)/);
      }
    }),
    { numRuns: 2000 },
  );
});

test('whatever the text, it can be read again in the HTML', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      assert.equal(readBack(fieldToHtml(text).replace(ours, '')), text);
    }),
  );
});
