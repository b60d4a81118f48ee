import { escapeHtml } from '../../mastodon/text-to-html.ts';
import { foldHashtag, partsOf, type TextPart } from './named-in-text.ts';

/** Somebody whom a text names. */
export interface MentionedPerson {
  readonly username: string;
  /** Their profile page. */
  readonly url: string;
}

/** How names in a text become links. */
export interface TextLinks {
  /** The person of this server whom a mention names, among those that were notified. */
  person(username: string, domain: string | undefined): MentionedPerson | undefined;
  /** The page of a hashtag. */
  hashtagUrl(name: string): string;
}

/** The text of a status as safe HTML: paragraphs, links, and the classes that apps know mentions and hashtags by. */
export function statusHtml(text: string, links: TextLinks): string {
  return text
    .replace(/\r\n?/g, '\n')
    .split(/\n{2,}/)
    .filter((paragraph) => paragraph.trim() !== '')
    .map((paragraph) => {
      const html = partsOf(paragraph.trim()).map((part) => partHtml(part, links));
      return `<p>${html.join('').replaceAll('\n', '<br />')}</p>`;
    })
    .join('');
}

function partHtml(part: TextPart, links: TextLinks): string {
  switch (part.kind) {
    case 'text':
      return escapeHtml(part.text);
    case 'link':
      return linkHtml(part.text);
    case 'hashtag': {
      const url = escapeHtml(links.hashtagUrl(foldHashtag(part.name)));
      return `<a href="${url}" class="mention hashtag" rel="tag">#<span>${escapeHtml(part.name)}</span></a>`;
    }
    case 'mention': {
      const person = links.person(part.username, part.domain);
      if (person === undefined) return escapeHtml(part.text);
      const name = `@<span>${escapeHtml(person.username)}</span>`;
      const link = `<a href="${escapeHtml(person.url)}" class="u-url mention">${name}</a>`;
      return `<span class="h-card" translate="no">${link}</span>`;
    }
  }
}

/** Longer addresses are shown shortened, by classes that apps hide or draw dots for. */
const SHOWN_CHARACTERS = 30;

function linkHtml(address: string): string {
  const [, protocol = '', rest = ''] = /^(https?:\/\/(?:www\.)?)(.*)$/is.exec(address) ?? [];
  const [shown, hidden] = [rest.slice(0, SHOWN_CHARACTERS), rest.slice(SHOWN_CHARACTERS)];
  const text = [
    `<span class="invisible">${escapeHtml(protocol)}</span>`,
    `<span class="${hidden === '' ? '' : 'ellipsis'}">${escapeHtml(shown)}</span>`,
    `<span class="invisible">${escapeHtml(hidden)}</span>`,
  ].join('');
  return `<a href="${escapeHtml(address)}" target="_blank" rel="nofollow noopener" translate="no">${text}</a>`;
}
