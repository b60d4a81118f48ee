import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { visibleName, visibleText } from './visible-name.ts';

const name = (text: string): string => visibleName(text, 'nobody');

const tricky = fc.constantFrom(
  ...['a', 'é', 'ن', 'ह', '\u094D', ' ', '\n', '\u200B', '\u200C', '\u200D', '\u202E', '\u2066', '\uFE0F', '\u0301'],
  ...['👩', '💻', '❤', '🏴', '\u{E0067}', '\u{E007F}', '🇩', '🇪', '\u2800', '\u3164', '\uD800', '\u0000', '1', '\u20E3'],
);
const anyName = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(tricky, { maxLength: 300 }).map((pieces) => pieces.join('')),
);

describe('visibleName()', () => {
  it('keeps ordinary names as they are', () => {
    for (const text of ['Tusky', 'Ice Cubes', 'توسكي', 'Кузя ☕', '象', 'Pinafore (dev)', "L'app d’Élise", 'C++']) {
      assert.equal(name(text), text);
    }
  });

  it('strips what turns the text around it', () => {
    assert.equal(name('\u202Emoc.live\u202C'), 'moc.live');
    assert.equal(name('\u2067Tusky\u2069\u200F\u061C'), 'Tusky');
  });

  it('strips what nobody sees', () => {
    assert.equal(name('Tu\u200Bs\u00ADk\u2060y\uFEFF'), 'Tusky');
    assert.equal(name('Tusky\u3164\u2800\u{E0041}'), 'Tusky');
    assert.equal(name('Tus\u0000ky\u001B'), 'Tusky');
  });

  it('keeps joiners where words are spelled with them', () => {
    assert.equal(name('می\u200Cخواهم'), 'می\u200Cخواهم');
    assert.equal(name('क्\u200Dष'), 'क्\u200Dष');
    assert.equal(name('\u200DTusky\u200C !'), 'Tusky !');
  });

  it('keeps emoji whole', () => {
    for (const text of ['👩‍💻', '👨‍👩‍👧‍👦', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '❤️', '🇩🇪', '1️⃣', '👍🏽']) assert.equal(name(text), text);
  });

  it('makes one line of several and one blank of many', () => {
    assert.equal(name('  Tusky\r\n\u2028\tfor\u00A0 you '), 'Tusky for you');
  });

  it('stacks only as many marks on a letter as some script needs', () => {
    assert.equal(name(`Z${'\u0301'.repeat(50)}algo`).length, 'Z'.length + 4 + 'algo'.length);
  });

  it('falls back when nothing is left to see', () => {
    for (const text of ['', ' ', '\u200B', '\u202E\u202C', '\u3164', '\u0301', '\u2800'])
      assert.equal(name(text), 'nobody');
  });

  it('cuts what is too long between characters', () => {
    assert.equal(name('x'.repeat(10_000)), `${'x'.repeat(79)}…`);
    assert.equal(name('👩‍💻'.repeat(100)), `${'👩‍💻'.repeat(79)}…`);
  });

  it('keeps no joiner beside a letter that draws nothing, such as the Hangul filler', () => {
    assert.equal(name('a\u200D\u3164'), 'a');
    assert.equal(name('\u3164\u200Da'), 'a');
  });

  it('changes nothing the second time', () => {
    fc.assert(fc.property(anyName, (text) => assert.equal(name(name(text)), name(text))));
  });

  it('leaves no control, no lone surrogate, no line break and something to see, whatever it is given', () => {
    fc.assert(
      fc.property(anyName, (text) => {
        const shown = name(text);
        assert.doesNotMatch(shown, /\p{Control}|\p{Surrogate}|\p{Bidi_Control}|[\u2028\u2029\u200B\u2060\uFEFF]/u);
        assert.match(shown, /[\p{Letter}\p{Number}\p{Punctuation}\p{Symbol}]/u);
        assert.equal(shown, shown.trim());
      }),
    );
  });
});

describe('visibleText()', () => {
  it('strips the same and cuts nothing', () => {
    const host = `${'a.'.repeat(500)}example`;
    assert.equal(visibleText(`\u202E${host}`), host);
  });
});
