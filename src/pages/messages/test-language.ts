import { html } from '../markup.ts';
import { en as siteEnglish } from '../site/words/en.ts';
import { type SiteWords, siteLanguages } from '../site/words.ts';
import { en } from './en.ts';
import type { Messages } from './messages.ts';

/**
 * A language that nobody speaks, for tests: every sentence stands in ⟦brackets⟧, so that whatever a page says outside of
 * them did not come from its messages.
 */
export const testLanguage: Messages = {
  ...(bracketed(en) as Messages),
  lang: 'art-x-test',
  locale: 'eo',
  dir: 'rtl',
};

siteLanguages.set(testLanguage.lang, bracketed(siteEnglish) as SiteWords);

function bracketed(words: unknown): unknown {
  if (typeof words === 'string') return `⟦${words}⟧`;
  if (typeof words === 'function') return (...parts: readonly unknown[]) => bracketed(words(...parts));
  // Markup is a string in an object.
  if (words instanceof String) return html`⟦${words as never}⟧`;
  return Object.fromEntries(Object.entries(words as object).map(([key, part]) => [key, bracketed(part)]));
}
