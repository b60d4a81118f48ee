import type { Messages } from '../messages/messages.ts';
import { ar } from './words/ar.ts';
import { de } from './words/de.ts';
import { en } from './words/en.ts';

/**
 * What the standalone server's own pages and mails say, in one language: not part of `Messages`, because hosts that bring a
 * language of their own never show these pages.
 */
export interface SiteWords extends EnglishWords {}

type EnglishWords = typeof en;

/** The words in each language, by the tag of its messages. Tests add one that nobody speaks. */
export const siteLanguages: Map<string, SiteWords> = new Map(Object.entries({ en, de, ar }));

/** The words in the language of a page's messages; English where there are none. */
export function siteWords({ messages }: { readonly messages: Pick<Messages, 'lang'> }): SiteWords {
  return siteLanguages.get(messages.lang) ?? en;
}
