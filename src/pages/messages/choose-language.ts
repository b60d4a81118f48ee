import { ar } from './ar.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import type { Messages } from './messages.ts';

const languages: ReadonlyMap<string, Messages> = new Map([en, de, ar].map((messages) => [messages.lang, messages]));

/** No real header names more languages, and none is longer; the rest of a longer one is not looked at. */
const MOST_CHOICES = 20;
const LONGEST_HEADER = 500;

/**
 * The language of a page: the one that was asked for (`lang`), else the reader's best by `Accept-Language`
 * (RFC 9110 §12.5.4), else English. What cannot be understood is ignored.
 */
export function chooseLanguage(lang: string | undefined, acceptLanguage: string | undefined): Messages {
  return (lang === undefined ? undefined : supported(lang)) ?? bestOf(acceptLanguage ?? '') ?? en;
}

/** `de`, `de-AT` and `de_CH` are all German here. */
function supported(tag: string): Messages | undefined {
  const [language] = tag.slice(0, 35).trim().toLowerCase().split(/[-_]/, 1);
  return languages.get(language ?? '');
}

function bestOf(header: string): Messages | undefined {
  let best: { readonly messages: Messages; readonly quality: number } | undefined;
  for (const choice of header.slice(0, LONGEST_HEADER).split(',', MOST_CHOICES)) {
    const [tag = '', ...parameters] = choice.split(';');
    const messages = supported(tag);
    const quality = qualityOf(parameters);
    if (messages !== undefined && quality > (best?.quality ?? 0)) best = { messages, quality };
  }
  return best?.messages;
}

/** RFC 9110 §12.4.2: from 0 (not wanted) to 1, which is also the value when none is given. */
function qualityOf(parameters: readonly string[]): number {
  const weight = parameters.map((parameter) => parameter.trim().toLowerCase()).find((text) => text.startsWith('q='));
  if (weight === undefined) return 1;
  return /^q=(0(\.\d{0,3})?|1(\.0{0,3})?)$/.test(weight) ? Number(weight.slice(2)) : 0;
}
