import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { ar } from './ar.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { extendMessages } from './extend-messages.ts';
import { createLanguages } from './languages.ts';
import type { Messages } from './messages.ts';
import { testLanguage } from './test-language.ts';

const chosen = (lang: string | undefined, header: string | undefined): string =>
  createLanguages().choose(lang, header).lang;

describe('Languages.choose()', () => {
  it('speaks English when nobody says anything', () => {
    assert.equal(chosen(undefined, undefined), 'en');
    assert.equal(chosen('', ''), 'en');
  });

  it('takes the language that was asked for, with or without its region', () => {
    for (const lang of ['de', 'DE', 'de-AT', 'de_CH', 'de-Latn-DE']) assert.equal(chosen(lang, 'ar'), 'de');
  });

  it('ignores a language that it does not speak, and the words of careless apps', () => {
    for (const lang of ['fr', 'None', 'null', 'xx-de', 'deutsch', '-', 'constructor', '__proto__']) {
      assert.equal(chosen(lang, 'ar'), 'ar');
    }
  });

  it('takes the reader’s best', () => {
    assert.equal(chosen(undefined, 'fr, de;q=0.5, ar;q=0.8'), 'ar');
    assert.equal(chosen(undefined, 'ar;q=0.8, de'), 'de');
    assert.equal(chosen(undefined, 'de-AT,de;q=0.9,en;q=0.8'), 'de');
    assert.equal(chosen(undefined, 'de; q=0.7 , en ;q=0.3'), 'de');
  });

  it('takes the first of equals', () => {
    assert.equal(chosen(undefined, 'ar, de, en'), 'ar');
  });

  it('never takes what the reader rules out', () => {
    assert.equal(chosen(undefined, 'de;q=0, ar;q=0.1'), 'ar');
    assert.equal(chosen(undefined, 'de;q=0.000'), 'en');
  });

  it('ignores weights that are none', () => {
    assert.equal(chosen(undefined, 'de;q=2, ar;q=0.1'), 'ar');
    assert.equal(chosen(undefined, 'de;q=-1;q=NaN, ar;q=0.1'), 'ar');
  });

  it('reads only the beginning of a long header', () => {
    assert.equal(chosen(undefined, `${'fr,'.repeat(100_000)}de`), 'en');
    assert.equal(chosen('de'.repeat(100_000), undefined), 'en');
  });

  it('always answers, whatever it is given', () => {
    fc.assert(
      fc.property(
        fc.option(fc.string(), { nil: undefined }),
        fc.option(fc.string(), { nil: undefined }),
        (lang, header) => {
          assert.ok(['en', 'de', 'ar'].includes(chosen(lang, header)));
        },
      ),
    );
  });
});

describe('createLanguages()', () => {
  const language = (lang: string): Messages => extendMessages(en, { lang, locale: lang });
  const choose = (extra: readonly string[], lang: string): string =>
    createLanguages(extra.map(language)).choose(lang, undefined).lang;

  it('brings three languages, and a host’s own beside them', () => {
    assert.deepEqual(createLanguages().all, [en, de, ar]);
    assert.deepEqual(
      createLanguages([language('fr')]).all.map(({ lang }) => lang),
      ['en', 'de', 'ar', 'fr'],
    );
    assert.equal(createLanguages([language('fr')]).choose(undefined, 'fr-CA, en;q=0.5').lang, 'fr');
  });

  it('takes a language that it never heard of', () => {
    assert.equal(createLanguages([testLanguage]).choose('art-x-test', 'de'), testLanguage);
  });

  it('puts a host’s words in the place of those of the same tag', () => {
    const ours = extendMessages(en, { lang: 'EN', consent: { authorize: 'Go ahead' } });
    const languages = createLanguages([ours]);
    assert.deepEqual(languages.all, [ours, de, ar]);
    assert.equal(languages.choose(undefined, undefined), ours);
  });

  it('prefers the words for a region where there are some, and takes another region’s before none', () => {
    assert.equal(choose(['de-AT'], 'de-AT'), 'de-AT');
    assert.equal(choose(['de-AT'], 'de_at'), 'de-AT');
    assert.equal(choose(['de-AT'], 'de-CH'), 'de');
    assert.equal(choose(['pt-BR'], 'pt-PT'), 'pt-BR');
    assert.equal(choose(['pt-BR'], 'pt'), 'pt-BR');
    assert.equal(choose(['zh-Hans', 'zh-Hant'], 'zh-Hant-TW'), 'zh-Hant');
    assert.equal(choose(['pt-BR'], 'p'), 'en');
  });

  it('refuses at the start a language that would break pages later, and names all that it lacks', () => {
    const { title: _, ...consent } = en.consent;
    const broken = { ...en, lang: 'not a tag', locale: 'x', dir: 'down', consent, code: undefined };
    assert.throws(
      () => createLanguages([broken as unknown as Messages]),
      (error: Error) => {
        for (const word of ['"not a tag" is no', 'locale', 'dir', 'consent.title', 'code.tellNobody', 'extendMessages'])
          assert.ok(error.message.includes(word), word);
        return true;
      },
    );
  });
});
