import { ar } from './ar.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { findLanguageProblems } from './language-problems.ts';
import type { Messages } from './messages.ts';

/** The languages that pages can be written in. */
export interface Languages {
  readonly all: readonly Messages[];
  /**
   * The language of a page (contract §1.4): the one that was asked for (`lang`), else the one that the reader chose for
   * their account, else their browser's best by `Accept-Language` (RFC 9110 §12.5.4), else English. What cannot be
   * understood is ignored.
   */
  readonly choose: (lang: string | undefined, acceptLanguage: string | undefined, own?: string | undefined) => Messages;
}

/** No real header names more languages, and none is longer; the rest of a longer one is not looked at. */
const MOST_CHOICES = 20;
const LONGEST_HEADER = 500;
const LONGEST_TAG = 35;

/**
 * The built-in languages and a host's own, which stand in for a built-in one of the same tag. Throws when one of them
 * would break pages later.
 */
export function createLanguages(extra: readonly Messages[] = []): Languages {
  const problems = extra.flatMap(findLanguageProblems);
  if (problems.length > 0) throw new TypeError(`The pages cannot speak all of these languages. ${problems.join(' ')}`);
  const byTag = new Map([en, de, ar, ...extra].map((messages) => [messages.lang.toLowerCase(), messages]));
  const last = byTag.get(en.lang) ?? en;
  return {
    all: [...byTag.values()],
    choose: (lang, acceptLanguage, own) =>
      findOptional(byTag, lang) ?? findOptional(byTag, own) ?? bestOf(byTag, acceptLanguage ?? '') ?? last,
  };
}

function findOptional(byTag: ReadonlyMap<string, Messages>, tag: string | undefined): Messages | undefined {
  return tag === undefined ? undefined : find(byTag, tag);
}

/**
 * `de-AT` and `de_CH` are German where nobody wrote Austrian or Swiss words: a tag is shortened until it is known
 * (RFC 4647 §3.4). What is known only for another region is better than another language.
 */
function find(byTag: ReadonlyMap<string, Messages>, tag: string): Messages | undefined {
  const subtags = tag.slice(0, LONGEST_TAG).trim().toLowerCase().split(/[-_]/);
  for (let length = subtags.length; length > 0; length -= 1) {
    const found = byTag.get(subtags.slice(0, length).join('-'));
    if (found !== undefined) return found;
  }
  for (const [known, messages] of byTag) if (known.startsWith(`${subtags[0]}-`)) return messages;
  return undefined;
}

function bestOf(byTag: ReadonlyMap<string, Messages>, header: string): Messages | undefined {
  let best: { readonly messages: Messages; readonly quality: number } | undefined;
  for (const choice of header.slice(0, LONGEST_HEADER).split(',', MOST_CHOICES)) {
    const [tag = '', ...parameters] = choice.split(';');
    const messages = find(byTag, tag);
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
