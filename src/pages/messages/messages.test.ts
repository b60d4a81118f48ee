import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { html, type Markup } from '../markup.ts';
import { ar } from './ar.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { formatAge, formatDate, formatMoment } from './intl.ts';

const DAY = 24 * 60 * 60 * 1000;
const mark: Markup = html`<bdi>value</bdi>`;

/** Every sentence of a language by its path, with a value in each place that takes one. */
function sentences(words: object, path = ''): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(words).flatMap(([key, word]): (readonly [string, string])[] => {
      const here = `${path}/${key}`;
      if (typeof word === 'string') return [[here, word]];
      if (typeof word === 'object') return [...sentences(word, here)];
      return [[here, String(word(mark))]];
    }),
  );
}

describe('messages', () => {
  for (const messages of [de, ar]) {
    it(`say everything in ${messages.lang} that English says, and nothing else`, () => {
      const theirs = sentences(messages);
      assert.deepEqual([...theirs.keys()].sort(), [...sentences(en).keys()].sort());
      for (const [path, text] of theirs) assert.ok(text.trim().length > 0, path);
    });
  }

  it('say nothing in Arabic that is still English', () => {
    const english = sentences(en);
    const same = [...sentences(ar)].filter(([path, text]) => english.get(path) === text).map(([path]) => path);
    assert.deepEqual(same, ['/common/madeWith']);
  });

  it('count as each language counts', () => {
    assert.deepEqual([1, 2].map(en.authorizedApps.signIns), ['1 sign-in', '2 sign-ins']);
    assert.deepEqual([1, 2].map(de.authorizedApps.signIns), ['1 Anmeldung', '2 Anmeldungen']);
    assert.deepEqual([0, 1, 2, 3, 11, 100].map(ar.profile.followers), [
      'لا متابِعين',
      'متابِع واحد',
      'متابِعان',
      '3 متابِعين',
      '11 متابِعًا',
      '100 متابِع',
    ]);
  });
});

describe('formatAge()', () => {
  const now = Date.UTC(2026, 5, 15, 12);

  it('is as coarse as it is old', () => {
    const ages = [0, 1, 3, 45, 364, 365, 800].map((days) => formatAge('en', now, now - days * DAY));
    assert.deepEqual(ages, [
      'today',
      'yesterday',
      '3 days ago',
      'last month',
      '11 months ago',
      'last year',
      '2 years ago',
    ]);
  });

  it('calls a time to come today: clocks differ', () => {
    assert.equal(formatAge('en', now, now + DAY), 'today');
  });
});

describe('formatDate()', () => {
  it('writes the day of UTC as the language does', () => {
    const instant = Date.UTC(2026, 0, 31, 23, 59);
    assert.equal(formatDate('en', instant), 'January 31, 2026');
    assert.equal(formatDate('de', instant), '31. Januar 2026');
    assert.match(formatDate('ar-u-nu-latn', instant), /^31 .+ 2026$/);
  });
});

describe('formatMoment()', () => {
  it('writes the minute of UTC as the language does, and says that it is UTC’s', () => {
    const instant = Date.UTC(2026, 0, 31, 21, 5);
    assert.match(formatMoment('en', instant), /^January 31, 2026 at 9:05\sPM UTC$/);
    assert.equal(formatMoment('de', instant), '31. Januar 2026 um 21:05 UTC');
    assert.match(formatMoment('ar-u-nu-latn', instant), /^31 .*2026.*9:05.*UTC/);
  });
});
