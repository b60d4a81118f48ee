import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { brokenLinks } from './links.ts';

const root = join(import.meta.dirname, '..', '..');

const check = (...lines: readonly string[]) => brokenLinks(root, [{ path: 'docs/page.md', text: lines.join('\n') }]);

test('a link to a file or a folder that is there is good', () => {
  assert.deepEqual(check('[one](../README.md) and ![two](../src), [three][3]', '', '[3]: ../LICENSE'), []);
  assert.deepEqual(check('[elsewhere](https://social.example/nowhere)', '[mail](mailto:a@social.example)'), []);
});

test('a link to what is not there is named by its line', () => {
  assert.deepEqual(check('words', '[one](../NOTHING.md)'), ['docs/page.md:2: ../NOTHING.md is not there']);
  assert.equal(check('[1]: ../NOTHING.md').length, 1);
  assert.equal(check('<img src="nothing.png">').length, 1);
  assert.equal(check('[out](../../README.md)').length, 1);
  assert.equal(check('[root](/README.md)').length, 1);
});

test('an anchor needs its heading, in this page or the other', () => {
  const page = ['# The `token` & its *end*', '## Twice', '## Twice', '<a id="by-hand"></a>'];
  assert.deepEqual(check(...page, '[a](#the-token--its-end) [b](#twice-1) [c](#by-hand)'), []);
  assert.deepEqual(check(...page, '[d](#twice-2)'), ['docs/page.md:5: docs/page.md has no heading for #twice-2']);
  assert.deepEqual(check('[e](../CONTRIBUTING.md#house-style)'), []);
  assert.equal(check('[f](../CONTRIBUTING.md#no-style)').length, 1);
  assert.equal(check('[g](../package.json#name)').length, 1);
});

test('what stands in code is no link and no heading', () => {
  assert.deepEqual(check('`[one](nothing.md)`', '```', '[two](nothing.md)', '# three', '```'), []);
  assert.equal(check('```', '# three', '```', '[a](#three)').length, 1);
});
