import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { collectSnippets } from './collect-snippets.ts';
import { compileSnippets } from './compile-snippets.ts';

const root = join(import.meta.dirname, '..', '..');

/** A page as an array of its lines; `'''` stands for a fence. */
const pageOf = (...lines: readonly string[]) => ({
  path: 'docs/page.md',
  text: lines.join('\n').replaceAll("'''", '```'),
});

const check = (...lines: readonly string[]) => {
  const { snippets, faults } = collectSnippets(pageOf(...lines));
  return [...faults, ...compileSnippets(root, snippets)];
};

describe('a snippet', () => {
  test('that compiles has no fault', () => {
    assert.deepEqual(check("'''ts", "import { readFileSync } from 'node:fs';", "readFileSync('x');", "'''"), []);
  });

  test('that does not compile is named by its line of the page', () => {
    const faults = check('# Title', '', "'''ts", 'const one: number = 1;', "const two: number = 'two';", "'''");
    assert.equal(faults.length, 1);
    assert.match(faults[0] ?? '', /^docs\/page\.md:5: Type 'string' is not assignable to type 'number'/);
  });

  test('is compiled strictly, JavaScript too', () => {
    assert.match(check("'''ts", 'function f(x) { return x; }', "'''")[0] ?? '', /^docs\/page\.md:2: .*implicitly/);
    assert.match(check("'''js", "'text'.frobnicate();", "'''")[0] ?? '', /^docs\/page\.md:2: .*frobnicate/);
  });

  test('may not import what the package does not export', () => {
    assert.match(check("'''ts", "import 'mastodoor/inside';", "'''")[0] ?? '', /^docs\/page\.md:2: Cannot find module/);
  });

  test('knows nothing of the one before, unless it says that it goes on', () => {
    const first = ["'''ts", 'const one = 1;', "'''", ''];
    assert.match(
      check(...first, "'''ts", 'one.toFixed();', "'''")[0] ?? '',
      /^docs\/page\.md:6: Cannot find name 'one'/,
    );
    assert.deepEqual(check(...first, '<!-- snippet: continues -->', '', "'''ts", 'one.toFixed();', "'''"), []);
  });

  test('may have a prelude that the reader does not see, and its faults are named by its lines', () => {
    const prelude = (...code: readonly string[]) => [
      '<!-- snippet: prelude',
      ...code,
      '-->',
      "'''ts",
      'one.toFixed();',
      "'''",
    ];
    assert.deepEqual(check(...prelude('declare const one: number;')), []);
    assert.match(
      check(...prelude('declare const one: nothing;'))[0] ?? '',
      /^docs\/page\.md:2: Cannot find name 'nothing'/,
    );
  });

  test('may use a name that another one uses', () => {
    assert.deepEqual(check("'''ts", 'const one = 1;', "'''", "'''ts", "const one = 'one';", "'''"), []);
  });

  test('may be ignored for a reason, and not without', () => {
    const block = ["'''ts ignore", 'not code', "'''"];
    const { ignored, snippets } = collectSnippets(pageOf('<!-- snippet: ignored because it is a shape -->', ...block));
    assert.deepEqual([ignored, snippets], [[{ path: 'docs/page.md', line: 3, reason: 'it is a shape' }], []]);
    assert.match(check(...block)[0] ?? '', /^docs\/page\.md:1: an ignored block needs a reason/);
  });

  test('does not escape by another name of its language', () => {
    assert.match(check("'''typescript", 'not code', "'''")[0] ?? '', /call the language ts or js/);
  });

  test('of a doc comment is found, and named by its line of the source', () => {
    const text = ['const x = 1;', '/**', ' * Words.', ' * @example', " * '''ts", ' * x.y;', " * '''", ' */'].join('\n');
    const { snippets } = collectSnippets({ path: 'src/x.ts', text: text.replaceAll("'''", '```') });
    assert.deepEqual(snippets, [{ path: 'src/x.ts', language: 'ts', lines: [{ text: 'x.y;', line: 6 }] }]);
  });

  test('of a list is read without the indentation of the list', () => {
    const { snippets } = collectSnippets(pageOf('- item', '', "  '''ts", '  const x = 1;', '    x;', "  '''"));
    assert.deepEqual(
      snippets[0]?.lines.map(({ text }) => text),
      ['const x = 1;', '  x;'],
    );
  });
});
