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

const all: Readonly<Record<string, SiteWords>> = { en, de, ar };

/** The languages that pages and mails of the standalone server have, as BCP 47 tags. */
export const siteLanguages: readonly string[] = Object.keys(all);

/** The words in the language of a page's messages; English where there are none. */
export function siteWords({ messages }: { readonly messages: Pick<Messages, 'lang'> }): SiteWords {
  return all[messages.lang] ?? en;
}
