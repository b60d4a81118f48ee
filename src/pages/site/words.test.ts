import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { html } from '../markup.ts';
import { ar } from './words/ar.ts';
import { de } from './words/de.ts';
import { en } from './words/en.ts';

const value = html`<bdi>7</bdi>`;

/** Every sentence of a language by its path, with a value in each place that takes one. */
function sentences(words: object, path = ''): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(words).flatMap(([key, word]): (readonly [string, string])[] => {
      const here = `${path}/${key}`;
      if (typeof word === 'string') return [[here, word]];
      if (typeof word === 'object') return [...sentences(word, here)];
      return [[here, String(word(value, value, value))]];
    }),
  );
}

describe('the words of the site', () => {
  for (const [lang, words] of Object.entries({ de, ar })) {
    it(`say everything in ${lang} that English says, and nothing else`, () => {
      const theirs = sentences(words);
      assert.deepEqual([...theirs.keys()].sort(), [...sentences(en).keys()].sort());
      for (const [path, text] of theirs) assert.ok(text.trim().length > 0, path);
    });
  }

  it('say nothing in Arabic that is still English', () => {
    const english = sentences(en);
    const same = [...sentences(ar)].filter(([path, text]) => english.get(path) === text).map(([path]) => path);
    assert.deepEqual(same, []);
  });
});
