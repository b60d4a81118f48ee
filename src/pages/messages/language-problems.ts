import { en } from './en.ts';
import type { Messages } from './messages.ts';

/**
 * What would break pages in a language that a host brings, each in a sentence that says how to mend it. The compiler says
 * the same to those who use one.
 */
export function findLanguageProblems(messages: Messages): readonly string[] {
  const name = JSON.stringify(messages.lang);
  const missing = missingWords(en, messages);
  return [
    ...(isLanguageTag(messages.lang) ? [] : [`${name} is no language tag: write lang as in "fr" or "pt-BR".`]),
    ...(isLanguageTag(messages.locale) ? [] : [`The locale of ${name} is no language tag: write it like its lang.`]),
    ...(messages.dir === 'ltr' || messages.dir === 'rtl' ? [] : [`The dir of ${name} must be "ltr" or "rtl".`]),
    ...(missing.length === 0
      ? []
      : [`${name} lacks ${missing.join(', ')}: make it with extendMessages(), which fills what is missing.`]),
  ];
}

function isLanguageTag(tag: unknown): boolean {
  try {
    return typeof tag === 'string' && Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

/** The paths of all words that one language has and the other has not, or has as something else. */
function missingWords(expected: object, given: unknown, path = ''): readonly string[] {
  return Object.entries(expected).flatMap(([key, word]: [string, unknown]) => {
    const here = path === '' ? key : `${path}.${key}`;
    const found: unknown = typeof given === 'object' && given !== null ? Reflect.get(given, key) : undefined;
    if (typeof word === 'object' && word !== null) return missingWords(word, found, here);
    return typeof found === typeof word ? [] : [here];
  });
}
