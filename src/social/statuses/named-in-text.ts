import { tokenize } from 'linkifyjs';

/** A part of a text as people write it. */
export type TextPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string }
  /** `@username` or `@username@domain`. */
  | { readonly kind: 'mention'; readonly text: string; readonly username: string; readonly domain: string | undefined }
  /** `#name`. */
  | { readonly kind: 'hashtag'; readonly text: string; readonly name: string };

/** One way only to match: with two, a long text that fails at its end is tried at every length. */
const hashtag = String.raw`\p{N}*[\p{L}\p{M}_][\p{L}\p{M}\p{N}_]*`;

/** The longest name that DNS has (RFC 1035 §2.3.4). A longer one would hold up everybody who reads it. */
const domain = '[A-Za-z0-9][A-Za-z0-9.-]{0,252}';

const names = new RegExp(
  String.raw`(?<![\p{L}\p{N}_/@.&#])(?:@(?<username>[A-Za-z0-9_]{1,30})(?:@(?<domain>${domain}(?::[0-9]{1,5})?))?(?![\p{L}\p{N}_@])|#(?<tag>${hashtag}))`,
  'gu',
);

const wholeHashtag = new RegExp(`^#?(${hashtag})$`, 'u');

/** Takes a text apart. The parts, joined, are the text again. */
export function partsOf(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let run = '';
  for (const token of text.includes('://') ? tokenize(text) : []) {
    if (token.t === 'url' && isWebAddress(token.v)) {
      parts.push(...namesIn(run), { kind: 'link', text: token.v });
      run = '';
    } else run += token.v;
  }
  parts.push(...namesIn(text.includes('://') ? run : text));
  return parts;
}

/** The hashtags in a text, folded, each once. */
export function hashtagsIn(text: string): readonly string[] {
  if (!text.includes('#')) return [];
  return [...new Set(partsOf(text).flatMap((part) => (part.kind === 'hashtag' ? [foldHashtag(part.name)] : [])))];
}

/** The hashtag that somebody asks for, folded; undefined where no text can have it. */
export function readHashtag(sent: string): string | undefined {
  const [, name] = wholeHashtag.exec(sent.trim()) ?? [];
  return name === undefined ? undefined : foldHashtag(name);
}

/**
 * What all spellings of a hashtag have in common: `Tea`, `TEA`, and the same in letters of another width. What a letter or
 * number stands for may hold a space or a stroke, such as `½` does: without these it is a hashtag again.
 */
export function foldHashtag(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}_]/gu, '');
}

/** Only what was written as an address: `example.com` in a sentence may be the name of a company. */
function isWebAddress(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text);
}

function namesIn(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const match of text.matchAll(names)) {
    if (match.index > from) parts.push({ kind: 'text', text: text.slice(from, match.index) });
    const { username, domain, tag } = match.groups ?? {};
    let [whole] = match;
    if (tag !== undefined) parts.push({ kind: 'hashtag', text: whole, name: tag });
    else {
      // A sentence may end behind a domain.
      const host = domain?.replace(/[.-]+$/, '');
      whole = host === undefined ? whole : `@${username}@${host}`;
      parts.push({ kind: 'mention', text: whole, username: username ?? '', domain: host });
    }
    from = match.index + whole.length;
  }
  if (from < text.length) parts.push({ kind: 'text', text: text.slice(from) });
  return parts;
}
